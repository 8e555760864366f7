package exo86.tests;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process of the host that is talked to as a person would: wait for what it says, type, read on. Its output is read by threads of
 * their own, so it never blocks; nothing is waited for longer than {@link #PATIENCE}.
 */
final class Child implements AutoCloseable {
    private static final long PATIENCE = TimeUnit.SECONDS.toMillis(240);

    private final Process process;
    private final OutputStream in;
    private final Text output;
    private final Text error;
    private int seen;

    private static final class Text {
        private final StringBuilder text = new StringBuilder();
        private final Thread reader;

        Text(InputStream from) {
            reader = Thread.ofVirtual().start(() -> {
                byte[] buffer = new byte[4096];
                try {
                    for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                        add(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
                    }
                } catch (IOException closed) {
                    // the same as its end
                }
            });
        }

        private synchronized void add(String more) {
            text.append(more);
            notifyAll();
        }

        synchronized String all() {
            return text.toString();
        }

        synchronized boolean waitForMore(int length) throws InterruptedException {
            if (text.length() == length) {
                wait(200);
            }
            return text.length() != length;
        }
    }

    private Child(List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        process = builder.start();
        in = process.getOutputStream();
        output = new Text(process.getInputStream());
        error = new Text(process.getErrorStream());
    }

    static Child start(List<String> command) throws IOException {
        return new Child(command, Map.of());
    }

    /** The command line of exo86 in a process of its own, with a state folder of its own. */
    static Child exo86(Path state, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:+UseSerialGC",
                "-XX:-DontCompileHugeMethods", "-cp", System.getProperty("java.class.path"), "exo86.cli.Main"));
        command.addAll(List.of(arguments));
        return new Child(command, Map.of("XDG_STATE_HOME", state.toString()));
    }

    void type(String text) {
        try {
            in.write(text.getBytes(StandardCharsets.ISO_8859_1));
            in.flush();
        } catch (IOException gone) {
            fail("nobody reads what is typed; it printed:\n" + output() + error());
        }
    }

    /** Waits for a text behind what was seen before and returns everything up to its end. */
    String await(String text) throws InterruptedException {
        long limit = System.currentTimeMillis() + PATIENCE;
        while (true) {
            String all = output.all();
            int at = all.indexOf(text, seen);
            if (at >= 0) {
                String news = all.substring(seen, at + text.length());
                seen = at + text.length();
                return news;
            }
            boolean ended = !process.isAlive() && !output.reader.isAlive();
            if (ended && output.all().equals(all) || System.currentTimeMillis() > limit) {
                return fail("`" + text + "` did not come; it printed:\n" + all + error());
            }
            output.waitForMore(all.length());
        }
    }

    /** Types a line at the shell's prompt and returns everything up to the next prompt, the echoed line too. */
    String command(String line) throws InterruptedException {
        type(line + "\n");
        await("\n");
        return await(Session.PROMPT);
    }

    /** Ends its input. */
    void close(String last) throws IOException {
        type(last);
        in.close();
    }

    /** The exit code, once it has ended. */
    int end() throws InterruptedException {
        if (!process.waitFor(PATIENCE, TimeUnit.MILLISECONDS)) {
            fail("it did not end; it printed:\n" + output() + error());
        }
        output.reader.join(PATIENCE);
        error.reader.join(PATIENCE);
        return process.exitValue();
    }

    String output() {
        return output.all();
    }

    String error() {
        return error.all();
    }

    /** As the power going out. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
