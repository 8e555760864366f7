package exo86.cli;

import exo86.debug.Answer;
import exo86.debug.Debugger;
import exo86.debug.SymbolFile;
import exo86.debug.TextRendering;
import exo86.machine.Machine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.impl.LineDisciplineTerminal;

/**
 * The debugger at a terminal: a prompt with history and completion while the machine stands, the guest's console while it runs.
 *
 * <p>The real terminal stays raw throughout; its keys come from {@link HostInput}'s thread through {@link #typed}, which passes them to the line
 * editor's own terminal or, while {@code c} or {@code finish} runs, to the guest. Only Ctrl-C is special then: it stops the machine.
 */
final class Repl implements Debugger.Workbench {
    private static final String PROMPT = "(exo86) ";
    private static final int INTERRUPT = 0x03;

    private final HostInput input;
    private final OutputBuffer output;
    private final TerminalConsole console;
    private final Optional<Supplier<Machine>> again;
    private final LineDisciplineTerminal terminal;
    private final LineReader reader;
    private final Debugger debugger;
    private final Machine first;
    private volatile boolean open;
    private volatile boolean working;

    Repl(Machine machine, TerminalConsole console, HostInput input, OutputBuffer output, Optional<Supplier<Machine>> again) {
        this.first = machine;
        this.console = console;
        this.input = input;
        this.output = output;
        this.again = again;
        this.debugger = new Debugger(machine, this);
        try {
            String type = Optional.ofNullable(System.getenv("TERM")).orElse("dumb");
            terminal = new LineDisciplineTerminal("exo86", type, OutputBuffer.standard(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        DefaultParser parser = new DefaultParser();
        parser.setQuoteChars(new char[0]);
        parser.setEscapeChars(new char[0]);
        reader = LineReaderBuilder.builder().terminal(terminal).appName("exo86").parser(parser)
                .completer((self, line, candidates) -> complete(line, candidates))
                .variable(LineReader.HISTORY_FILE, KeptDisk.folder().resolve("history"))
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true).option(LineReader.Option.HISTORY_IGNORE_DUPS, true)
                .option(LineReader.Option.BRACKETED_PASTE, false).build();
    }

    void know(List<SymbolFile> symbols, List<Path> folders) {
        symbols.forEach(debugger::add);
        folders.forEach(debugger::sourceFolder);
    }

    @Override
    public Optional<Machine> fresh() {
        return again.map(Supplier::get);
    }

    @Override
    public boolean type(byte[] bytes) {
        return input.type(bytes);
    }

    /** Whether keys are for us and not for the guest's console. */
    boolean open() {
        return open;
    }

    /** {@code place} says where the machine stands, if not at reset. */
    void greet(String place) {
        Machine machine = debugger.machine();
        print("exo86: the machine stands %s (%04x:%04x, %d MiB)".formatted(place.isEmpty() ? "at reset" : place, machine.cpu.cs.selector, machine.cpu.eip,
                machine.memory.size() >> 20));
        print("c runs it, Ctrl-C stops it; what you type while it runs goes to the guest");
        print("help lists the commands, q leaves");
    }

    /** Does these commands, then those that are typed, until the user leaves. */
    void run(List<String> commands) {
        open = true;
        boolean goOn = true;
        for (String command : commands) {
            goOn = goOn && execute(command);
        }
        while (goOn) {
            goOn = prompt();
        }
        open = false;
    }

    /** Looks at a running machine, which goes on when the user leaves. */
    void visit() {
        debugger.attach();
        open = true;
        print(TextRendering.of(debugger.position("the machine stands; q goes back to its console")));
        while (prompt()) {
            continue;
        }
        open = false;
        debugger.detach();
        if (debugger.machine() == first) {
            print("back at the guest's console; Ctrl-a c returns here, Ctrl-a x leaves");
        }
    }

    /** A key from the terminal: the bytes for the guest. */
    int[] typed(int value) {
        if (working && value == INTERRUPT) {
            debugger.stop("interrupted");
            input.release();
            return new int[0];
        }
        if (working && debugger.runsFreely()) {
            return new int[] {value};
        }
        try {
            terminal.processInputByte(value);
        } catch (IOException closed) {
            // nobody reads any more
        }
        return new int[0];
    }

    private boolean prompt() {
        terminal.setSize(console.size());
        try {
            return execute(reader.readLine(PROMPT));
        } catch (UserInterruptException cleared) {
            return true;
        } catch (EndOfFileException left) {
            return false;
        }
    }

    private boolean execute(String line) {
        input.resume();
        working = true;
        Answer answer;
        try {
            answer = debugger.execute(line);
        } finally {
            working = false;
        }
        output.endLine();
        String text = TextRendering.of(answer);
        if (!text.isEmpty()) {
            print(text);
        }
        return !(answer instanceof Answer.Quit);
    }

    private void print(String text) {
        terminal.writer().println(text);
        terminal.writer().flush();
    }

    private void complete(ParsedLine line, List<Candidate> candidates) {
        String before = line.line().substring(0, line.cursor());
        String word = line.word().substring(0, line.wordCursor());
        int start = Debugger.completionStart(before);
        String kept = word.substring(0, Math.max(0, word.length() - (before.length() - start)));
        for (String name : debugger.completions(before)) {
            candidates.add(new Candidate(kept + name, name, null, null, null, null, true));
        }
    }
}
