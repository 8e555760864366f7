package exo86.cli;

import exo86.debug.SymbolFile;
import exo86.device.InputSource;
import exo86.machine.CrashReport;
import exo86.machine.Host;
import exo86.machine.Machine;
import exo86.machine.MachinePlan;
import exo86.machine.Outcome;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One run of a machine from power-on to its end, with a terminal, a pipe or nothing at the serial port.
 *
 * <p>The machine runs on the calling thread. Another reads the host's input, a third counts down {@code --timeout}; they
 * touch the machine only by asking it to stop.
 */
final class RunSession implements Host {
    /** What the user wants of a run beside the machine itself. */
    record Settings(Serial serial, boolean live, long timeoutSeconds, long maxInstructions, boolean hash,
            boolean resetExpected) { }

    /** Where COM1 leads. */
    sealed interface Serial {
        OutputStream output();

        record Stdio() implements Serial {
            @Override
            public OutputStream output() {
                return OutputBuffer.standard();
            }
        }

        record Nowhere() implements Serial {
            @Override
            public OutputStream output() {
                return OutputStream.nullOutputStream();
            }
        }

        record ToFile(OutputStream output) implements Serial { }
    }

    private enum StopCause { NONE, LEAVE, TIMEOUT, OUTPUT_GONE, DEBUG }

    private static final int PREFIX = 0x01;

    private final Settings settings;
    private final Function<MachinePlan, Machine> maker;
    private final OutputBuffer output;
    private final HostInput input;
    private final RealTime realTime = new RealTime();
    private final OutputBuffer debugOutput;
    private final InputSource source;
    private Machine machine;
    private volatile Optional<Repl> repl = Optional.empty();
    private Supplier<List<SymbolFile>> symbols = List::of;
    private final boolean terminal;
    private boolean prefixed;
    private volatile StopCause cause = StopCause.NONE;

    RunSession(MachinePlan plan, Settings settings, OutputStream debug) {
        this(plan, settings, debug, Machine::new);
    }

    /** {@code maker} makes the machine of a plan. */
    RunSession(MachinePlan plan, Settings settings, OutputStream debug, Function<MachinePlan, Machine> maker) {
        this.maker = maker;
        this.settings = settings;
        boolean stdio = settings.serial() instanceof Serial.Stdio;
        terminal = stdio && TerminalConsole.present();
        input = new HostInput(new FileInputStream(FileDescriptor.in), this::typed);
        output = new OutputBuffer(settings.serial().output());
        source = !stdio ? new InputSource.Silent()
                : terminal || settings.live() ? new InputSource.Live(input::poll) : new InputSource.Script(this::scripted);
        debugOutput = new OutputBuffer(debug);
        machine = build(plan);
    }

    private Machine build(MachinePlan plan) {
        Machine built = maker.apply(plan.input(source).serial(output::put).debug(debugOutput::put));
        built.host(this);
        return built;
    }

    /** Where the debugger, if it is ever asked for, gets what is known about the guest's programs. */
    RunSession symbols(Supplier<List<SymbolFile>> files) {
        symbols = files;
        return this;
    }

    /** Starts in the debugger and ends with it. {@code again} makes the plan of a machine for a reset. */
    int debug(Supplier<MachinePlan> again, List<Path> folders, List<String> commands) {
        return debug("", again, folders, commands);
    }

    /** The same for a machine that does not stand at reset: {@code place} says where instead. */
    int debug(String place, Supplier<MachinePlan> again, List<Path> folders, List<String> commands) {
        try (TerminalConsole console = TerminalConsole.open()) {
            Repl opened = new Repl(machine, console, input, output, Optional.of(() -> machine = build(again.get())));
            opened.know(symbols.get(), folders);
            repl = Optional.of(opened);
            input.start();
            opened.greet(place);
            opened.run(commands);
            return ExitCode.OK;
        }
    }

    /** The debugger on the running machine; after it the guest goes on. */
    private void visitDebugger(TerminalConsole console) {
        cause = StopCause.NONE;
        output.endLine();
        Repl opened = repl.orElseGet(() -> {
            Repl made = new Repl(machine, console, input, output, Optional.empty());
            made.know(symbols.get(), List.of());
            return made;
        });
        repl = Optional.of(opened);
        opened.visit();
        input.resume();
    }

    /** The machine that runs, or has run. */
    Machine machine() {
        return machine;
    }

    /** Runs to the end and returns the exit code. */
    int run() {
        try (TerminalConsole console = terminal ? TerminalConsole.open() : null) {
            if (terminal || settings.live()) {
                input.start();
            }
            startTimeout();
            Outcome outcome = loop(Optional.ofNullable(console));
            output.flush();
            debugOutput.flush();
            if (console != null) {
                console.restore();
            }
            return report(outcome);
        }
    }

