package exo86.isa;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * Random bytes against objdump: our length and our text must be objdump's. Each piece of 15 bytes is followed by NOPs, so that both start anew
 * at the next. {@code tests/fuzz/decoder.sh} runs it long. What differs is either under one of the {@link Rule}s, which are counted, or wrong.
 */
final class DecoderFuzz {
    /** Where two right answers differ: objdump's text and ours, whether the lengths must be equal, and why. */
    enum Rule {
        BAD("what objdump calls bad has no length; undocumented forms that processors execute are ours", false, ".*\\(bad\\).*", ".*"),
        WAIT("objdump joins FWAIT to the x87 instruction behind it", false, ".*", ".*\\bfwait"),
        AVX("without AVX, C4, C5 and 62 with a register operand are #UD", false,
            ".*(\\b(v[a-z0-9]+|k[a-z]+|andn|bextr|bls(i|r|msk)|bzhi|mulx|p(dep|ext)|rorx|s(ar|hl|hr)x)\\b|[{]).*", "\\(bad\\)"),
        NEWER("extensions that the table has no row for", false,
            ".*\\b(xsave[cs]|xrstors|insertq|extrq|(rd|wr)[fg]sbase|wrmsrns|aadd|aand|aor|axor|rdsspd|wrssd|vmgexit|tlbsync|invlpgb|swapgs|mcommit|hreset|(aes|encode|load)[a-z]*(128|256)?(kl|key)(128|256)?)\\b.*", ".*"),
        HINTS("NOPs that MPX, CET and CLDEMOTE gave names to are NOPs here", true, ".*\\b(bnd(cl|cn|cu|ldx|mk|mov|stx)|endbr..|cldemote)\\b.*", ".*\\bnop .*"),
        AMD3DNOW("the operation of a 3DNow! instruction is an immediate here", true, ".*\\bp[a-z0-9]+ mm.*", ".*\\bpf3dnow .*"),
        CR8("AMD: LOCK adds 8 to a control register's number", true, ".*\\bcr([89]|1[0-5])\\b.*", ".*\\block .*\\bcr[0-7]\\b.*"),
        ABSENT_DEBUG("DR8 to DR15 are bad only in objdump", true, ".*\\bdr([89]|1[0-5])\\b.*", ".*\\bdr[0-7]\\b.*"),
        NOTRACK("3E before an indirect near transfer says NOTRACK, or DS for its operand, or both", true, ".*\\bnotrack .*", ".*\\b(call|jmp) .*\\bds:.*|.*\\bnotrack .*"),
        UMONITOR("its register has the address's size", true, ".*\\bumonitor .*", ".*\\bumonitor .*"),
        RESERVED_REPEAT("F2 and F3 before PMOVMSKB are reserved", false, ".*\\brepn?z .*\\bpmovmskb .*", "\\(bad\\)");

        final String reason;
        private final boolean sameLength;
        private final Pattern theirs, ours;

        Rule(String reason, boolean sameLength, String theirs, String ours) {
            this.reason = reason;
            this.sameLength = sameLength;
            this.theirs = Pattern.compile(theirs);
            this.ours = Pattern.compile(ours);
        }

        boolean covers(String theirText, String ourText, boolean lengthsEqual) {
            return (lengthsEqual || !sameLength) && theirs.matcher(theirText).matches() && ours.matcher(ourText).matches();
        }
    }

    /** A prefix that our text names in front of the mnemonic does nothing; where there is one, only the lengths must agree. */
    private static final Pattern REDUNDANT = Pattern.compile("((lock|rep) )*(data(16|32)|addr(16|32)|[c-gs]s|xacquire|xrelease|bnd|notrack|repn?z (?!cmps|scas)).*");
    /** Objdump lets a jump leave 64 KiB; EIP is cut to 16 bits. */
    private static final Pattern FAR_TARGET = Pattern.compile("\\b(j[a-z]+|call|loop[a-z]*|xbegin) 0x(1|ffff)[0-9a-f]{4}$");
    private static final int[] PREFIXES = {0x66, 0x67, 0xF2, 0xF3, 0xF0, 0x2E, 0x3E, 0x26, 0x64, 0x65, 0x36};
    private static final int PIECE = 32, MOST = 60;

    private final int bits;
    private final Random random;
    private final Instruction instruction = new Instruction();
    final List<String> different = new ArrayList<>();
    final Map<Rule, Integer> counts = new EnumMap<>(Rule.class);
    int compared, redundant;

    DecoderFuzz(int bits, long seed) {
        this.bits = bits;
        this.random = new Random(seed);
    }

