package exo86.tests;

import static org.junit.jupiter.api.Assertions.fail;

import exo86.device.Disk;
import exo86.device.InputSource;
import exo86.machine.Machine;
import exo86.machine.MachinePlan;
import exo86.machine.Outcome;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * A machine with the system's disk and somebody at its terminal, who types when the prompt is there.
 *
 * <p>Nothing depends on the host's clock: what is typed enters when the machine has reached the point where the test typed it, so a
 * session is as repeatable as a script. Time is spent in steps of {@link #STEP}, which is as exact as a test can say when output came.
 */
final class Session {
    static final String PROMPT = "$ ";
    /** Nanoseconds of virtual time between two looks at the output. */
    static final long STEP = 100_000;
    /** No test waits longer for anything: ten seconds of virtual time. */
    static final long PATIENCE = 10_000_000_000L;

    final Machine machine;
    private final Disk disk;
    private final StringBuilder output = new StringBuilder();
    private final ArrayDeque<Integer> typed = new ArrayDeque<>();
    private int seen;

    private Session(byte[] image, int megabytes) {
        disk = Disk.of(image);
        machine = new Machine(MachinePlan.bare().memory(megabytes).disk(disk)
                .serial(value -> output.append((char) value))
                .input(new InputSource.Live(() -> typed.isEmpty() ? InputSource.NONE : typed.remove())));
    }

    /** A machine at power-on. */
    static Session of(byte[] image, int megabytes) {
        return new Session(image, megabytes);
    }

    /** A machine at the shell's first prompt. */
    static Session booted(byte[] image) {
        return booted(image, 32);
    }

    static Session booted(byte[] image, int megabytes) {
        Session session = new Session(image, megabytes);
        session.await(PROMPT);
        return session;
    }

    /** A script as the command line feeds it, on a machine that has not started yet. */
    static Machine scripted(byte[] image, String script, StringBuilder output) {
        return new Machine(MachinePlan.bare().disk(Disk.of(image)).serial(value -> output.append((char) value)).input(script(script)));
    }

    static InputSource script(String text) {
        ArrayDeque<Integer> bytes = new ArrayDeque<>();
        text.chars().forEach(bytes::add);
        return new InputSource.Script(() -> bytes.isEmpty() ? InputSource.END : bytes.remove());
    }

    /** Puts bytes at the keyboard without waiting for anything. */
    void type(String text) {
        text.chars().forEach(typed::add);
    }

    /** Runs until the text has appeared behind what was seen before; returns everything up to its end. */
    String await(String text) {
        long limit = machine.time() + PATIENCE;
        while (true) {
            int at = output.indexOf(text, seen);
            if (at >= 0) {
                String news = output.substring(seen, at + text.length());
                seen = at + text.length();
                return news;
            }
            Outcome outcome = machine.run(machine.time() + STEP);
            if (outcome.ended() && output.indexOf(text, seen) < 0) {
                return fail("the machine ended (" + outcome + ") before `" + text + "`; it printed:\n" + output);
            }
            if (machine.time() > limit) {
                return fail("`" + text + "` did not come; the machine printed:\n" + output);
            }
        }
    }

    /** Types a command line, waits for the next prompt, and returns what was printed between. */
    String command(String line) {
        type(line + "\n");
        await("\n");
        String printed = await("\n" + PROMPT, "$ ");
        return printed;
    }

    private String await(String behindALine, String atOnce) {
        if (output.length() - seen < atOnce.length()) {
            pass(STEP);
        }
        long limit = machine.time() + PATIENCE;
        while (true) {
            boolean empty = output.length() >= seen + atOnce.length() && output.substring(seen).startsWith(atOnce);
            int at = empty ? seen : output.indexOf(behindALine, seen);
            if (at >= 0) {
                String printed = output.substring(seen, empty ? seen : at + 1);
                seen = empty ? seen + atOnce.length() : at + behindALine.length();
                return printed;
            }
            Outcome outcome = machine.run(machine.time() + STEP);
            if (outcome.ended()) {
                return fail("the machine ended (" + outcome + ") in the middle of a command; it printed:\n" + output);
            }
            if (machine.time() > limit) {
                return fail("no prompt came after a command; the machine printed:\n" + output);
            }
        }
    }

    /** Lets virtual time pass. */
    void pass(long nanoseconds) {
        machine.run(machine.time() + nanoseconds);
    }

    /** Types a last command and runs to the machine's own end. */
    Outcome end(String line) {
        type(line + "\n");
        Outcome outcome = machine.run(machine.time() + PATIENCE);
        if (!outcome.ended()) {
            fail("the machine did not end after `" + line + "`; it printed:\n" + output);
        }
        return outcome;
    }

    String transcript() {
        return output.toString();
    }

    /** What the disk would hold if the power went now. */
    byte[] disk() {
        byte[] all = new byte[Math.toIntExact(disk.sectors() * Disk.SECTOR)];
        for (int sector = 0; sector < disk.sectors(); sector++) {
            disk.read(sector, all, sector * Disk.SECTOR);
        }
        return all;
    }

    /** The bytes at a virtual address under a page directory; empty if they are not all in one present page. */
    byte[] memory(int directory, int address, int count) {
        int upper = machine.memory.read32((directory & ~0xfff) + (address >>> 22 << 2));
        if ((upper & 1) == 0 || (upper & 0x80) != 0) {
            return new byte[0];
        }
        int entry = machine.memory.read32((upper & ~0xfff) + (address >>> 12 & 0x3ff) * 4);
        if ((entry & 1) == 0 || (address & 0xfff) + count > 0x1000) {
            return new byte[0];
        }
        int at = (entry & ~0xfff) + (address & 0xfff);
        return Arrays.copyOfRange(machine.memory.bytes, at, at + count);
    }
}
