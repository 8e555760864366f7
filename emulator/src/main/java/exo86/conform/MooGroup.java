package exo86.conform;

import static exo86.conform.MooCapture.AX;
import static exo86.conform.MooCapture.BP;
import static exo86.conform.MooCapture.CS;
import static exo86.conform.MooCapture.DI;
import static exo86.conform.MooCapture.DS;
import static exo86.conform.MooCapture.ES;
import static exo86.conform.MooCapture.FLAGS;
import static exo86.conform.MooCapture.IP;
import static exo86.conform.MooCapture.REGISTERS;
import static exo86.conform.MooCapture.SI;
import static exo86.conform.MooCapture.SP;
import static exo86.conform.MooCapture.SS;

import exo86.conform.MooCapture.State;
import exo86.cpu.Cpu;
import exo86.cpu.Engine;
import exo86.cpu.Stop;
import exo86.isa.Decoder;
import exo86.isa.Instruction;
import exo86.isa.Op;
import exo86.isa.Row;
import exo86.machine.Machine;
import exo86.machine.MachinePlan;
import exo86.mmu.Memory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Single instructions in real mode, captured from an 80286: one file, one opcode. Where the silicon of a 386 and later differs in a way that
 * shows, the capture is skipped with that reason; a LOCK that a 386 refuses is checked for its #UD instead.
 *
 * @param opcode the file's name without its ending, like {@code F6.7}
 * @param flagsMask flags that the instruction defines
 */
record MooGroup(Path file, String opcode, int flagsMask) implements Group {
    private static final int MEMORY = 2 << 20;
    private static final Set<String> STRINGS = Set.of("6C", "6D", "6E", "6F", "A4", "A5", "A6", "A7", "AA", "AB", "AC", "AD", "AE", "AF");
    private static final String[] NAMES = {"ax", "bx", "cx", "dx", "cs", "ss", "ds", "es", "sp", "bp", "si", "di", "ip", "flags"};

    @Override
    public String suite() {
        return "moo";
    }

    @Override
    public String name() {
        return opcode;
    }

    @Override
    public void run(Listener listener, Subject subject) throws IOException {
        List<MooCapture> captures = MooCapture.read(file.toString(), DataFile.content(file));
        Bench bench = new Bench(subject);
        Optional<Bench> twin = subject.verified() ? Optional.of(new Bench(Subject.INTERPRETER)) : Optional.empty();
        for (MooCapture capture : captures) {
            String vector = name(capture);
            if (listener.enough()) {
                return;
            }
            if (listener.wants(vector)) {
                listener.verdict(vector, bench.check(capture, twin, listener));
            }
        }
    }

    private String name(MooCapture capture) {
        return opcode + "#" + capture.index() + " " + capture.name();
    }

    @Override
    public Machine before(String vector, MachinePlan plan) throws IOException {
        for (MooCapture capture : MooCapture.read(file.toString(), DataFile.content(file))) {
            if (name(capture).equals(vector)) {
                Machine machine = Nobody.machine(plan, MEMORY);
                new Bench(machine.cpu, Subject.INTERPRETER, machine.cpu.engine()).place(capture.before());
                return machine;
            }
        }
        throw new SuiteException(file + ": no vector " + vector);
    }

    /** A processor with 2 MiB, zero but for the capture that is on it. */
    private final class Bench {
        private final Memory memory;
        private final Cpu cpu;
        private final Subject subject;
        private final Engine engine;

        Bench(Subject subject) {
            Nobody board = new Nobody();
            Cpu made = new Cpu(Memory.flat(MEMORY), board, board);
            this(made, subject, subject.plug(made));
        }

        Bench(Cpu cpu, Subject subject, Engine engine) {
            this.cpu = cpu;
            this.memory = cpu.mmu.memory;
            this.subject = subject;
            this.engine = engine;
        }

        Verdict check(MooCapture capture, Optional<Bench> twin, Listener listener) {
            String reason = reasonToSkip(capture);
            twin.ifPresent(other -> other.reasonToSkip(capture));
            if (!reason.isEmpty()) {
                return new Verdict.Skipped(reason);
            }
            long compiled = subject.compiled().applyAsLong(engine);
            List<String> wrong = new ArrayList<>(execute(capture));
            if (subject.compiles()) {
                listener.executed(subject.compiled().applyAsLong(engine) > compiled);
            }
            twin.ifPresent(other -> {
                other.execute(capture);
                wrong.addAll(Twin.differences(cpu, other.cpu));
                other.clean(capture);
            });
            clean(capture);
            int address = capture.before().registers()[IP];
            return wrong.isEmpty() ? Verdict.PASSED : new Verdict.Failed(
                new Divergence(capture.code(), 16, address, wrong, ManualPage.of(capture.code(), 16, capture.exception()), ""));
        }

        private List<String> execute(MooCapture capture) {
            place(capture.before());
            return hasMisplacedLock(capture.code()) ? stepIntoUndefined(capture) : runToHalt(capture);
        }

