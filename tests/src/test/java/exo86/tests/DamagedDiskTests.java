package exo86.tests;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.device.Disk;
import exo86.image.AshfsReader;
import exo86.image.DiskImage;
import exo86.image.ImageException;
import exo86.machine.Machine;
import exo86.machine.MachinePlan;
import exo86.machine.Outcome;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A file system with wrong bytes in it. Programs may fail and files be gone, but neither kernel nor server falls over, and nothing goes on for
 * ever: the system works on to its shutdown, or says why it cannot start.
 */
final class DamagedDiskTests {
    private static final int PARTITION = 2048 * 512;
    private static final int BLOCK = 4096;
    private static final int INODE_START = 20;
    private static final int DATA_START = 36;
    private static final int CASES = 40;
    private static final String SCRIPT = "ls -l /bin\ncat /etc/motd\nls /tmp\nmkdir /tmp/d\necho text > /tmp/d/f\ncat /tmp/d/f | wc\nrm /tmp/d/f\nmem\nshutdown\n";
    private static final long BUDGET = 2_000_000_000L;

    @TestFactory
    Iterable<DynamicTest> damage() {
        return IntStream.range(0, CASES).mapToObj(seed -> DynamicTest.dynamicTest("seed " + seed, () -> survives(seed))).toList();
    }

    /** Changes bytes that mean something: of the superblock, of the inodes, of all before the files' contents, or of anything in use. */
    private static byte[] damaged(int seed) {
        byte[] disk = Built.image();
        int metadata = word(disk, PARTITION + DATA_START) * BLOCK;
        int inodes = word(disk, PARTITION + INODE_START) * BLOCK;
        int[] used = switch (seed % 8) {
            case 0 -> used(disk, 0, 64);
            case 1, 2, 3 -> used(disk, inodes, inodes + BLOCK);
            case 4 -> used(disk, BLOCK, metadata);
            case 5, 6 -> used(disk, metadata, metadata + 4 * BLOCK);
            default -> used(disk, 0, disk.length - PARTITION);
        };
        Random random = new Random(seed);
        for (int i = random.nextInt(1, 12); i > 0; i--) {
            int at = PARTITION + used[random.nextInt(used.length)];
            disk[at] = (byte) (random.nextBoolean() ? disk[at] ^ 1 << random.nextInt(8) : random.nextInt(256));
        }
        return disk;
    }

    private static int word(byte[] disk, int at) {
        return disk[at] & 0xff | (disk[at + 1] & 0xff) << 8 | (disk[at + 2] & 0xff) << 16 | disk[at + 3] << 24;
    }

    private static int[] used(byte[] disk, int from, int to) {
        return IntStream.range(from, to).filter(at -> disk[PARTITION + at] != 0).toArray();
    }

    private static void survives(int seed) {
        StringBuilder output = new StringBuilder();
        byte[] disk = damaged(seed);
        Machine machine = new Machine(MachinePlan.bare().disk(Disk.of(disk)).serial(value -> output.append((char) value))
                .input(Session.script(SCRIPT)));
        Outcome outcome = machine.run(BUDGET);
        String text = output.toString();
        assertFalse(text.contains("kernel panic") || text.contains("unix server"), text);
        boolean refused = text.contains("unix: cannot start: ") && outcome.equals(new Outcome.Exited(1));
        boolean worked = text.contains("$ shutdown") && outcome instanceof Outcome.PoweredOff;
        // What a program does whose own bytes are wrong is its affair: without shell or terminal's reader nobody can say shutdown.
        boolean shellBroken = text.contains("login shell ended") || text.contains("unix: no ")
                || !intact(disk, "/bin/sh") || !intact(disk, "/bin/console");
        // Without a whole `shutdown` the end of input ends the login shell, which turns the machine off with its last status.
        boolean endOfInput = text.contains("$ shutdown") && outcome instanceof Outcome.Exited && !intact(disk, "/bin/shutdown");
        System.out.println("seed " + seed + ": " + (worked ? "worked" : endOfInput ? "end of input" : refused ? "refused" : "no shell") + ", " + machine.instructions() + " instructions");
        assertTrue(worked || endOfInput || refused || shellBroken, () -> "seed " + seed + ": " + outcome + "\n" + text);
    }

    private static boolean intact(byte[] disk, String path) {
        try {
            AshfsReader system = DiskImage.open("damaged", disk);
            AshfsReader whole = DiskImage.open("whole", Built.image());
            return Arrays.equals(whole.content(whole.lookup(path)), system.content(system.lookup(path)));
        } catch (ImageException unreadable) {
            return false;
        }
    }
}
