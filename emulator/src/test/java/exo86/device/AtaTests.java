package exo86.device;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class AtaTests {
    private static final int SECTORS = 2048;

    private final Bench bench = new Bench();
    private final Bench.Probe irq = bench.probe();
    private final Disk disk = Disk.of(content());
    private final Ata ata = new Ata(bench.timeline, irq, disk);

    /** Each sector is filled with its number. */
    private static byte[] content() {
        byte[] bytes = new byte[SECTORS * 512];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i / 512);
        }
        return bytes;
    }

    private void out(int port, int value) {
        ata.write(port, 1, value);
    }

    private int status() {
        return ata.read(0x1f7, 1);
    }

    private void command(int command, long lba, int count) {
        out(0x1f2, count);
        out(0x1f3, (int) lba);
        out(0x1f4, (int) (lba >> 8) & 0xff);
        out(0x1f5, (int) (lba >> 16) & 0xff);
        out(0x1f6, 0xe0 | (int) (lba >> 24) & 15);
        out(0x1f7, command);
    }

    private void wait(int wanted) {
        assertEquals(0x80, ata.read(0x3f6, 1) & 0x80, "busy first");
        bench.to(bench.now + Ata.COMMAND_TIME);
        assertEquals(wanted, ata.read(0x3f6, 1));
    }

    private byte[] readSector() {
        byte[] sector = new byte[512];
        for (int i = 0; i < 512; i += 2) {
            int word = ata.read(0x1f0, 2);
            sector[i] = (byte) word;
            sector[i + 1] = (byte) (word >> 8);
        }
        return sector;
    }

    private static byte[] filled(int value) {
        byte[] sector = new byte[512];
        Arrays.fill(sector, (byte) value);
        return sector;
    }

    @Test
    void identifies() {
        command(0xec, 0, 0);
        wait(0x58);
        assertTrue(irq.high);
        byte[] words = readSector();
        assertEquals(0x50, status());
        assertEquals(SECTORS, words[120] & 0xff | (words[121] & 0xff) << 8);
        assertEquals("XE8O 6IDKS", new String(words, 54, 10, java.nio.charset.StandardCharsets.US_ASCII));
        assertEquals(2, words[99] & 2, "LBA");
    }

    @Test
    void readsSectorsWithAnInterruptEach() {
        command(0x20, 5, 2);
        wait(0x58);
        assertTrue(irq.high);
        assertEquals(0x58, status());
        assertFalse(irq.high, "reading the status takes the interrupt back");
        assertArrayEquals(filled(5), readSector());
        wait(0x58);
        assertTrue(irq.high);
        assertArrayEquals(filled(6), readSector());
        assertEquals(0x50, status());
        assertEquals(6, ata.read(0x1f3, 1), "the registers name the last sector");
        assertEquals(0, ata.read(0x1f2, 1));
    }

    @Test
    void zeroMeans256() {
        command(0x21, 0, 0);
        for (int i = 0; i < 256; i++) {
            wait(0x58);
            assertArrayEquals(filled(i), readSector());
        }
        assertEquals(0x50, status());
    }

    @Test
    void readsDoubleWords() {
        command(0x20, 3, 1);
        wait(0x58);
        for (int i = 0; i < 128; i++) {
            assertEquals(0x03030303, ata.read(0x1f0, 4));
        }
        assertEquals(0x50, status());
    }

    private void write(int command, int lba, int count, int block) {
        command(command, lba, count);
        for (int done = 0; done < count; done += block) {
            wait(0x58);
            for (int i = 0; i < 256 * Math.min(block, count - done); i++) {
                ata.write(0x1f0, 2, 0xa5a5);
            }
        }
        wait(0x50);
        assertTrue(irq.high);
        status();
    }

    @Test
    void writes() {
        write(0x30, 9, 2, 1);
        byte[] sector = new byte[512];
        disk.read(10, sector, 0);
        assertArrayEquals(filled(0xa5), sector);
        disk.read(11, sector, 0);
        assertArrayEquals(filled(11), sector);
    }

    @Test
    void multiple() {
        command(0xc4, 0, 8);
        wait(0x51);
        assertEquals(0x04, ata.read(0x1f1, 1), "no multiple count is set yet");
        command(0xc6, 0, 3);
        wait(0x51);
        command(0xc6, 0, 4);
        wait(0x50);
        status();
        command(0xc4, 20, 6);
        wait(0x58);
        irq.changes.clear();
        for (int i = 0; i < 4; i++) {
            assertArrayEquals(filled(20 + i), readSector());
        }
        wait(0x58);
        assertArrayEquals(filled(24), readSector());
        assertArrayEquals(filled(25), readSector());
        assertEquals(0x50, status());
        write(0xc5, 40, 7, 4);
    }

    @Test
    void cylindersHeadsSectors() {
        out(0x1f2, 1);
        out(0x1f3, 63);
        out(0x1f4, 1);
        out(0x1f5, 0);
        out(0x1f6, 0xa0 | 15);
        out(0x1f7, 0x20);
        wait(0x58);
        assertArrayEquals(filled((1 * 16 + 15) * 63 + 62), readSector());
        out(0x1f3, 0);
        out(0x1f7, 0x20);
        wait(0x51);
        assertEquals(0x10, ata.read(0x1f1, 1), "there is no sector 0");
    }

    @Test
    void translationCanBeChanged() {
        out(0x1f2, 32);
        out(0x1f6, 0xa0 | 3);
        out(0x1f7, 0x91);
        wait(0x50);
        out(0x1f2, 1);
        out(0x1f3, 1);
        out(0x1f4, 2);
        out(0x1f5, 0);
        out(0x1f6, 0xa0 | 1);
        out(0x1f7, 0x20);
        wait(0x58);
        assertArrayEquals(filled((2 * 4 + 1) * 32), readSector());
    }

    @Test
    void endOfTheDisk() {
        command(0x20, SECTORS - 1, 2);
        wait(0x58);
        readSector();
        wait(0x51);
        assertEquals(0x10, ata.read(0x1f1, 1));
        assertEquals(SECTORS & 0xff, ata.read(0x1f3, 1), "the registers name the sector that is missing");
        command(0x30, SECTORS, 1);
        wait(0x51);
    }

    @Test
    void unknownCommandAborts() {
        for (int command : new int[] {0xa1, 0x08, 0xc8, 0x25, 0xff}) {
            command(command, 0, 1);
            wait(0x51);
            assertEquals(0x04, ata.read(0x1f1, 1));
        }
    }

    @Test
    void interruptsCanBeDisabled() {
        out(0x3f6, 2);
        command(0xec, 0, 0);
        wait(0x58);
        assertFalse(irq.high);
        out(0x3f6, 0);
        assertTrue(irq.high, "it is still pending");
    }

    @Test
    void absentSlaveAnswersZero() {
        out(0x1f6, 0xb0);
        assertEquals(0, status());
        out(0x1f7, 0xec);
        bench.to(bench.now + 1_000_000);
        assertEquals(0, status());
        assertFalse(irq.high);
        out(0x1f6, 0xa0);
        assertEquals(0x50, status());
    }

    @Test
    void softwareResetLeavesTheSignature() {
        command(0x20, 5, 1);
        out(0x3f6, 4);
        assertEquals(0x80, ata.read(0x3f6, 1));
        out(0x3f6, 0);
        wait(0x50);
        assertEquals(1, ata.read(0x1f1, 1));
        assertEquals(1, ata.read(0x1f2, 1));
        assertEquals(1, ata.read(0x1f3, 1));
        assertEquals(0, ata.read(0x1f4, 1));
        assertFalse(irq.high);
        out(0x1f7, 0x90);
        wait(0x50);
        assertTrue(irq.high, "a diagnostic by command interrupts");
    }

    @Test
    void otherCommandsSucceed() {
        for (int command : new int[] {0x10, 0x70, 0x40, 0xe7, 0xe1}) {
            command(command, 1, 1);
            wait(0x50);
        }
        out(0x1f1, 0x03);
        command(0xef, 0, 0x0c);
        wait(0x50);
        out(0x1f1, 0x03);
        command(0xef, 0, 0x20);
        wait(0x51);
    }

    @Test
    void randomAccessesNeverBreakIt() {
        Random random = new Random(3);
        int[] ports = {0x1f0, 0x1f1, 0x1f2, 0x1f3, 0x1f4, 0x1f5, 0x1f6, 0x1f7, 0x3f6};
        for (int i = 0; i < 100_000; i++) {
            int port = ports[random.nextInt(ports.length)];
            int width = port == 0x1f0 ? 1 << random.nextInt(3) : 1;
            if (random.nextBoolean()) {
                ata.write(port, width, random.nextInt(256));
            } else {
                ata.read(port, width);
            }
            bench.to(bench.now + random.nextInt(4000));
        }
        out(0x3f6, 4);
        out(0x3f6, 0);
        bench.to(bench.now + Ata.COMMAND_TIME);
        assertEquals(0x50, status());
    }

    @Test
    void everyWrittenByteIsInTheHash() {
        String before = Bench.state(ata);
        byte[] sector = filled(100);
        disk.write(100, sector, 0);
        String same = Bench.state(ata);
        sector[511] ^= 1;
        disk.write(100, sector, 0);
        assertNotEquals(before, same);
        assertNotEquals(same, Bench.state(ata));
    }
}
