package exo86.mmu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Holes, ROM, the A20 gate, code lines. */
class MemoryTests {
    private final Memory memory = new Memory(2 << 20);

    @Test
    void holesReadOnesAndIgnoreWrites() {
        for (int address : new int[] {0xA0000, 0xBFFFF, 2 << 20, 0x80000000, 0xFEE00000}) {
            memory.write8(address, 5);
            assertEquals(0xFF, memory.read8(address));
        }
        memory.write32(0x9FFFE, 0x12345678);
        assertEquals(0xFFFF5678, memory.read32(0x9FFFE));
    }

    @Test
    void romAppearsTwiceAndStays() {
        memory.loadRom(new byte[] {1, 2, 3, 4});
        memory.write32(0xFFFFC, 0);
        assertEquals(0x04030201, memory.read32(0xFFFFC));
        assertEquals(0x04030201, memory.read32(-4));
    }

    @Test
    void a20Wraps() {
        memory.write8(0x500, 1);
        memory.write8(0x100500, 2);
        memory.setA20(false);
        assertEquals(1, memory.read8(0x100500));
        memory.setA20(true);
        assertEquals(2, memory.read8(0x100500));
    }

    @Test
    void aChangeOfA20DropsTheMaps() {
        Mmu mmu = new Mmu(memory);
        memory.write8(0x500, 1);
        memory.write8(0x100500, 2);
        assertEquals(2, mmu.read8(0x100500));
        memory.setA20(false);
        assertEquals(1, mmu.read8(0x100500));
    }

    @Test
    void writesToCodeAreReported() {
        int[] seen = {-1};
        memory.watchCode(line -> seen[0] = line);
        memory.markCode(0x1080);
        memory.write8(0x107F, 1);
        assertEquals(-1, seen[0]);
        memory.write16(0x107F, 1);
        assertEquals(0x1080, seen[0]);
    }
}