    static boolean installed() throws InterruptedException {
        try {
            return new ProcessBuilder("objdump", "--version").redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Compares {@code count} pieces. */
    void run(int count) throws IOException, InterruptedException {
        int most = bits == 16 ? 0x10000 / PIECE : 20_000;
        for (int left = count; left > 0 && different.size() < MOST; left -= most) {
            batch(Math.min(left, most));
        }
    }

    private void batch(int count) throws IOException, InterruptedException {
        byte[] code = new byte[count * PIECE];
        Arrays.fill(code, (byte) 0x90);
        for (int i = 0; i < count; i++) {
            System.arraycopy(piece(), 0, code, i * PIECE, 15);
        }
        Path file = Files.createTempFile("random", ".bin");
        try {
            Files.write(file, code);
            Process process = new ProcessBuilder("objdump", "-D", "-z", "-b", "binary", "-m", bits == 32 ? "i386" : "i8086", "-M", "intel", "--insn-width=15", "-w",
                file.toString()).start();
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    compare(line, code);
                }
            }
            process.waitFor();
        } finally {
            Files.delete(file);
        }
    }

    private byte[] piece() {
        byte[] bytes = new byte[15];
        random.nextBytes(bytes);
        int at = 0;
        while (random.nextInt(4) == 0 && at < 5) {
            bytes[at++] = (byte) PREFIXES[random.nextInt(PREFIXES.length)];
        }
        int kind = random.nextInt(8);
        bytes[at] = kind < 2 ? 0x0F : kind == 2 ? (byte) (0xD8 + random.nextInt(8)) : bytes[at];
        return bytes;
    }

    private void compare(String line, byte[] code) {
        int colon = line.indexOf(":\t");
        if (colon < 0 || line.startsWith("90 ", colon + 2)) {
            return;
        }
        int address = Integer.parseInt(line.substring(0, colon).strip(), 16);
        if (address % PIECE != 0) {
            return;
        }
        String[] parts = line.split("\t");
        String text = parts.length < 3 ? "" : parts[2].strip().replaceAll(" +", " ");
        if (bits == 16 && FAR_TARGET.matcher(text).find()) {
            int digits = text.lastIndexOf('x') + 1;
            text = text.substring(0, digits) + Integer.toHexString(Integer.parseUnsignedInt(text, digits, text.length(), 16) & 0xFFFF);
        }
        int expected = parts[1].replace(" ", "").length() / 2;
        int length = Decoder.decode(code, address, address + PIECE, bits, instruction);
        String ours = Printer.print(instruction, address);
        compared++;
        if (length == expected && ours.equals(text)) {
            return;
        }
        for (Rule rule : Rule.values()) {
            if (rule.covers(text, ours, length == expected)) {
                counts.merge(rule, 1, Integer::sum);
                return;
            }
        }
        if (length == expected && REDUNDANT.matcher(ours).matches()) {
            redundant++;
            return;
        }
        different.add(HexFormat.of().formatHex(code, address, address + Math.max(length, expected)) + " " + text + ": ours " + length + " " + ours);
    }

    /** Decodes and prints random bytes with every end that memory can have: only a throw can go wrong. */
    void endure(int count) {
        byte[] code = new byte[16];
        for (int i = 0; i < count; i++) {
            random.nextBytes(code);
            System.arraycopy(piece(), 0, code, 0, 15);
            int length = Decoder.decode(code, 0, random.nextInt(17), bits, instruction);
            if (length < 0 || length > 15 || length > 0 && Printer.print(instruction, random.nextInt()).isEmpty()) {
                different.add(HexFormat.of().formatHex(code) + ": length " + length);
            }
        }
    }

    /** {@code DecoderFuzz SEED COUNT}: COUNT pieces as 32-bit and as many as 16-bit code. Exit code 5 if any differs. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int found = 0;
        for (int bits : new int[] {32, 16}) {
            DecoderFuzz fuzz = new DecoderFuzz(bits, Long.parseLong(arguments[0]) * 64 + bits);
            fuzz.run(Integer.parseInt(arguments[1]));
            fuzz.endure(Integer.parseInt(arguments[1]));
            System.out.printf("%d bits, seed %s: %,d pieces, %,d equal, %,d with a redundant prefix, %d differ%n", bits, arguments[0], fuzz.compared,
                fuzz.compared - fuzz.redundant - fuzz.counts.values().stream().mapToInt(n -> n).sum() - fuzz.different.size(), fuzz.redundant, fuzz.different.size());
            fuzz.counts.forEach((rule, count) -> System.out.printf("  %,7d  %s%n", count, rule.reason));
            fuzz.different.forEach(System.out::println);
            found += fuzz.different.size();
        }
        System.exit(found == 0 ? 0 : 5);
    }
}
