package exo86.asm;

import exo86.isa.Operand.Register;
import exo86.isa.Operand.RegisterFile;
import exo86.isa.Registers;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The words that are registers, and so cannot be symbols. */
final class RegisterNames {
    private static final Map<String, Register> ALL = new HashMap<>();

    static {
        for (int i = 0; i < 8; i++) {
            for (int width = 8; width <= 32; width *= 2) {
                ALL.put(Registers.name(i, width), new Register(RegisterFile.GENERAL, i, width));
            }
            ALL.put("cr" + i, new Register(RegisterFile.CONTROL, i, 32));
            ALL.put("dr" + i, new Register(RegisterFile.DEBUG, i, 32));
            ALL.put("st" + i, new Register(RegisterFile.ST, i, 80));
            if (i <= Registers.GS) {
                ALL.put(Registers.segmentName(i), new Register(RegisterFile.SEGMENT, i, 16));
            }
        }
        ALL.put("st", new Register(RegisterFile.ST, 0, 80));
    }

    private RegisterNames() {
    }

    static Optional<Register> of(String word) {
        return Optional.ofNullable(ALL.get(word.toLowerCase(Locale.ROOT)));
    }
}
