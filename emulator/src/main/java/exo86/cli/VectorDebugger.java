package exo86.cli;

import exo86.cli.RunSession.Serial;
import exo86.cli.RunSession.Settings;
import exo86.conform.Group;
import exo86.cpu.Engine;
import exo86.machine.Machine;
import exo86.machine.MachinePlan;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The debugger on a vector that has failed: at its first instruction, and there again after {@code reset}. */
record VectorDebugger(Group group, String vector, Engine.Factory engine, boolean json) {
    /** At a terminal a prompt, else commands from standard input. */
    void run() throws IOException {
        if (json || !TerminalConsole.present()) {
            new BatchDebugger(this::plan, this::machine, json, System.out).run(List.of(), true);
            return;
        }
        Settings settings = new Settings(new Serial.Stdio(), true, 0, Long.MAX_VALUE, false, false);
        RunSession session = new RunSession(plan(), settings, OutputStream.nullOutputStream(), this::machine);
        session.debug("before " + group.suite() + "/" + group.name() + "/" + vector, this::plan, List.of(), List.of());
    }

    private MachinePlan plan() {
        return MachinePlan.bare().engine(engine);
    }

    private Machine machine(MachinePlan plan) {
        try {
            return group.before(vector, plan);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
