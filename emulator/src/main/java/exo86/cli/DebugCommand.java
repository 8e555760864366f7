package exo86.cli;

import exo86.cli.RunSession.Serial;
import exo86.cli.RunSession.Settings;
import exo86.debug.SymbolFile;
import exo86.machine.MachinePlan;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code exo86 debug}: a machine that stands at reset, and a prompt. */
@Command(name = "debug", description = "Debug a disk image or a kernel; without one, the built-in system.",
        footer = {"", "At a terminal: a prompt; help lists the commands. Ctrl-C stops a running guest.",
            "Otherwise commands are read from -x, -e or standard input, and answers are plain lines (or JSON with --json)."})
final class DebugCommand implements Callable<Integer> {
    @Mixin
    private MachineOptions machine;

    @Mixin
    private EngineOption engine;

    @Option(names = "--symbols", paramLabel = "FILE", description = "An ELF program of the guest, for names and lines; repeatable.")
    private List<Path> symbols = new ArrayList<>();

    @Option(names = "--source", paramLabel = "FOLDER", description = "Look for source files there; repeatable.")
    private List<Path> sources = new ArrayList<>();

    @Option(names = "--batch", description = "No prompt: leave after the commands.")
    private boolean batch;

    @Option(names = "-x", paramLabel = "FILE", description = "Do the commands in this file first; repeatable.")
    private List<Path> scripts = new ArrayList<>();

    @Option(names = "-e", paramLabel = "COMMAND", description = "Then do this command; repeatable.")
    private List<String> commands = new ArrayList<>();

    @Option(names = "--json", description = "Answers as JSON lines; implies --batch.")
    private boolean json;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this text.")
    private boolean help;

    private Optional<MachinePlan> current = Optional.empty();

    @Override
    public Integer call() throws IOException {
        if (engine.verified()) {
            throw UserError.usage("'--engine=verify': two machines cannot be debugged at once", "exo86 run --engine=verify says where they part; debug each with --engine=interp and --engine=jit");
        }
        List<String> first = new ArrayList<>();
        for (Path script : scripts) {
            first.addAll(new String(DiskImages.bytes(script), StandardCharsets.UTF_8).lines().toList());
        }
        first.addAll(commands);
        boolean builtIn = machine.nothingNamed();
        try {
            boolean terminal = TerminalConsole.present() && !batch && !json;
            if (!terminal) {
                BatchDebugger debugger = new BatchDebugger(() -> plan(builtIn), json, OutputBuffer.standard());
                debugger.know(files(builtIn), sources);
                return debugger.run(first, first.isEmpty() && !batch || !batch && !TerminalConsole.present());
            }
            Settings settings = new Settings(new Serial.Stdio(), true, 0, Long.MAX_VALUE, false, false);
            RunSession session = new RunSession(plan(builtIn), settings, OutputStream.nullOutputStream());
            return session.symbols(() -> files(builtIn)).debug(() -> plan(builtIn), sources, first);
        } finally {
            close();
        }
    }

    /** The plan of a new machine; the one before gives its disk back. */
    private MachinePlan plan(boolean builtIn) {
        try {
            close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        MachinePlan plan = builtIn ? machine.plan(KeptDisk.temporary()) : machine.plan();
        current = Optional.of(plan.engine(engine.factory()));
        return current.get();
    }

    private void close() throws IOException {
        if (current.isPresent() && current.get().disk().isPresent()) {
            current.get().disk().get().close();
        }
    }

    private List<SymbolFile> files(boolean builtIn) {
        List<SymbolFile> files = new ArrayList<>(builtIn ? ProgramSymbols.builtIn() : List.of());
        files.addAll(ProgramSymbols.of(machine.kernelFile()));
        symbols.forEach(file -> files.add(ProgramSymbols.named(file)));
        return files;
    }
}