    private Outcome loop(Optional<TerminalConsole> console) {
        while (true) {
            long left = settings.maxInstructions() - machine.instructions();
            Outcome outcome = machine.run(left > Long.MAX_VALUE - machine.time() ? Long.MAX_VALUE : machine.time() + left);
            if (outcome instanceof Outcome.Requested && cause == StopCause.DEBUG && console.isPresent()) {
                visitDebugger(console.get());
                continue;
            }
            boolean over = !(outcome instanceof Outcome.TimeReached)
                    || machine.instructions() >= settings.maxInstructions();
            if (over && !(outcome instanceof Outcome.Requested && cause == StopCause.NONE)) {
                return outcome;
            }
        }
    }

    private int scripted() {
        output.flush();
        return input.take();
    }

    /** Ctrl-a is our prefix: x leaves, c opens the debugger, Ctrl-a sends itself, h tells. Everything else goes to the guest. */
    private int[] typed(int value) {
        if (!terminal) {
            return new int[] {value};
        }
        if (repl.isPresent() && repl.get().open()) {
            return repl.get().typed(value);
        }
        if (!prefixed) {
            prefixed = value == PREFIX;
            return prefixed ? new int[0] : new int[] {value};
        }
        prefixed = false;
        switch (value) {
            case 'x' -> stop(StopCause.LEAVE);
            case 'c' -> stop(StopCause.DEBUG);
            case 'h', '?' -> System.err.print("\r\nexo86: Ctrl-a x leaves, Ctrl-a c debugs, Ctrl-a Ctrl-a sends Ctrl-a\r\n");
            case PREFIX, 'a' -> {
                return new int[] {PREFIX};
            }
            default -> { }
        }
        return new int[0];
    }

    private void stop(StopCause why) {
        cause = why;
        input.release();
        machine.requestStop();
    }

    private void startTimeout() {
        if (settings.timeoutSeconds() > 0) {
            Thread timer = new Thread(() -> {
                try {
                    Thread.sleep(settings.timeoutSeconds() * 1000);
                    stop(StopCause.TIMEOUT);
                } catch (InterruptedException ended) {
                    // nobody needs the time-out any more
                }
            }, "timeout");
            timer.setDaemon(true);
            timer.start();
        }
    }

    @Override
    public void pause() {
        debugOutput.flush();
        if (!output.flush()) {
            stop(StopCause.OUTPUT_GONE);
        }
    }

    @Override
    public long idle(long now, long until) {
        if (!machine.input.live()) {
            return until;
        }
        output.flush();
        long wait = realTime.wait(now, until);
        if (wait == 0) {
            return until;
        }
        input.await(wait);
        return Math.clamp(realTime.present(), now + 1, until);
    }

    private int report(Outcome outcome) {
        if (settings.hash()) {
            say("instructions " + machine.instructions() + " hash " + machine.hash());
        }
        // the usual ends first: a process's first switch over types has to be linked, which takes as long as a million guest instructions
        if (outcome instanceof Outcome.PoweredOff || outcome instanceof Outcome.Exited exited && exited.status() == 0) {
            return ExitCode.OK;
        }
        return switch (outcome) {
            case Outcome.PoweredOff off -> ExitCode.OK;
            case Outcome.Exited exited -> switch (exited.status()) {
                case 0 -> ExitCode.OK;
                case 0x33 -> {
                    say("the guest crashed: it says so itself (exit status 33h)");
                    yield ExitCode.GUEST_CRASHED;
                }
                default -> {
                    say("the guest reported failure: exit status %02Xh".formatted(exited.status()));
                    yield ExitCode.GUEST_FAILED;
                }
            };
            case Outcome.TripleFault fault -> {
                System.err.println(CrashReport.of(machine, fault));
                yield ExitCode.GUEST_CRASHED;
            }
            case Outcome.Reset reset -> {
                if (settings.resetExpected()) {
                    yield ExitCode.OK;
                }
                say("the guest asked for a reset through " + reset.by() + "; the machine stops instead");
                yield ExitCode.GUEST_FAILED;
            }
            case Outcome.Dead dead -> {
                say("the guest halted and nothing can wake it, at %s".formatted(CrashReport.place(machine)));
                System.err.println("hint: a guest ends with success by writing 0 to port 501h, or 2000h to port 604h");
                yield ExitCode.GUEST_FAILED;
            }
            case Outcome.TimeReached reached -> {
                say("stopped after " + machine.instructions() + " instructions (--max-insns), at " + CrashReport.place(machine));
                yield ExitCode.BUDGET;
            }
            case Outcome.Requested requested -> requested();
            case Outcome.Breakpoint breakpoint -> ExitCode.INTERNAL;
            case Outcome.Stepped stepped -> ExitCode.INTERNAL;
        };
    }

    private int requested() {
        return switch (cause) {
            case TIMEOUT -> {
                say("stopped after " + settings.timeoutSeconds() + " seconds (--timeout), at " + CrashReport.place(machine));
                yield ExitCode.BUDGET;
            }
            case OUTPUT_GONE -> {
                say("standard output cannot be written any more");
                yield ExitCode.GUEST_FAILED;
            }
            case LEAVE, NONE, DEBUG -> {
                System.err.println();
                yield ExitCode.OK;
            }
        };
    }

    private static void say(String text) {
        System.err.println("exo86: " + text);
    }
}
