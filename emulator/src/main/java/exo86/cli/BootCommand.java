package exo86.cli;

import exo86.cli.RunSession.Serial;
import exo86.device.Disk;
import exo86.machine.MachinePlan;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code exo86 boot}: starts the built-in system, with the user's own disk when somebody types. */
@Command(name = "boot", description = "Start the built-in system.",
        footer = {"", "At a terminal its disk is yours and kept; piped input always starts with a fresh one.",
            "Ctrl-a x leaves, Ctrl-a c opens the debugger; Ctrl-C goes to the guest."})
final class BootCommand implements Callable<Integer>, PlainOptions {
    @Mixin
    private RunOptions options = new RunOptions();

    @Mixin
    private EngineOption engine = new EngineOption();

    @Option(names = "--fresh", description = "Discard the kept disk and start with a new one.")
    private boolean fresh;

    @Option(names = {"-m", "--memory"}, paramLabel = "SIZE", description = "Memory, in MiB or with K, M or G (default: 64).")
    private String memory = "64";

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this text.")
    private boolean help;

    @Override
    public boolean flag(String name) {
        if (name.equals("--fresh")) {
            fresh = true;
            return true;
        }
        return options.flag(name) || engine.flag(name);
    }

    @Override
    public boolean value(String name, String value) {
        if (name.equals("-m")) {
            memory = value;
            return true;
        }
        return options.value(name, value) || engine.value(name, value);
    }

    @Override
    public Integer call() throws IOException {
        int megabytes = Sizes.megabytes(memory);
        boolean kept = options.live() || TerminalConsole.present();
        if (TerminalConsole.present()) {
            System.err.println("exo86: Ctrl-a x leaves, Ctrl-a h tells more");
        }
        if (engine.verified()) {
            return verified(megabytes);
        }
        try (Disk disk = kept ? KeptDisk.open(fresh) : KeptDisk.temporary()) {
            MachinePlan plan = MachinePlan.bare().memory(megabytes).disk(disk).engine(engine.factory());
            RunSession session = new RunSession(plan, options.settings(new Serial.Stdio(), true), OutputStream.nullOutputStream()).symbols(ProgramSymbols::builtIn);
            int code = session.run();
            engine.report(session.machine().cpu.engine());
            return code;
        }
    }

    private int verified(int megabytes) throws IOException {
        if (options.live() || TerminalConsole.present()) {
            throw EngineOption.live();
        }
        byte[] image = KeptDisk.image();
        List<String> arguments = List.of("run", "-hda", "unix.img", "-m", memory, "--engine=verify", "--verify-seed", Long.toString(engine.seed()));
        try (Disk disk = Disk.of(image)) {
            MachinePlan plan = MachinePlan.bare().memory(megabytes).disk(disk);
            return engine.run(arguments).reads("unix.img", "unix.img", image)
                    .run(maker -> new RunSession(plan, options.settings(new Serial.Stdio(), true), OutputStream.nullOutputStream(), maker));
        }
    }
}
