package exo86.debug;

import exo86.cpu.Cpu;
import exo86.cpu.FaultRecord;
import exo86.debug.Answer.Change;
import exo86.debug.Answer.CodeLine;
import exo86.debug.Answer.Stopped;
import exo86.elf.dwarf.SourceIndex;
import exo86.isa.Instruction;
import exo86.isa.Op;
import exo86.machine.Machine;
import exo86.machine.Outcome;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lets the machine run until there is a reason to stand still, by the instruction, by the source line or freely.
 *
 * <p>Stepping over a call puts a breakpoint behind it and runs; that one counts only with the stack back where it was and in the same address space, so
 * that recursion and other programs at the same address do not end the step.
 */
final class Execution {
    private static final Set<Op> CALLS = EnumSet.of(Op.CALL, Op.CALLF, Op.INT, Op.INT3, Op.INTO);
    private static final Set<Op> TRANSFERS = EnumSet.of(Op.CALL, Op.CALLF, Op.INT, Op.INT3, Op.INTO, Op.J, Op.JCXZ, Op.JMP, Op.JMPF, Op.LOOP, Op.LOOPE,
            Op.LOOPNE, Op.RET, Op.RETF, Op.IRET, Op.HLT);
    private static final int LINE_LIMIT = 20_000_000;

    private final Debugger debugger;
    private Map<String, Integer> before;
    /** Whoever ended the command in hand has said which frames are shown. */
    private boolean decided;

    /** Why a run came to its end; no reason for one that came where it should. */
    private record Halt(String reason, boolean ended, List<String> details) {
        static final Halt DONE = new Halt("", false, List.of());

        static Halt because(String reason) {
            return new Halt(reason, false, List.of());
        }
    }

    /** Temporary stops: behind a call, or at all places that were asked for. */
    private record Goal(List<Integer> addresses, int stack, int directory) {
        Goal(int address, int stack, int directory) {
            this(List.of(address), stack, directory);
        }
    }

    Execution(Debugger debugger) {
        this.debugger = debugger;
        this.before = debugger.registers.watched();
    }

    private Machine machine() {
        return debugger.machine;
    }

    private Cpu cpu() {
        return debugger.machine.cpu;
    }

    Stopped proceed() {
        return stopped(run(Long.MAX_VALUE, Optional.empty()));
    }

    /** Runs to {@code until} with time as the expected end. */
    Stopped runFor(long duration) {
        long until = Math.min(Long.MAX_VALUE - 1, machine().time() + duration);
        Halt halt = run(until, Optional.empty());
        return stopped(halt == Halt.DONE ? Halt.because("ran for %,d ns".formatted(duration)) : halt);
    }

    Stopped advance(Places.Found place) {
        Halt halt = run(Long.MAX_VALUE, Optional.of(new Goal(place.addresses(), 0, -1)));
        if (halt == Halt.DONE) {
            hide(place.isLine() ? 0 : SourceSteps.entered(debugger.symbols.framesAt(cpu().linearEip()), place.function().stream().toList()));
        }
        return stopped(halt);
    }

    Stopped stepInstructions(long count, boolean over) {
        Halt halt = Halt.DONE;
        for (long i = 0; i < count && halt == Halt.DONE; i++) {
            halt = i > 0 ? breakpointHere() : halt;
            if (halt == Halt.DONE) {
                halt = over ? next() : single();
            }
        }
        return stopped(halt);
    }

    /** One step; DONE, or why nothing can go on. */
    private Halt single() {
        if (debugger.interrupted()) {
            return Halt.because(debugger.takeReason());
        }
        Instruction instruction = debugger.disassembler().decode(cpu().linearEip());
        int expected = cpu().eip + instruction.length;
        boolean plain = instruction.length > 0 && !TRANSFERS.contains(instruction.op) && !instruction.rep && !instruction.repne;
        Outcome outcome = machine().step();
        if (!(outcome instanceof Outcome.Stepped)) {
            return halt(outcome);
        }
        return plain && cpu().eip != expected ? Halt.because("an interrupt or exception was delivered") : Halt.DONE;
    }

    private Halt next() {
        int at = cpu().linearEip();
        Instruction instruction = debugger.disassembler().decode(at);
        boolean repeated = instruction.rep || instruction.repne;
        if (instruction.length > 0 && (CALLS.contains(instruction.op) || repeated)) {
            return run(Long.MAX_VALUE, Optional.of(goal(at + instruction.length)));
        }
        return single();
    }

    private Goal goal(int address) {
        return new Goal(address, cpu().esp, cpu().cr3);
    }

    /** Steps until another source line begins. */
    Stopped stepLines(long count, boolean over) {
        Halt halt = Halt.DONE;
        for (long i = 0; i < count && halt == Halt.DONE; i++) {
            halt = stepLine(over);
        }
        return stopped(halt);
    }