        private String reasonToSkip(MooCapture capture) {
            if (capture.exception() == 13 && capture.code().length - 1 > 10) {
                return "more than 10 bytes: #GP on a 286, 15 on a 386";
            }
            if (capture.exception() == 13 && STRINGS.contains(opcode)) {
                return "a 286 has moved SI, DI and CX when a string instruction faults, a 386 has not";
            }
            if (capture.exception() == 13 && raises(12, capture)) {
                return "a word at SS:FFFF: interrupt 13 on a 286, 12 on a 386";
            }
            return "";
        }

        /** Whether this processor's first step goes to interrupt {@code vector}. */
        private boolean raises(int vector, MooCapture capture) {
            place(capture.before());
            memory.write32(vector * 4, 0x12345678);
            cpu.step();
            memory.write32(vector * 4, 0);
            clean(capture);
            return cpu.cs.selector == 0x1234 && cpu.eip == 0x5678;
        }

        private static boolean hasMisplacedLock(byte[] code) {
            Instruction instruction = new Instruction();
            Decoder.decode(code, 0, code.length, 16, instruction);
            return instruction.lock && instruction.op == Op.INVALID && instruction.row != Row.INVALID;
        }

        private List<String> stepIntoUndefined(MooCapture capture) {
            int[] registers = capture.before().registers();
            cpu.step();
            boolean raised = (cpu.esp & 0xFFFF) == (registers[SP] - 6 & 0xFFFF) && memory.read16(cpu.ss.base + (cpu.esp & 0xFFFF)) == registers[IP];
            return raised ? List.of() : List.of("no #UD for a misplaced LOCK");
        }

        private List<String> runToHalt(MooCapture capture) {
            cpu.deadline = 300_000;
            Stop stop = cpu.run();
            return stop == Stop.HALTED ? differences(capture) : List.of("stopped with " + stop + " instead of HLT");
        }

        private void place(State state) {
            for (int k = 0; k < state.addresses().length; k++) {
                memory.write8(state.addresses()[k], state.values()[k]);
            }
            int[] values = state.registers();
            cpu.reset();
            cpu.eax = values[AX];
            cpu.ebx = values[AX + 1];
            cpu.ecx = values[AX + 2];
            cpu.edx = values[AX + 3];
            cpu.esp = values[SP];
            cpu.ebp = values[BP];
            cpu.esi = values[SI];
            cpu.edi = values[DI];
            real(1, values[CS]);
            real(2, values[SS]);
            real(3, values[DS]);
            real(0, values[ES]);
            cpu.eip = values[IP];
            cpu.setEflags(values[FLAGS] & 0xFFF | 2);
        }

        private void real(int segment, int selector) {
            cpu.setSegment(segment, selector, selector << 4, 0xFFFF, 0x9300);
        }

        private int[] current() {
            return new int[] {cpu.eax & 0xFFFF, cpu.ebx & 0xFFFF, cpu.ecx & 0xFFFF, cpu.edx & 0xFFFF, cpu.cs.selector, cpu.ss.selector, cpu.ds.selector,
                cpu.es.selector, cpu.esp & 0xFFFF, cpu.ebp & 0xFFFF, cpu.esi & 0xFFFF, cpu.edi & 0xFFFF, cpu.eip, cpu.eflags() & 0xFFFF};
        }

        private List<String> differences(MooCapture capture) {
            List<String> wrong = new ArrayList<>();
            int[] before = capture.before().registers();
            int[] after = capture.after().registers();
            int[] actual = current();
            for (int k = 0; k < REGISTERS; k++) {
                int expected = after[k] >= 0 ? after[k] : before[k];
                int compared = k == FLAGS ? flagsMask & 0xFD5 : 0xFFFF;
                int different = (actual[k] ^ expected) & compared;
                if (different != 0) {
                    wrong.add(k == FLAGS ? "flags " + Divergence.flags(actual[k], different) + " not " + Divergence.flags(expected, different)
                        : "%s %04x not %04x".formatted(NAMES[k], actual[k], expected));
                }
            }
            // the capture's own note of where FLAGS were pushed is rounded down to an even address
            int flagsAt = capture.exception() < 0 ? -1 : (before[SS] << 4) + (before[SP] - 2 & 0xFFFF);
            int[] addresses = capture.after().addresses();
            for (int k = 0; k < addresses.length; k++) {
                int compared = addresses[k] == flagsAt ? flagsMask & 0xD5 : addresses[k] == flagsAt + 1 ? flagsMask >>> 8 & 0xF : 0xFF;
                int value = memory.read8(addresses[k]);
                if (((value ^ capture.after().values()[k]) & compared) != 0) {
                    wrong.add("[%05x] %02x not %02x".formatted(addresses[k], value, capture.after().values()[k]));
                }
            }
            return wrong;
        }

        private void clean(MooCapture capture) {
            for (int address : capture.before().addresses()) {
                memory.write8(address, 0);
            }
            for (int address : capture.after().addresses()) {
                memory.write8(address, 0);
            }
        }
    }
}
