package exo86.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jline.terminal.Sized;

/**
 * The user's terminal in raw mode: every key, Ctrl-C too, reaches us as its byte. The old mode comes back when this is
 * closed and, whatever happens, when the process ends.
 *
 * <p>The mode is set by {@code stty}, not by JLine: opening a JLine terminal takes half a second, asks the terminal questions whose
 * answers would reach the guest as typed keys, and swallows keys that were typed meanwhile.
 */
final class TerminalConsole implements AutoCloseable {
    private record Window(int getColumns, int getRows) implements Sized { }

    private final String before;
    private final Thread hook;

    private TerminalConsole() {
        this.before = stty("-g");
        this.hook = new Thread(this::restore, "terminal restore");
        Runtime.getRuntime().addShutdownHook(hook);
        raw();
    }

    /** Whether somebody can type at standard input. */
    static boolean present() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/0")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException noProc) {
            return System.console() != null && System.console().isTerminal();
        }
    }

    static TerminalConsole open() {
        try {
            return new TerminalConsole();
        } catch (UncheckedIOException failure) {
            throw UserError.usage("the terminal's mode cannot be set: " + failure.getCause().getMessage(), "pipe the input: echo ls | exo86 …");
        }
    }

    /** Bytes as they are typed, at once; what the guest prints still gets a carriage return at each line's end. */
    void raw() {
        stty("-icanon", "-echo", "-iexten", "-isig", "-ixon", "-icrnl", "-inlcr", "min", "1", "time", "0");
    }

    /** Columns and rows; 80 and 24 where the terminal does not know. */
    Sized size() {
        String[] numbers = stty("size").split(" ");
        return new Window(number(numbers[numbers.length - 1], 80), number(numbers[0], 24));
    }

    private static int number(String text, int otherwise) {
        try {
            int number = Integer.parseInt(text);
            return number > 0 ? number : otherwise;
        } catch (NumberFormatException unknown) {
            return otherwise;
        }
    }

    void restore() {
        stty(before);
    }

    private static String stty(String... words) {
        List<String> command = new ArrayList<>(List.of("stty"));
        command.addAll(List.of(words));
        try {
            Process process = new ProcessBuilder(command).redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            process.waitFor();
            return said;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    @Override
    public void close() {
        restore();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // the process is ending and the hook runs
        }
    }
}
