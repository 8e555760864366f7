package exo86.elf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is written is read again, and what lies is refused with its place.
final class ElfTests {

    @Test
    void anObjectSurvivesItsFile() throws ElfException {
        ObjectFile object = Samples.object();
        byte[] bytes = ElfWriter.write(object);
        ObjectFile again = ElfReader.readObject("sample.o", bytes);
        assertEquals(Samples.describe(object), Samples.describe(again));
        assertArrayEquals(bytes, ElfWriter.write(again));
    }

    @Test
    void aProgramSurvivesItsFile() throws ElfException {
        Executable program = Samples.executable();
        byte[] bytes = ElfWriter.write(program);
        Executable again = ElfReader.readExecutable("sample.elf", bytes);
        assertEquals(Samples.describe(program), Samples.describe(again));
        assertArrayEquals(bytes, ElfWriter.write(again));
        assertArrayEquals(new byte[] {3, 4, 0, 0}, again.read(0xC010_1002, 4).orElseThrow());
        assertTrue(again.read(0xC010_2FFE, 4).isEmpty());
    }

    /// Each row breaks one field of a good file: kind of file, offset of the field, width, value, what the message must say.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        object     |  0 | 4 | 0          | offset 0x0: error: not an ELF file
        object     |  4 | 1 | 2          | offset 0x4: error: class 2; expected 1
        object     |  5 | 1 | 2          | offset 0x5: error: byte order 2
        object     | 16 | 2 | 3          | offset 0x10: error: file type 3 (shared
        object     | 18 | 2 | 62         | offset 0x12: error: machine 62; expected 3
        object     | 32 | 4 | 0x7fffff00 | offset 0x20: error: 11 section headers at 0x7fffff00 end behind the file's
        object     | 46 | 2 | 64         | offset 0x2e: error: section headers of 64 bytes
        object     | 48 | 2 | 65535      | offset 0x20: error: 65535 section headers
        object     | 50 | 2 | 3          | offset 0x32: error: section names in section 3
        executable | 28 | 4 | 0xfffffff0 | offset 0x1c: error: 2 program headers at 0xfffffff0 end behind
        executable | 44 | 2 | 0          | offset 0x2c: error: no program headers
        executable | 68 | 4 | 0x7000000  | offset 0x38: error: segment 0 claims bytes
        executable | 72 | 4 | 1          | offset 0x48: error: segment 0 has 0x6 bytes for 0x1 of memory
        executable | 72 | 4 | 0x70000000 | offset 0x48: error: segment 0 of 0x70000000 bytes at 0xc0100000; expected it to end below 4 GiB
        executable | 72 | 4 | 0x2000     | segments at 0xc0100000 and 0xc0101000 overlap
        """)
    void aLieIsNamedWithItsPlace(String kind, int offset, int width, String value, String expected) {
        byte[] bytes = ElfWriter.write(kind.equals("object") ? Samples.object() : Samples.executable());
        long number = Long.decode(value);
        for (int i = 0; i < width; i++) {
            bytes[offset + i] = (byte) (number >> 8 * i);
        }
        String message = assertThrows(ElfException.class, () -> ElfReader.read("f.elf", bytes)).getMessage();
        assertTrue(message.startsWith("f.elf: ") && message.contains(expected), message);
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] bytes = ElfWriter.write(Samples.object());
        for (int length = 0; length < bytes.length; length++) {
            byte[] part = java.util.Arrays.copyOf(bytes, length);
            assertThrows(ElfException.class, () -> ElfReader.read("part", part), "length " + length);
        }
    }

    /// Any bytes end in a file or an ElfException. Seed 86, printed by the message on failure.
    @Test
    void randomDamageNeverEscapes() {
        byte[][] seeds = {ElfWriter.write(Samples.object()), ElfWriter.write(Samples.executable())};
        int refused = 0;
        for (int run = 0; run < 20_000; run++) {
            Random random = new Random(86_000_000L + run);
            byte[] bytes = seeds[run & 1].clone();
            for (int hits = 1 + random.nextInt(4); hits > 0; hits--) {
                int at = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : tableByte(seeds[run & 1], random);
                bytes[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : bytes[at] ^ 1 << random.nextInt(8));
            }
            try {
                ElfReader.read("fuzz", bytes);
            } catch (ElfException e) {
                refused++;
            } catch (RuntimeException | OutOfMemoryError e) {
                throw new AssertionError("seed " + (86_000_000L + run), e);
            }
        }
        assertTrue(refused > 5000, "only " + refused + " refused: the damage misses the tables");
    }

    private static int tableByte(byte[] bytes, Random random) {
        int sections = ElfFormat.field(bytes, 32, 4);
        return random.nextBoolean() ? random.nextInt(52) : sections + random.nextInt(bytes.length - sections);
    }
}
