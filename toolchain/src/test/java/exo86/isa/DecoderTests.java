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
        assumeTrue(DecoderFuzz.installed(), "objdump is not installed");
        for (int bits : new int[] {32, 16}) {
            DecoderFuzz fuzz = new DecoderFuzz(bits, 386 + bits);
            fuzz.run(16_000);
            System.out.println("random bytes against objdump: bits " + bits + " seed " + (386 + bits) + ": " + fuzz.compared);
            assertTrue(fuzz.compared > 14_000, "only " + fuzz.compared + " compared");
            assertTrue(fuzz.different.isEmpty(), () -> fuzz.different.size() + " different:\n" + String.join("\n", fuzz.different));
        }
    }
}