    private Halt stepLine(boolean over) {
        SourceIndex.Line begun = debugger.symbols.lineAt(cpu().linearEip())
                .orElseThrow(() -> new Refusal("no source line is known at %08x".formatted(cpu().linearEip()), "step by instructions: si, ni; or leave the function: finish"));
        if (!over && debugger.hidden > 0) {
            hide(debugger.hidden - 1);
            return Halt.DONE;
        }
        decided = false;
        SourceSteps start = new SourceSteps(debugger.symbols, cpu().linearEip(), debugger.hidden, begun, over);
        // A loop comes by the same instructions again and again, from the one before or by a jump.
        Set<Long> passed = new HashSet<>();
        for (int i = 0; i < LINE_LIMIT; i++) {
            int at = cpu().linearEip();
            Instruction instruction = debugger.disassembler().decode(at);
            boolean calls = CALLS.contains(instruction.op);
            boolean known = calls && !over && debugger.symbols.lineAt(target(instruction)).isPresent();
            Halt halt = calls && !known ? next() : single();
            if (halt.reason.equals("an interrupt or exception was delivered")) {
                halt = run(Long.MAX_VALUE, Optional.of(new Goal(at, 0, -1)));
            }
            if (halt != Halt.DONE) {
                return halt;
            }
            int now = cpu().linearEip();
            boolean jumped = at + instruction.length != now;
            if (known || passed.add(2L * now + (jumped ? 1 : 0))) {
                SourceSteps.Verdict verdict = verdict(start, now, jumped, known);
                if (verdict.stops()) {
                    hide(verdict.hidden());
                    return Halt.DONE;
                }
            }
            Halt here = breakpointHere();
            if (here != Halt.DONE) {
                return here;
            }
        }
        return Halt.because("the line goes on after %,d instructions".formatted(LINE_LIMIT));
    }

    /** @param known the step has gone into a function with source lines */
    private SourceSteps.Verdict verdict(SourceSteps start, int now, boolean jumped, boolean known) {
        Optional<SourceIndex.Line> line = debugger.symbols.lineAt(now);
        boolean sameLine = line.isPresent() && start.isSameLine(line.get());
        boolean begins = line.isEmpty() ? !known : line.get().address() == now || jumped && !sameLine;
        List<SourceIndex.Frame> frames = debugger.symbols.framesAt(now);
        return start.isSameFunction(frames) && !known ? start.at(frames, line, begins)
                : new SourceSteps.Verdict(begins && !sameLine, SourceSteps.entered(frames, List.of()));
    }

    private int target(Instruction instruction) {
        return cpu().cs.base + instruction.target(cpu().eip);
    }

    Stopped finish() {
        Frames.Frame frame = debugger.frame();
        if (frame.inlined()) {
            Halt returned = frame.depth() == 0 ? Halt.DONE : returnTo(frame.level());
            return stopped(returned == Halt.DONE ? leave(frame.function().orElseThrow()) : returned);
        }
        Backtrace trace = new Backtrace(machine(), debugger.symbols);
        Backtrace.Level caller = trace.caller(frame.level(), frame.depth() == 0)
                .orElseThrow(() -> new Refusal("there is no caller to be seen from here", "'bt' shows the frames"));
        return stopped(returnTo(caller));
    }

    private Halt returnTo(Backtrace.Level level) {
        return run(Long.MAX_VALUE, Optional.of(new Goal(level.eip(), level.esp() - cpu().ss.base, cpu().cr3)));
    }

    /** Runs until the code of an inlined function is left, for its caller or for good. */
    private Halt leave(SourceIndex.Frame inlined) {
        for (int i = 0; i < LINE_LIMIT; i++) {
            int at = cpu().linearEip();
            Halt halt = next();
            if (halt.reason.equals("an interrupt or exception was delivered")) {
                halt = run(Long.MAX_VALUE, Optional.of(new Goal(at, 0, -1)));
            }
            if (halt != Halt.DONE) {
                return halt;
            }
            List<SourceIndex.Frame> now = debugger.symbols.framesAt(cpu().linearEip());
            if (now.stream().noneMatch(inlined::isSame)) {
                hide(SourceSteps.entered(now, List.of()));
                return Halt.DONE;
            }
            Halt here = breakpointHere();
            if (here != Halt.DONE) {
                return here;
            }
        }
        return Halt.because("the function goes on after %,d instructions".formatted(LINE_LIMIT));
    }

    // ---- the run loop

    private Halt run(long until, Optional<Goal> goal) {
        List<Integer> added = goal.map(Goal::addresses).orElse(List.of()).stream().filter(address -> !debugger.stopsAt(address)).toList();
        added.forEach(cpu()::addBreakpoint);
        try {
            debugger.free = until == Long.MAX_VALUE;
            return loop(until, goal);
        } finally {
            debugger.free = false;
            added.forEach(cpu()::removeBreakpoint);
        }
    }

