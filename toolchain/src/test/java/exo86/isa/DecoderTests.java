package exo86.isa;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** The decoder and printer: shared vectors, page ends, limits, random bytes. */
final class DecoderTests {
    private final Instruction instruction = new Instruction();

    private int decode(int bits, String hex) {
        byte[] code = HexFormat.of().parseHex(hex.replace(" ", ""));
        return Decoder.decode(code, 0, code.length, bits, instruction);
    }

    @Test
    void textEqualsObjdumpsOnTheSharedVectors() throws IOException {
        Path vectors = Path.of(System.getProperty("exo86.root", "."), "../shared/conformance/decode-objdump-i386.tsv.gz");
        assumeTrue(Files.exists(vectors), "shared decode vectors are not here: " + vectors);
        List<String> different = new ArrayList<>();
        int compared = 0;
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(new GZIPInputStream(Files.newInputStream(vectors)), StandardCharsets.UTF_8))) {
            for (String line; (line = reader.readLine()) != null; ) {
                if (line.startsWith("#")) {
                    continue;
                }
                String[] parts = line.split("\t");
                int length = decode(32, parts[1]);
                String text = length == 0 ? "truncated" : Printer.print(instruction, (int) Long.parseLong(parts[0], 16));
                compared++;
                if (length * 2 != parts[1].length() || !text.equals(parts[2])) {
                    different.add(line + ": ours " + length + " " + text);
                }
            }
        }
        assertTrue(compared > 4000, "only " + compared + " vectors");
        assertTrue(different.isEmpty(), () -> different.size() + " different:\n" + String.join("\n", different));
    }

    @Test
    void everyProperBeginningIsTruncatedAndTheRestDoesNotMatter() {
        Random random = new Random(86);
        byte[] code = new byte[32];
        Instruction other = new Instruction();
        for (int i = 0; i < 100_000; i++) {
            random.nextBytes(code);
            int bits = random.nextBoolean() ? 32 : 16;
            int length = Decoder.decode(code, 3, code.length, bits, instruction);
            assertTrue(length >= 1 && length <= 15, () -> HexFormat.of().formatHex(code));
            assertFalse(Printer.print(instruction, 0x1000).isEmpty());
            if (instruction.op != Op.INVALID && instruction.op != Op.TOO_LONG) {
                for (int limit = 3; limit < 3 + length; limit++) {
                    assertEquals(Decoder.TRUNCATED, Decoder.decode(code, 3, limit, bits, other), () -> HexFormat.of().formatHex(code));
                }
                assertEquals(length, Decoder.decode(Arrays.copyOf(code, 3 + length), 3, 3 + length, bits, other));
            }
        }
    }

    @Test
    void fifteenBytesAreTheLimit() {
        assertEquals(15, decode(32, "66".repeat(14) + "90"));
        assertEquals(Op.XCHG, instruction.op);
        assertEquals(15, decode(32, "66".repeat(15) + "90"));
        assertEquals(Op.TOO_LONG, instruction.op);
        assertEquals(Decoder.TRUNCATED, decode(32, "66".repeat(14)));
        assertEquals(15, decode(32, "2e2e2e2e2e2e2e" + "66c7842400000000" + "3412"));
        assertEquals(Op.TOO_LONG, instruction.op);
    }

    @Test
    void whatTheBytesAloneForbidIsInvalid() {
        for (String hex : List.of("f0 90", "f0 01 c8", "8e c8", "8c f0", "8d c0", "0f 01 d2", "c4 c0", "62 c0", "0f c7 c8", "ff f8", "f0 39 08", "0f 04")) {
            decode(32, hex + "0000000000");
            assertEquals(Op.INVALID, instruction.op, hex);
        }
        decode(32, "f0 01 08");
        assertEquals(Op.ADD, instruction.op);
    }

    @Test
    void fieldsOfAnAddress() {
        assertEquals(8, decode(32, "64 8b 84 8d 78563412"));
        assertEquals(Op.MOV, instruction.op);
        assertEquals(OperandKind.MEMORY, instruction.kind1);
        assertEquals(Registers.EBP, instruction.base);
        assertEquals(Registers.ECX, instruction.index);
        assertEquals(4, instruction.scale);
        assertEquals(0x12345678, instruction.displacement);
        assertEquals(Registers.FS, instruction.segment);
        assertEquals(2, decode(16, "8b 02"));
        assertEquals(Registers.SS, instruction.segment);
        assertEquals(16, instruction.width0);
    }

    @Test
    void lengthsAndTextEqualObjdumpsOnRandomBytes() throws IOException, InterruptedException {
        assumeTrue(installed("objdump"), "objdump is not installed");
        for (int bits : new int[] {32, 16}) {
            compareWithObjdump(bits, 1900, 386 + bits);
        }
    }

    private void compareWithObjdump(int bits, int count, long seed) throws IOException, InterruptedException {
        System.out.println("random bytes against objdump: bits " + bits + " seed " + seed);
        Random random = new Random(seed);
        int[] prefixes = {0x66, 0x67, 0xF2, 0xF3, 0xF0, 0x2E, 0x3E, 0x26, 0x64, 0x65, 0x36};
        byte[] code = new byte[count * 32];
        Arrays.fill(code, (byte) 0x90);
        for (int i = 0; i < count; i++) {
            byte[] bytes = new byte[15];
            random.nextBytes(bytes);
            int at = 0;
            while (random.nextInt(4) == 0 && at < 5) {
                bytes[at++] = (byte) prefixes[random.nextInt(prefixes.length)];
            }
            int kind = random.nextInt(8);
            bytes[at] = kind < 2 ? 0x0F : kind == 2 ? (byte) (0xD8 + random.nextInt(8)) : bytes[at];
            System.arraycopy(bytes, 0, code, i * 32, 15);
        }
        Path file = Files.createTempFile("random", ".bin");
        Files.write(file, code);
        Process process = new ProcessBuilder("objdump", "-D", "-b", "binary", "-m", bits == 32 ? "i386" : "i8086", "-M", "intel", "--insn-width=15", "-w",
            file.toString()).start();
        List<String> different = new ArrayList<>();
        int compared = 0;
        for (String line : new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
            String[] parts = line.split("\t");
            if (parts.length < 3 || !parts[0].endsWith(":")) {
                continue;
            }
            int address = Integer.parseInt(parts[0].strip().replace(":", ""), 16);
            String text = parts[2].strip().replaceAll(" +", " ");
            int expected = parts[1].replace(" ", "").length() / 2;
            if (address % 32 != 0 || notOurs(text) || parts[1].matches("((66|67|f0|f2|f3|2e|3e|26|36|64|65) )*9b.*")) {
                continue;
            }
            int length = Decoder.decode(code, address, address + 32, bits, instruction);
            String ours = Printer.print(instruction, address);
            compared++;
            if (length != expected || !ours.equals(text)) {
                different.add(HexFormat.of().formatHex(code, address, address + Math.max(length, expected)) + " " + text + ": ours " + length + " " + ours);
            }
        }
        process.waitFor();
        Files.delete(file);
        assertTrue(compared > count * 3 / 4, "only " + compared + " compared");
        assertTrue(different.isEmpty(), () -> different.size() + " different:\n" + String.join("\n", different));
    }

    /**
     * What we leave to objdump: what it calls bad (undocumented forms that processors execute are ours), AVX, MPX, 3DNow!, AMD's CR8, the
     * lock-elision names of repeated prefixes, comparison predicates in a name. (It also joins FWAIT to the instruction behind it.)
     */
    private static boolean notOurs(String text) {
        return text.contains("(bad)") || text.matches("(.* )?(v[a-z0-9]+|bnd[a-z]+|pf[a-z0-9]+|pi2f.|pswapd|pavgusb|pmulhrw|cldemote|xbegin|xabort) .*")
            && !text.matches("(.* )?ver[rw] .*") || text.contains("cr8") || text.matches(".*\\b(cr1[0-5]|dr[89]|dr1[0-5])\\b.*") || text.contains("bnd ")
            || text.contains("xacquire") || text.contains("xrelease") || text.contains("notrack") || text.matches("(.* )?cmp[a-z]+(ps|pd|ss|sd) .*")
            || text.contains("repz repnz")
            || text.contains("repnz repz") || text.contains("endbr") || text.matches(".*repz (data(16|32)|addr).* nop .*");
    }

    private static boolean installed(String program) throws InterruptedException {
        try {
            return new ProcessBuilder(program, "--version").redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
