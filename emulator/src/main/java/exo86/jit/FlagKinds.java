package exo86.jit;

import exo86.cpu.Flags;
import exo86.isa.Instruction;

/** The kind of flags that the emitter of an instruction leaves. Emitters and analysis both ask here. */
final class FlagKinds {
    private FlagKinds() {
    }

    /** For an instruction that sets all six flags. */
    static int after(Instruction i) {
        int shift = FlagKind.shift(i.width0);
        return switch (i.op) {
            case ADD, XADD -> Flags.ADD | shift;
            case SUB, CMP, NEG, CMPXCHG, CMPS, SCAS -> Flags.SUB | shift;
            case ADC -> Flags.ADD | shift | FlagKind.WITH_CARRY;
            case SBB -> Flags.SUB | shift | FlagKind.WITH_CARRY;
            case AND, OR, XOR, TEST -> Flags.RESULT | shift | FlagKind.LOGIC;
            case INC -> Flags.INCREMENT | shift;
            case DEC -> Flags.DECREMENT | shift;
            case SHL, SHR, SAR -> i.width0 == 32 || Effects.constantShift(i) ? Flags.RESULT | shift : FlagKind.UNKNOWN;
            case MUL, IMUL -> Flags.RESULT | shift;
            default -> FlagKind.UNKNOWN;
        };
    }
}
