package exo86.conform;

import exo86.isa.Decoder;
import exo86.isa.Instruction;
import exo86.isa.Printer;
import java.util.HexFormat;
import java.util.List;

/**
 * How an engine differs from a vector.
 *
 * @param code the vector's code, or nothing if it is not one instruction
 * @param bits 16 or 32
 * @param address EIP of the code
 * @param differences one a register, flag set or memory byte: what it is and what it should be
 * @param rule the passage of the manual at stake, or nothing
 */
public record Divergence(byte[] code, int bits, int address, List<String> differences, String rule) {
    public Divergence {
        differences = List.copyOf(differences);
    }

    public String bytes() {
        return HexFormat.of().formatHex(code);
    }

    /** The first instruction of the code as text. */
    public String instruction() {
        if (code.length == 0) {
            return "";
        }
        Instruction instruction = new Instruction();
        Decoder.decode(code, 0, code.length, bits, instruction);
        return Printer.print(instruction, address);
    }

    /** Flags of EFLAGS by name, upper case if set in {@code value}, out of those in {@code mask}. */
    static String flags(int value, int mask) {
        String[] names = {"cf", "", "pf", "", "af", "", "zf", "sf", "tf", "if", "df", "of"};
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < names.length; bit++) {
            if ((mask & 1 << bit) != 0 && !names[bit].isEmpty()) {
                text.append(text.isEmpty() ? "" : " ").append((value & 1 << bit) != 0 ? names[bit].toUpperCase(java.util.Locale.ROOT) : names[bit]);
            }
        }
        return text.toString();
    }
}
