package exo86.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.image.ImageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was written is there after the next power-on. */
final class PersistenceTests {
    @TempDir
    Path state;

    private static Session next(Session before) {
        return Session.booted(before.disk());
    }

    @Test
    void filesOutliveTheMachine() throws ImageException {
        Session first = Session.booted(Built.image());
        first.command("mkdir /tmp/d");
        first.command("ls -l /bin > /tmp/d/list");
        String list = first.command("cat /tmp/d/list");
        assertTrue(list.contains(" wild\n"), list);
        first.command("echo one > /tmp/a");
        first.command("echo two >> /tmp/a");
        first.command("cp /bin/wc /bin/count");
        first.command("rm /bin/wc");
        first.end("shutdown");
        assertEquals(List.of(), Built.problems(first.disk()));

        Session second = next(first);
        assertEquals(list, second.command("cat /tmp/d/list"));
        assertEquals("one\ntwo\n", second.command("cat /tmp/a"));
        assertEquals("      2       2       8\n", second.command("cat /tmp/a | count"));
        assertTrue(second.command("wc /tmp/a").contains("no such program"));
        second.command("rm /tmp/a /tmp/d/list /tmp/d");
        assertEquals("", second.command("ls /tmp"));
        second.end("exit");
        assertEquals(List.of(), Built.problems(second.disk()));
    }

    /** Nobody says shutdown: what a program wrote and closed before the prompt came back is on the disk. */
    @Test
    void powerCut() throws ImageException {
        Session session = Session.booted(Built.image());
        session.command("echo before the cut > /tmp/f");
        byte[] disk = session.disk();
        assertEquals(List.of(), Built.problems(disk));
        assertEquals("before the cut\n", Session.booted(disk).command("cat /tmp/f"));
    }

    @Test
    void keptDiskOfTheCommandLine() throws IOException, InterruptedException {
        try (Child first = Child.exo86(state, "boot", "--live")) {
            first.await(Session.PROMPT);
            first.command("echo kept > /tmp/f");
            first.type("shutdown\n");
            assertEquals(0, first.end(), first.error());
        }
        try (Child second = Child.exo86(state, "boot", "--live")) {
            second.await(Session.PROMPT);
            assertEquals("kept\n$ ", second.command("cat /tmp/f"));
            second.command("echo still here > /tmp/g");
            second.type("shutdown\n");
            assertEquals(0, second.end(), second.error());
        }
        try (Child piped = Child.exo86(state, "boot")) {
            piped.close("cat /tmp/g\nshutdown\n");
            assertEquals(0, piped.end(), piped.error());
            assertTrue(piped.output().contains("no such file"), piped.output());
        }
        try (Child third = Child.exo86(state, "boot", "--live")) {
            third.await(Session.PROMPT);
            assertEquals("still here\n$ ", third.command("cat /tmp/g"));
            third.type("shutdown\n");
            assertEquals(0, third.end(), third.error());
        }
        try (Child fresh = Child.exo86(state, "boot", "--live", "--fresh")) {
            fresh.await(Session.PROMPT);
            assertTrue(fresh.command("cat /tmp/f /tmp/g").startsWith("cat: /tmp/f: no such file"), fresh.output());
            fresh.type("shutdown\n");
            assertEquals(0, fresh.end(), fresh.error());
        }
    }
}
