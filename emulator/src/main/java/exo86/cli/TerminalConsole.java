package exo86.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jline.terminal.Attributes;
import org.jline.terminal.Sized;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * The user's terminal in raw mode: every key, Ctrl-C too, reaches us as its byte. The old mode comes back when this is
 * closed and, whatever happens, when the process ends.
 */
final class TerminalConsole implements AutoCloseable {
    private final Terminal terminal;
    private final Attributes before;
    private final Thread hook;

    private TerminalConsole(Terminal terminal) {
        this.terminal = terminal;
        this.before = terminal.getAttributes();
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
            return new TerminalConsole(TerminalBuilder.builder().system(true).dumb(true).provider("jni")
                    .nativeSignals(false).build());
        } catch (IOException failure) {
            throw UserError.usage("the terminal cannot be opened: " + failure.getMessage(), "pipe the input: echo ls | exo86 …");
        }
    }

    /** Bytes as they are typed, at once; what the guest prints still gets a carriage return at each line's end. */
    void raw() {
        Attributes raw = terminal.getAttributes();
        raw.setLocalFlag(Attributes.LocalFlag.ICANON, false);
        raw.setLocalFlag(Attributes.LocalFlag.ECHO, false);
        raw.setLocalFlag(Attributes.LocalFlag.IEXTEN, false);
        raw.setLocalFlag(Attributes.LocalFlag.ISIG, false);
        raw.setInputFlag(Attributes.InputFlag.IXON, false);
        raw.setInputFlag(Attributes.InputFlag.ICRNL, false);
        raw.setInputFlag(Attributes.InputFlag.INLCR, false);
        raw.setControlChar(Attributes.ControlChar.VMIN, 1);
        raw.setControlChar(Attributes.ControlChar.VTIME, 0);
        terminal.setAttributes(raw);
    }

    /** Columns and rows. */
    Sized size() {
        return terminal.getSize();
    }

    void restore() {
        terminal.setAttributes(before);
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