    private Halt loop(long until, Optional<Goal> goal) {
        boolean leave = !cpu().halted() && (debugger.stopsAt(cpu().linearEip()) || goal.isPresent() && goal.get().addresses.contains(cpu().linearEip()));
        while (true) {
            if (debugger.interrupted()) {
                return Halt.because(debugger.takeReason());
            }
            Outcome outcome = leave ? machine().step() : machine().run(until);
            leave = false;
            if (outcome instanceof Outcome.Breakpoint) {
                Halt here = breakpointHere();
                if (here != Halt.DONE) {
                    return here;
                }
                if (goal.isPresent() && reached(goal.get())) {
                    return Halt.DONE;
                }
            } else if (!(outcome instanceof Outcome.Stepped)) {
                return halt(outcome);
            }
        }
    }

    private boolean reached(Goal goal) {
        return goal.addresses.contains(cpu().linearEip()) && Integer.compareUnsigned(cpu().esp, goal.stack) >= 0
                && (goal.directory == -1 || goal.directory == cpu().cr3);
    }

    /** The stop for a breakpoint at the next instruction whose conditions hold; DONE if there is none. */
    private Halt breakpointHere() {
        for (Breakpoint breakpoint : debugger.breakpointsAt(cpu().linearEip())) {
            boolean elsewhere = GuestMemory.current(machine()).paging() && breakpoint.owner.isPresent()
                    && !debugger.symbols.isPresent(breakpoint.owner.get());
            if (!breakpoint.enabled || elsewhere) {
                continue;
            }
            debugger.hidden = breakpoint.innermost ? 0 : SourceSteps.entered(debugger.symbols.framesAt(cpu().linearEip()), breakpoint.function.stream().toList());
            debugger.selected = 0;
            try {
                if (!breakpoint.condition.isEmpty() && Expressions.value(debugger, breakpoint.condition).value() == 0) {
                    continue;
                }
            } catch (Refusal bad) {
                decided = true;
                return Halt.because("breakpoint %d: its condition cannot be evaluated: %s".formatted(breakpoint.number, bad.getMessage()));
            }
            decided = true;
            breakpoint.hits++;
            if (breakpoint.temporary) {
                debugger.remove(breakpoint);
                return Halt.because("temporary breakpoint " + breakpoint.number);
            }
            return Halt.because("breakpoint %d, hit %,d".formatted(breakpoint.number, breakpoint.hits));
        }
        return Halt.DONE;
    }

    private Halt halt(Outcome outcome) {
        return switch (outcome) {
            case Outcome.TimeReached reached -> Halt.DONE;
            case Outcome.Stepped stepped -> Halt.DONE;
            case Outcome.Breakpoint breakpoint -> Halt.DONE;
            case Outcome.Requested requested -> Halt.because(debugger.takeReason());
            case Outcome.Exited exited -> end("the guest ended itself: exit status %02x (%s)".formatted(exited.status(),
                    exited.status() == 0 ? "success" : "failure"));
            case Outcome.PoweredOff off -> end("the guest turned the power off");
            case Outcome.Reset reset -> end("the guest asked for a reset through " + reset.by());
            case Outcome.Dead dead -> end("the guest halted and nothing can wake it");
            case Outcome.TripleFault fault -> new Halt("triple fault; held just before the reset", true, causes(fault.causes()));
        };
    }

    private static Halt end(String reason) {
        return new Halt(reason, true, List.of());
    }

    private List<String> causes(List<FaultRecord> causes) {
        List<String> lines = new ArrayList<>();
        for (FaultRecord cause : causes.subList(0, Math.min(3, causes.size()))) {
            String place = debugger.symbols.placeOf(cause.eip());
            String line = debugger.symbols.lineOf(cause.eip());
            lines.add("%d  %s%s%s".formatted(lines.size() + 1, cause, place.isEmpty() ? "" : "  " + place, line.isEmpty() ? "" : "  " + line));
        }
        return lines;
    }

    // ---- what is told about a stop

    private void hide(int frames) {
        debugger.hidden = frames;
        decided = true;
    }

    private Stopped stopped(Halt halt) {
        if (!decided) {
            debugger.hidden = SourceSteps.entered(debugger.symbols.framesAt(cpu().linearEip()), List.of());
        }
        decided = false;
        debugger.selected = 0;
        Stopped answer = describe(halt.reason, halt.ended, halt.details);
        before = debugger.registers.watched();
        debugger.continuation = Debugger.Continuation.START;
        return answer;
    }

    /** Where the machine stands, with what changed since the last stop. */
    Stopped describe(String reason, boolean ended, List<String> details) {
        List<Change> changes = new ArrayList<>();
        debugger.registers.watched().forEach((name, value) -> {
            if (!value.equals(before.get(name))) {
                changes.add(new Change(name, new Address(before.get(name)), new Address(value)));
            }
        });
        CodeLine next = debugger.disassembler().at(cpu().linearEip(), debugger.hidden);
        return new Stopped(reason, machine().time(), next, changes, ended, details);
    }

    /** Whether that register has another value than at the stop before the last command. */
    boolean changed(String name, int value) {
        Integer old = before.get(name);
        return old != null && old != value;
    }
}
