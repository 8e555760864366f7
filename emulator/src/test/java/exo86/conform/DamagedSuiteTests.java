package exo86.conform;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged data is refused with a message, whatever is wrong with it. */
final class DamagedSuiteTests {
    private static final String VECTOR = "{\"f\":\"inc\",\"b\":\"40\",\"i\":[1,2,3,4,536870912,6,7,8,514],\"m\":[[536870912,\"01ff\"]],"
        + "\"o\":[2,2,3,4,536870912,6,7,8,0],\"eip\":268437505,\"w\":[]}\n";

    /** Every directive and every kind of outcome once. */
    private static final String OWN = """
            # a comment
            vector {name}-at{at}-{twice}
            sdm 2B MOV
            for name in a b "c d"
            for at in 0..3 8 0x10
            let twice = name == a ? at * 2 : min(at, 5) + (at % 3 << 1)
            let inner = at in (0, 1, 8) && !(at > 2) || name != b
            skip when at == 3 && inner
            cpl {at & 3}
            eflags 0x202
            setup
                    @descriptor gdt+T, 0, 0xFFFFF, 0xC092
                    @gate idt+3*8, T, .end, 0x8E00
            code
                    mov ecx, {twice}
            .fault: mov fs, cx
            expect #GP({at}) when at == 1 : cs=CODE{at & 3}, eip=.fault, [data+4]&0xFF=~{at}
            expect int 0x21 when at == 2
            expect ok : eflags&0xFF=2, eax=MARK
            differs qemu when at > 2: a reason

            vector last
            mode v86
            code
                    bits 16
                    hlt
            expect shutdown
            """;

    @TempDir
    Path folder;

    private static byte[] chunk(String tag, byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return ByteBuffer.allocate(8 + bytes.size()).order(ByteOrder.LITTLE_ENDIAN).put(tag.getBytes(StandardCharsets.US_ASCII)).putInt(bytes.size())
            .put(bytes.toByteArray()).array();
    }

    private static byte[] words(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            buffer.putShort((short) value);
        }
        return buffer.array();
    }

    /** INC AX, HLT at 0100:0000. */
    private static byte[] capture() {
        byte[] memory = chunk("RAM ", new byte[] {2, 0, 0, 0, 0, 16, 0, 0, 0x40, 1, 16, 0, 0, (byte) 0xF4});
        byte[] before = chunk("INIT", chunk("REGS", words(0x3FFF, 7, 0, 0, 0, 0x100, 0, 0, 0, 0x100, 0, 0, 0, 0, 2)), memory);
        byte[] after = chunk("FINA", chunk("REGS", words(0x3001, 8, 2, 2)));
        return concat(chunk("MOO ", new byte[8]), chunk("TEST", new byte[4], chunk("NAME", new byte[] {3, 0, 0, 0, 'i', 'n', 'c'}),
            chunk("BYTS", new byte[] {2, 0, 0, 0, 0x40, (byte) 0xF4}), before, after));
    }

    private static byte[] concat(byte[] a, byte[] b) {
        return ByteBuffer.allocate(a.length + b.length).put(a).put(b).array();
    }

    private Tally run(String name, byte[] content) throws IOException {
        Path file = Files.write(folder.resolve(name), content);
        Tally last = null;
        for (Group group : Suites.find(file)) {
            last = new Conformance(vector -> true, 100).run(group);
        }
        return last;
    }

    @Test
    void wholeFilesRun() throws IOException {
        assertTrue(run("40.MOO", capture()).passed() == 1);
        assertTrue(run("a.jsonl", VECTOR.getBytes(StandardCharsets.UTF_8)).passed() == 1);
        assertTrue(run("b.jsonl", VECTOR.replace("[2,2,3", "[3,2,3").getBytes(StandardCharsets.UTF_8)).failures().getFirst().divergence().differences()
            .contains("eax 00000002 not 00000003"));
    }

    @Test
    void damagedFilesAreRefused() throws IOException {
        Random random = new Random(86);
        int refused = 0;
        for (int k = 0; k < 600; k++) {
            boolean moo = k % 2 == 0;
            byte[] content = moo ? capture() : VECTOR.getBytes(StandardCharsets.UTF_8);
            if (random.nextInt(4) == 0) {
                ByteArrayOutputStream packed = new ByteArrayOutputStream();
                try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
                    out.write(content);
                }
                content = packed.toByteArray();
            }
            for (int n = random.nextInt(3); n >= 0; n--) {
                content[random.nextInt(content.length)] = (byte) random.nextInt(256);
            }
            try {
                run(moo ? "40.MOO" : "a.jsonl", random.nextInt(4) > 0 ? content : java.util.Arrays.copyOf(content, random.nextInt(content.length)));
            } catch (SuiteException expected) {
                refused++;
            }
        }
        assertTrue(refused > 100, "most damage is found: " + refused);
    }

    /** Random damage to a file in our own format, the lines in any order, and what an attentive reader would not write. */
    @Test
    void damagedVectorFilesAreRefused() throws IOException {
        String pieces = "{}()[]\"'#:.,=&|^!~?<>@-+*/% 019afx\n\tin0..9for let skip when expect vector";
        Random random = new Random(386);
        int refused = 0;
        for (int k = 0; k < 3000; k++) {
            StringBuilder text = new StringBuilder(OWN);
            for (int n = random.nextInt(4); n >= 0; n--) {
                int at = random.nextInt(text.length());
                int from = random.nextInt(pieces.length());
                int to = Math.min(pieces.length(), from + 1 + random.nextInt(4));
                text.replace(at, Math.min(text.length(), at + random.nextInt(5)), pieces.substring(from, to));
            }
            try {
                VectorFile.read("a.vec", text.toString());
            } catch (SuiteException expected) {
                refused++;
            }
        }
        assertTrue(refused > 1000 && refused < 3000, "most damage is found, some is another right file: " + refused);
        String deep = "vector a\nlet x = " + "(".repeat(100_000) + "1\ncode\nexpect ok\n";
        for (String bad : new String[] {OWN + OWN, deep, deep.replace('(', '-'), OWN.replace("0..3", "0..999999999999"), OWN.replace("0..3", "3..0"),
            OWN.replace("0..3", "-9223372036854775807..9223372036854775807"), OWN.replace("int 0x21", "int x"), OWN.replace("cpl {at & 3}", "cpl ring"),
            OWN.replace("cpl {at & 3}", "cpl 9"), OWN.replace("vector last", "vector ../last")}) {
            assertThrows(SuiteException.class, () -> VectorFile.read("a.vec", bad));
        }
    }
}
