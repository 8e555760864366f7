package exo86.mmu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
        List<String> seen = new ArrayList<>();
        memory.watchCode((at, length) -> {
            seen.add(Integer.toHexString(at) + "+" + length);
            return at < 0x1100;
        });
        memory.markCode(0x1080);
        memory.markCode(0x1100);
        memory.write8(0x107F, 1);
        memory.write16(0x107F, 1);
        memory.write32(0x1082, 1);
        assertEquals(List.of("1080+1", "1082+4"), seen);
        assertTrue(memory.isCode(0x1080));
        memory.write(0x1070, new byte[0xA0], 0, 0xA0);
        assertEquals(List.of("1080+1", "1082+4", "1080+128", "1100+16"), seen);
        assertFalse(memory.isCode(0x1100));
        assertTrue(memory.isCodePage(0x1000));
        memory.unmarkCode(0x1080);
        assertFalse(memory.isCodePage(0x1000));
    }

    @Test
    void aCopyIntoMemorySkipsWhatIsNotThere() {
        byte[] pattern = new byte[0x200];
        Arrays.fill(pattern, (byte) 7);
        memory.write(0x9FF00, pattern, 0, pattern.length);
        assertEquals(7, memory.read8(0x9FFFF));
        assertEquals(0xFF, memory.read8(0xA0000));
        memory.setA20(false);
        memory.write(0x1FFF80, pattern, 0, pattern.length);
        assertEquals(0xFF, memory.read8(0xFFFFF), "the ROM");
        memory.setA20(true);
        assertEquals(0, memory.read8(0x1FFFFF), "with A20 closed this is F0000 and up");
    }
}
