package exo86.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.elf.ElfException;
import exo86.elf.Executable;
import exo86.elf.Symbol;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Programs that never yield slow others down and do not stop them. */
final class HogTests {
    private static final long LIMIT = 30_000_000;

    @Test
    void shellAnswersBesideTwoHogs() throws ElfException {
        Session session = Session.booted(Built.image());
        session.command("hog &");
        session.command("hog &");
        session.pass(50_000_000);

        List<Integer> hogs = hogs(session);
        assertEquals(2, hogs.size(), "environments with hog's code");
        int[] before = counters(session, hogs);
        session.type("echo x\n");
        session.await("echo x\n");
        session.await("x\n");
        long entered = session.machine.input.log().getLast().time();
        long taken = session.machine.time() - entered;
        System.out.println("echo x beside two hogs: " + taken / 1000 + " us of guest time from Enter to output");
        assertEquals('\n', session.machine.input.log().getLast().value());
        assertTrue(taken <= LIMIT, taken + " ns");

        session.pass(20_000_000);
        int[] after = counters(session, hogs);
        for (int i = 0; i < 2; i++) {
            assertTrue(Integer.compareUnsigned(after[i], before[i]) > 0, "a hog's counter stands at " + before[i]);
        }
        session.await(Session.PROMPT);
        assertTicks(session.command("ps"));
    }

    private static void assertTicks(String books) {
        Matcher line = Pattern.compile("(?m)^ +\\d+ +\\d+ +\\d+ \\w+ +(\\d+) .* hog$").matcher(books);
        int hogs = 0;
        while (line.find()) {
            hogs++;
            assertTrue(Integer.parseInt(line.group(1)) > 5, books);
        }
        assertEquals(2, hogs, books);
    }

    @Test
    void killedHogGivesItsTimeBack() {
        Session session = Session.booted(Built.image());
        Matcher started = Pattern.compile("\\[\\d+\\] (\\d+)\n").matcher(session.command("hog &"));
        assertTrue(started.find());
        session.command("kill " + started.group(1));
        assertTrue(session.command("echo").endsWith("\n"));
        assertTrue(!session.command("ps").contains("hog"), session.transcript());
    }

    /** Ctrl-C ends the hog in the foreground, and only that. */
    @Test
    void interruptEndsTheForegroundJob() {
        Session session = Session.booted(Built.image());
        session.command("hog &");
        session.type("hog\n");
        session.await("hog\n");
        session.pass(20_000_000);
        session.type("\u0003");
        session.await(Session.PROMPT);
        String books = session.command("ps");
        assertEquals(2, books.split(" hog\n", -1).length, books);
    }

    /** The page directories under which hog's own code is mapped. */
    private static List<Integer> hogs(Session session) throws ElfException {
        Executable hog = Built.program("hog");
        byte[] code = hog.read(hog.entry(), 16).orElseThrow();
        TreeSet<Integer> directories = new TreeSet<>();
        for (int i = 0; i < 600; i++) {
            session.pass(100_000);
            directories.add(session.machine.cpu.cr3);
        }
        List<Integer> found = new ArrayList<>();
        for (int directory : directories) {
            // Other programs begin with much the same code; the counter's address holds something else there.
            if (Arrays.equals(code, session.memory(directory, hog.entry(), 16))
                    && session.memory(directory, counter(hog), 4).length == 4 && isHog(session, directory, hog)) {
                found.add(directory);
            }
        }
        return found;
    }

    private static boolean isHog(Session session, int directory, Executable hog) {
        Symbol main = hog.symbol("hog.main").orElseThrow();
        return Arrays.equals(hog.read(main.value(), main.size()).orElseThrow(), session.memory(directory, main.value(), main.size()));
    }

    private static int counter(Executable hog) {
        return hog.symbol("hog.counter").orElseThrow().value();
    }

    private static int[] counters(Session session, List<Integer> directories) throws ElfException {
        int address = counter(Built.program("hog"));
        return directories.stream()
                .mapToInt(directory -> ByteBuffer.wrap(session.memory(directory, address, 4)).order(ByteOrder.LITTLE_ENDIAN).getInt())
                .toArray();
    }
}
