package exo86.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.ash.driver.CommandLine;
import exo86.image.DiskImage;
import exo86.image.ImageException;
import exo86.image.Node;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each limit of {@code docs/unix.md}, reached inside the guest by {@code tests/programs/limits.ash}: one step further there is the documented error, and
 * afterwards everything is as it was: processes, free frames, and a file system without a fault.
 */
final class LimitTests {
    private static final long MIB = 1 << 20;

    @TempDir
    static Path folder;
    private static Node.Directory files;

    @BeforeAll
    static void compile() throws IOException, ImageException {
        Path root = Built.root();
        Path program = folder.resolve("limits.elf");
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
        int code = CommandLine.run(new String[] {"build", "--root", root.resolve("tests/programs").toString(),
            "--library-root", root.resolve("guest").toString(), "--library-root", root.resolve("exokernel").toString(),
            "--module", "limits", "-o", program.toString()}, stream, stream);
        assertEquals(0, code, said.toString(StandardCharsets.UTF_8));
        files = Node.with(Built.files(), "/bin/limits", new Node.File(DiskImage.stripped(Files.readAllBytes(program))));
    }

    private static Session booted(long size, int megabytes) throws ImageException {
        return Session.booted(Built.image(size, files), megabytes);
    }

    /** Runs one limit on its own machine and looks whether it left anything behind. */
    private static String reach(String what) throws ImageException {
        return reach(what, 4 * MIB);
    }

    private static String reach(String what, long size) throws ImageException {
        Session session = booted(size, 32);
        // What is loaded for the first time stays in the file cache: do everything once before counting.
        session.command("limits " + what);
        int before = accounts(session);
        String printed = session.command("limits " + what);
        assertEquals(before, accounts(session), "frames after `limits " + what + "`:\n" + session.transcript());
        assertEquals("fine\n", session.command("echo fine | cat"));
        assertSound(session);
        return printed;
    }

    /** Frames that are free, and those of the file cache. */
    private static int accounts(Session session) {
        session.command("mem");
        session.pass(50_000_000);
        String books = session.command("mem");
        Matcher free = Pattern.compile("(?m)^free +(\\d+)").matcher(books);
        Matcher cache = Pattern.compile("(?m)^file cache (\\d+) frames").matcher(books);
        assertTrue(free.find() && cache.find(), books);
        return Integer.parseInt(free.group(1)) + Integer.parseInt(cache.group(1));
    }

    private static void assertSound(Session session) throws ImageException {
        session.end("shutdown");
        assertEquals(List.of(), Built.problems(session.disk()), session.transcript());
    }

    @Test
    void processes() throws ImageException {
        assertEquals("processes: 28, then out of processes\n", reach("processes"));
    }

    @Test
    void descriptors() throws ImageException {
        assertEquals("""
                descriptors: 13, then too many open files
                duplicate: too many open files
                pipe with one left: too many open files
                the last one again: true
                """, reach("descriptors"));
    }

    /** The console and its reader's are one open file each; two pipes keep the crowd together. */
    @Test
    void openFiles() throws ImageException {
        assertEquals("files: 58, then too many open files\n", reach("files"));
    }

    @Test
    void pipes() throws ImageException {
        assertEquals("pipes: 14, then too many open files\n", reach("pipes"));
    }

    @Test
    void sizeOfAFile() throws ImageException {
        assertEquals("""
                across the end: too big
                size after that: 0
                size at the end: 4243456
                one more: too big
                far away: too big
                size: 4243456
                read there: 0
                read a hole: 4096 of 0
                """, reach("size"));
    }

    @Test
    void names() throws ImageException {
        assertEquals("""
                name of 59: made
                name of 60: bad path
                path of 1024: made
                path of 1025: bad path
                no path: bad path
                cd there: bad path
                a zero byte: bad path
                """, reach("names"));
    }

    @Test
    void arguments() throws ImageException {
        String printed = reach("arguments");
        assertTrue(printed.startsWith("""
                129 arguments: too big
                4,096 bytes: too big
                no program: not an executable of this system
                a directory: it is a directory
                with"""), printed);
        assertEquals("with" + " x".repeat(126), printed.lines().toList().get(4));
    }

    @Test
    void diskFull() throws ImageException {
        String printed = reach("disk", 3 * MIB);
        assertEquals("""
                page behind the last of the file: the disk is full
                mkdir: the disk is full
                which is: no such file or process
                a byte in another file: the disk is full
                page behind the last of the file: the disk is full
                as much again: true
                """, printed);
    }

    @Test
    void inodesUsedUp() throws ImageException {
        assertEquals("""
                a file: no inode is left
                a directory: no inode is left
                some were free: true
                """, reach("inodes", 3 * MIB));
    }

    /** One process takes all memory: it ends, the others go on. */
    @Test
    void memoryOfOne() throws ImageException {
        Session session = booted(4 * MIB, 4);
        session.command("limits memory");
        int before = accounts(session);
        String printed = session.command("limits memory");
        assertTrue(printed.startsWith("limits: ") && printed.contains("out of memory") && printed.lines().count() == 1, printed);
        assertEquals(before, accounts(session), session.transcript());
        assertSound(session);
    }

    @Test
    void forkWithoutFrames() throws ImageException {
        Session session = booted(4 * MIB, 4);
        session.command("limits frames");
        int before = accounts(session);
        String printed = session.command("limits frames");
        assertTrue(printed.endsWith("""
                forks failed true, children stopped true, done true; frames lost 0 times
                all are back: true
                """), printed);
        assertEquals(before, accounts(session), session.transcript());
        assertSound(session);
    }

    /** With two MiB the system may refuse to start, but says why. */
    @Test
    void machineTooSmall() {
        Session session = Session.of(Built.image(), 2);
        session.machine.run(2_000_000_000L);
        assertTrue(session.transcript().matches("(?s).*(\\$ |memory|cannot start).*"), session.transcript());
    }
}
