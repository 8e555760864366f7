package exo86.conform;

import exo86.isa.Decoder;
import exo86.isa.Instruction;
import exo86.isa.Printer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * How an engine differs from a vector.
 *
 * @param code the vector's code, or nothing if it is not one instruction
 * @param bits 16 or 32
 * @param address EIP of the code
 * @param differences one a register, flag set or memory byte: what it is and what it should be
 * @param rule the passage of the manual at stake, or nothing
 * @param place the file and line that the vector was written in, or nothing if its name says enough
 */
public record Divergence(byte[] code, int bits, int address, List<String> differences, String rule, String place) {
    private static final String[] FLAGS = {"cf", "", "pf", "", "af", "", "zf", "sf", "tf", "if", "df", "of", "iopl.0", "iopl.1", "nt", "", "rf", "vm", "ac",
        "vif", "vip", "id"};

    /** An instruction of the code: its bytes in hex, and its text. */
    public record Decoded(String bytes, String text) { }

    public Divergence {
        differences = List.copyOf(differences);
    }

    public String bytes() {
        return HexFormat.of().formatHex(code);
    }

    /** The first instruction of the code as text. */
    public String instruction() {
        return code.length == 0 ? "" : listing().getFirst().text;
    }

    /** The whole code, decoded in a row. */
    public List<Decoded> listing() {
        List<Decoded> lines = new ArrayList<>();
        Instruction instruction = new Instruction();
        for (int at = 0; at < code.length; at += instruction.length) {
            Decoder.decode(code, at, code.length, bits, instruction);
            int end = Math.min(at + instruction.length, code.length);
            lines.add(new Decoded(HexFormat.of().formatHex(code, at, end), Printer.print(instruction, address + at)));
        }
        return lines;
    }

    /** Flags of EFLAGS by name, upper case if set in {@code value}, out of those in {@code mask}. */
    static String flags(int value, int mask) {
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < FLAGS.length; bit++) {
            if ((mask & 1 << bit) != 0 && !FLAGS[bit].isEmpty()) {
                text.append(text.isEmpty() ? "" : " ").append((value & 1 << bit) != 0 ? FLAGS[bit].toUpperCase(Locale.ROOT) : FLAGS[bit]);
            }
        }
        return text.toString();
    }
}
