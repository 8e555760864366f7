package exo86.isa;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * Random bytes against objdump: our length and our text must be objdump's. Each piece of 15 bytes is followed by NOPs, so that both start anew
 * at the next. {@code tests/fuzz/decoder.sh} runs it long.
 *
 * <p>Left to objdump is what {@link #NOT_OURS} and {@link #skipped} say: what it calls bad (undocumented forms that processors execute are ours),
 * AVX, MPX, 3DNow!, {@link #NEWER} extensions, AMD's CR8, the lock-elision names of repeated prefixes, comparison predicates in a name; it also joins FWAIT to the instruction behind it.
 */
final class DecoderFuzz {
    private static final Pattern NOT_OURS = Pattern.compile("\\(bad\\)|\\b(v[a-z0-9]+|bnd[a-z]+|pf[a-z0-9]+|pi2f.|pswapd|pavgusb|pmulhrw|cldemote|xbegin|xabort) "
        + "|\\b(cr[89]|cr1[0-5]|dr[89]|dr1[0-5])\\b|bnd |xacquire|xrelease|notrack|\\bcmp[a-z]+(ps|pd|ss|sd) |repz repnz|repnz repz|endbr|repz (data(16|32)|addr).* nop ");
    private static final Pattern NEWER = Pattern.compile("\\b(v[a-z]+_[a-z]+|xsave[cs]|xrstors|insertq|extrq|(rd|wr)[fg]sbase|wrmsrns|aadd|aand|aor|axor|rdsspd|vmgexit|tlbsync|invlpg[ab]|swapgs|wrssd|k[a-z]+[bwdq])\\b|[{]"
        + "|repn?z .*pmovmskb|data(16|32) repn?z nop |repn?z data(16|32) nop ");
    /** Objdump lets a jump leave 64 KiB; EIP is cut to 16 bits. */
    private static final Pattern FAR_TARGET = Pattern.compile("\\b(j[a-z]+|call|loop[a-z]*) 0x(1|ffff)[0-9a-f]{4}$");
    private static final Pattern VERIFY = Pattern.compile("\\bver[rw] ");
    private static final Pattern WAIT_FIRST = Pattern.compile("((66|67|f0|f2|f3|2e|3e|26|36|64|65) )*9b.*");
    private static final int[] PREFIXES = {0x66, 0x67, 0xF2, 0xF3, 0xF0, 0x2E, 0x3E, 0x26, 0x64, 0x65, 0x36};
    private static final int PIECE = 32, MOST = 60;

    private final int bits;
    private final Random random;
    private final Instruction instruction = new Instruction();
    final List<String> different = new ArrayList<>();
    int compared;

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
        if (skipped(text, parts[1])) {
            return;
        }
        if (bits == 16 && FAR_TARGET.matcher(text).find()) {
            int digits = text.lastIndexOf('x') + 1;
            text = text.substring(0, digits) + Integer.toHexString(Integer.parseUnsignedInt(text, digits, text.length(), 16) & 0xFFFF);
        }
        int expected = parts[1].replace(" ", "").length() / 2;
        int length = Decoder.decode(code, address, address + PIECE, bits, instruction);
        String ours = Printer.print(instruction, address);
        compared++;
        if (length != expected || !ours.equals(text)) {
            different.add(HexFormat.of().formatHex(code, address, address + Math.max(length, expected)) + " " + text + ": ours " + length + " " + ours);
        }
    }

    private static boolean skipped(String text, String bytes) {
        return text.isEmpty() || NEWER.matcher(text).find() || NOT_OURS.matcher(text).find() && !VERIFY.matcher(text).find() || WAIT_FIRST.matcher(bytes).matches();
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
            System.out.printf("%d bits, seed %s: %s pieces, %d compared, %d differ%n", bits, arguments[0], arguments[1], fuzz.compared, fuzz.different.size());
            fuzz.different.forEach(System.out::println);
            found += fuzz.different.size();
        }
        System.exit(found == 0 ? 0 : 5);
    }
}
