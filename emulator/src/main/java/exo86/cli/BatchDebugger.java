package exo86.cli;

import exo86.debug.Answer;
import exo86.debug.Debugger;
import exo86.debug.JsonRendering;
import exo86.debug.SymbolFile;
import exo86.debug.TextRendering;
import exo86.device.InputSource;
import exo86.machine.Host;
import exo86.machine.Machine;
import exo86.machine.MachinePlan;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The debugger without a terminal: commands from the command line, a file or a pipe, answers as plain text or JSON lines. What the guest prints stands
 * between the answers. Input for the guest comes from {@code send} alone, nothing waits in real time, and so the same commands give the same run.
 * A guest that idles for {@link #PATIENCE} with nobody typing is stopped: there is no Ctrl-C here.
 */
final class BatchDebugger implements Debugger.Workbench, Host {
    private static final long PATIENCE = 1_000_000_000L;

    private final Supplier<MachinePlan> plans;
    private final Function<MachinePlan, Machine> maker;
    private final boolean json;
    private final PrintStream out;
    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private final OutputBuffer guest;
    private final ArrayDeque<Integer> typed = new ArrayDeque<>();
    private final Debugger debugger;
    private boolean failed;
    /** When the guest last printed or read something. */
    private long active;

    BatchDebugger(Supplier<MachinePlan> plans, boolean json, OutputStream out) {
        this(plans, Machine::new, json, out);
    }

    /** {@code maker} makes the machine of a plan. */
    BatchDebugger(Supplier<MachinePlan> plans, Function<MachinePlan, Machine> maker, boolean json, OutputStream out) {
        this.plans = plans;
        this.maker = maker;
        this.json = json;
        this.out = new PrintStream(out, false, StandardCharsets.UTF_8);
        this.guest = new OutputBuffer(json ? console : out);
        this.debugger = new Debugger(machine(), this);
    }

    private Machine machine() {
        active = 0;
        Machine machine = maker.apply(plans.get().input(new InputSource.Live(this::next)).serial(this::printed));
        machine.host(this);
        return machine;
    }

    private void printed(int value) {
        guest.put(value);
        active = debugger.machine().time();
    }

    private int next() {
        if (typed.isEmpty()) {
            return InputSource.NONE;
        }
        active = debugger.machine().time();
        return typed.remove();
    }

    @Override
    public long idle(long now, long until) {
        if (debugger.runsFreely() && typed.isEmpty() && (until == Long.MAX_VALUE || now - active > PATIENCE)) {
            debugger.stop("the guest idles; 'send TEXT' types something, 'c' waits on");
            return now;
        }
        return until;
    }

    void know(List<SymbolFile> symbols, List<Path> folders) {
        symbols.forEach(debugger::add);
        folders.forEach(debugger::sourceFolder);
    }

    @Override
    public Optional<Machine> fresh() {
        typed.clear();
        return Optional.of(machine());
    }

    @Override
    public boolean type(byte[] bytes) {
        for (byte b : bytes) {
            typed.add(b & 0xff);
        }
        return true;
    }

    /** Does the commands, then, if there were none, those on standard input; the exit code. */
    int run(List<String> commands, boolean readInput) throws IOException {
        boolean goOn = true;
        for (String command : commands) {
            goOn = goOn && execute(command);
        }
        if (readInput) {
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            for (String line = goOn ? in.readLine() : null; line != null && goOn; line = in.readLine()) {
                goOn = execute(line);
            }
        }
        out.flush();
        return failed ? ExitCode.GUEST_FAILED : ExitCode.OK;
    }

    private boolean execute(String line) {
        active = debugger.machine().time();
        Answer answer = debugger.execute(line);
        if (json) {
            guest.flush();
            if (console.size() > 0) {
                out.println(JsonRendering.console(console.toString(StandardCharsets.UTF_8)));
                console.reset();
            }
            out.println(JsonRendering.of(line.strip(), answer));
        } else {
            guest.endLine();
            String text = TextRendering.of(answer);
            if (!text.isEmpty()) {
                out.println(text);
            }
        }
        out.flush();
        failed |= answer instanceof Answer.Failure;
        return !(answer instanceof Answer.Quit);
    }
}
