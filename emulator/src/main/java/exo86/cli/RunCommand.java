package exo86.cli;

import exo86.cli.RunSession.Serial;
import exo86.machine.MachinePlan;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code exo86 run}: starts a machine as QEMU's command line would. */
@Command(name = "run", description = "Run a disk image or a kernel; most of QEMU's habits work.",
        footer = {"", "The guest's COM1 is standard input and output. At a terminal Ctrl-a x leaves, Ctrl-a c debugs; Ctrl-C goes to the guest.",
            "Input from a pipe is a script: each byte arrives 100,000 instructions after the guest asked for it."})
final class RunCommand implements Callable<Integer>, PlainOptions {
    @Mixin
    private MachineOptions machine = new MachineOptions();

    @Mixin
    private RunOptions options = new RunOptions();

    @Mixin
    private EngineOption engine = new EngineOption();

    @Spec
    private CommandSpec spec;

    @Option(names = {"-serial", "--serial"}, paramLabel = "TARGET", description = "COM1: stdio (default), null or file:PATH.")
    private String serial = "stdio";

    @Option(names = {"-debugcon", "--debugcon"}, paramLabel = "TARGET", description = "Port E9h: null (default), stdio or file:PATH.")
    private String debugConsole = "null";

    @Option(names = {"-nographic", "--nographic"}, description = "No screen (there is none).")
    private boolean noGraphic;

    @Option(names = {"-display", "--display"}, paramLabel = "none", description = "No screen (there is none).")
    private String display = "none";

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this text.")
    private boolean help;

    @Override
    public boolean flag(String name) {
        if (name.equals("-nographic") || name.equals("--nographic")) {
            noGraphic = true;
            return true;
        }
        return machine.flag(name) || options.flag(name) || engine.flag(name);
    }

    @Override
    public boolean value(String name, String value) {
        switch (name) {
            case "-serial", "--serial" -> serial = value;
            case "-debugcon", "--debugcon" -> debugConsole = value;
            case "-display", "--display" -> display = value;
            default -> {
                return machine.value(name, value) || options.value(name, value) || engine.value(name, value);
            }
        }
        return true;
    }

    @Override
    public Integer call() throws IOException {
        if (!display.equals("none")) {
            throw UserError.usage("'-display " + display + "': the machine has no screen", "leave it away, or say -display none");
        }
        MachinePlan plan = machine.plan().engine(engine.factory());
        try (OutputStream debug = debug()) {
            if (engine.verified()) {
                return verified(plan, debug);
            }
            RunSession session = new RunSession(plan, options.settings(serial(), machine.resetExpected()), debug)
                    .symbols(() -> ProgramSymbols.of(machine.kernelFile()));
            int code = session.run();
            engine.report(session.machine().cpu.engine());
            return code;
        } finally {
            if (plan.disk().isPresent()) {
                plan.disk().get().close();
            }
        }
    }

    private int verified(MachinePlan plan, OutputStream debug) throws IOException {
        if (options.live() || serial() instanceof Serial.Stdio && TerminalConsole.present()) {
            throw EngineOption.live();
        }
        if (machine.writesDisk()) {
            throw UserError.usage("--writable and --engine=verify: two machines cannot write one disk", "leave --writable away");
        }
        VerifiedRun run = engine.run(spec.commandLine().getParent().getParseResult().originalArgs());
        for (Path file : machine.files()) {
            run.reads(file);
        }
        return run.run(maker -> new RunSession(plan, options.settings(serial(), machine.resetExpected()), debug, maker));
    }

    private Serial serial() {
        return switch (serial) {
            case "stdio", "mon:stdio" -> new Serial.Stdio();
            case "null", "none" -> new Serial.Nowhere();
            default -> new Serial.ToFile(file("-serial", serial));
        };
    }

    private OutputStream debug() {
        return switch (debugConsole) {
            case "null", "none" -> OutputStream.nullOutputStream();
            case "stdio" -> OutputBuffer.standard();
            default -> file("-debugcon", debugConsole);
        };
    }

    private static OutputStream file(String option, String target) {
        if (!target.startsWith("file:")) {
            throw UserError.usage("'" + option + " " + target + "': no such target", "possible: stdio, null, file:PATH");
        }
        Path path = Path.of(target.substring("file:".length()));
        try {
            return Files.newOutputStream(path);
        } catch (IOException failure) {
            throw UserError.usage("'" + option + " " + target + "': the file cannot be written", "");
        }
    }
}
