package exo86.asm;

import exo86.isa.Decoder;
import exo86.isa.Instruction;
import exo86.isa.Op;
import exo86.isa.Printer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Disassembly of random bytes, assembled again: its disassembly must be the same text. {@code tests/fuzz/decoder.sh} runs it long. */
final class RoundTrip {
    final List<String> different = new ArrayList<>();
    int compared;

    void run(int bits, long seed, int count) {
        Random random = new Random(seed + bits);
        Instruction instruction = new Instruction();
        for (int i = 0; i < count; i++) {
            byte[] code = new byte[16];
            random.nextBytes(code);
            if (random.nextInt(4) == 0) {
                code[0] = 0x0F;
            }
            Decoder.decode(code, 0, code.length, bits, instruction);
            String text = Printer.print(instruction, 0x1000);
            if (instruction.op != Op.INVALID && instruction.op != Op.TOO_LONG && instruction.op != Op.FOREIGN && !notAssembled(text)) {
                compare(bits, HexFormat.of().formatHex(code, 0, instruction.length), text);
            }
        }
    }

    private void compare(int bits, String bytes, String text) {
        compared++;
        // the width of a conditional jump is in no text: where it goes beyond 64 KiB in 16-bit code it has 32 bits
        String wide = bits == 16 && text.matches("j\\w+ 0x[0-9a-f]{5,}") && !text.startsWith("jmp") ? "o32 " : "";
        String source = wide + text.replaceAll("^((?:\\w+ )*)(j\\w+|call[wd]?|jmp[wd]?|loop\\w*|xbegin) 0x([0-9a-f]+)$", "$1$2 \\$\\$+0x$3-0x1000");
        Assembly assembly = Assembler.flat("bits " + bits + "\n" + source + "\n", "x.asm", name -> Optional.empty());
        String again = assembly.flat().map(code -> print(code, bits)).orElseGet(() -> assembly.diagnostics().getFirst().message());
        if (!normal(again).equals(normal(text))) {
            different.add(bits + " " + bytes + " " + text + ": again " + again);
        }
    }

    /** {@code RoundTrip SEED COUNT}: exit code 5 if any differs. */
    public static void main(String[] arguments) {
        RoundTrip trip = new RoundTrip();
        for (int bits : new int[] {32, 16}) {
            trip.run(bits, Long.parseLong(arguments[0]), Integer.parseInt(arguments[1]));
        }
        System.out.println("disassembled and assembled again, seed " + arguments[0] + ": " + trip.compared + ", " + trip.different.size() + " differ");
        trip.different.stream().limit(100).forEach(System.out::println);
        System.exit(trip.different.isEmpty() ? 0 : 5);
    }

    private static String print(byte[] bytes, int bits) {
        Instruction instruction = new Instruction();
        return Decoder.decode(bytes, 0, bytes.length, bits, instruction) == bytes.length ? Printer.print(instruction, 0x1000) : "other length";
    }

    /**
     * Spellings of the same: a displacement of 0 may be there or not, shifts by 1 and MOV of the accumulator have two encodings, an x87 operation
     * of ST with itself too, XCHG has no order, a segment register takes 16 bits of any register.
     */
    private static String normal(String text) {
        String same = text.replace("+0x0]", "]").replaceFirst("^((?:sh|ro|rc|sa)[lr] .*),0x1$", "$1,1").replaceFirst("^(mov .*)\\b(BYTE|WORD|DWORD) PTR ([c-gs]s:0x)", "$1$3").replaceFirst("^(f.*)st\\(0\\),st$", "$1st,st(0)").replaceFirst("^xchg (e?ax),\\1$", "nop")
            .replaceFirst("^mov ([c-gs]s),e", "mov $1,");
        String[] words = same.split("[ ,]");
        return words[0].equals("xchg") && words.length == 3 && words[1].compareTo(words[2]) > 0 ? "xchg " + words[2] + "," + words[1] : same;
    }

    /** Texts that say less than the bytes, or that a prefix makes meaningless: there is no one instruction to come back to. */
    private static boolean notAssembled(String text) {
        return text.contains("eiz") || text.matches(".*\\b(repz|repnz|rep|bnd|xrelease|xacquire|notrack|data16|data32|addr16|addr32|[cdefgs]s|lock) .*")
            || text.matches(".*\\b(tr[0-7]|cr[567]|fndisi|fneni|fnsetpm|lcall|tzcnt|lzcnt|endbr..|salc)\\b.*") || text.matches("pause|(call|jmp) 0x\\w+:0x\\w{5,}") || text.matches("(nop|ud0|ud1) .*")
            || text.matches(".*esp\\*1.*|.*\\[e..\\*[12][+-].*");
    }
}
