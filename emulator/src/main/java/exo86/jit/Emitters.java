package exo86.jit;

import exo86.isa.Instruction;
import exo86.isa.Op;
import exo86.isa.OperandKind;
import exo86.isa.Registers;
import java.util.EnumMap;
import java.util.Map;

/** The table of emitters by operation. What is not in it, or not in the form that its emitter knows, is handed back to the interpreter. */
final class Emitters {
    private static final Map<Op, Emitter> TABLE = new EnumMap<>(Op.class);

    static {
        MoveEmitters.addTo(TABLE);
        ArithmeticEmitters.addTo(TABLE);
        ShiftEmitters.addTo(TABLE);
        MultiplyEmitters.addTo(TABLE);
        BitEmitters.addTo(TABLE);
        StackEmitters.addTo(TABLE);
        SegmentEmitters.addTo(TABLE);
        ControlEmitters.addTo(TABLE);
        StringEmitters.addTo(TABLE);
        FloatingPointEmitters.addTo(TABLE);
    }

    private Emitters() {
    }

    /** The emitter of {@code i}, or null. */
    static Emitter of(Instruction i, Addressing addressing) {
        return Effects.isNothing(i) ? (out, step) -> { } : (general(i) || SegmentEmitters.loads(i)) && form(i, addressing) ? TABLE.get(i.op) : null;
    }

    /** Whether some form of {@code op} is compiled. */
    static boolean knows(Op op) {
        return op == Op.NOP || TABLE.containsKey(op);
    }

    /** General registers, memory and immediates only, or a form that its emitter knows. A LOCK prefix changes nothing: there is one processor. */
    private static boolean general(Instruction i) {
        return string(i) || FloatingPointEmitters.contains(i.op) || plain(i.kind0) && plain(i.kind1) && plain(i.kind2)
            || (i.op == Op.MOV && i.kind1 == OperandKind.SEGMENT || i.op == Op.PUSH && i.kind0 == OperandKind.SEGMENT || i.op == Op.ENTER);
    }

    private static boolean string(Instruction i) {
        return switch (i.op) {
            case MOVS, STOS, LODS, SCAS, CMPS -> true;
            default -> false;
        };
    }

    private static boolean plain(OperandKind kind) {
        return switch (kind) {
            case NONE, REGISTER, MEMORY, IMMEDIATE, CONSTANT, RELATIVE, TRANSLATION_TABLE -> true;
            default -> false;
        };
    }

    private static boolean form(Instruction i, Addressing addressing) {
        return switch (i.op) {
            case LEA -> i.width0 != 8;
            case MOV -> i.kind0 != OperandKind.SEGMENT || SegmentEmitters.knows(i.register0, addressing);
            case LES, LDS, LFS, LGS -> SegmentEmitters.paragraphs(addressing);
            case POP -> i.kind0 == OperandKind.SEGMENT ? SegmentEmitters.knows(i.register0, addressing)
                : i.kind0 != OperandKind.MEMORY || i.base != Registers.ESP || addressing.wideStack();
            case ENTER -> (i.immediate2 & 31) <= StackEmitters.MOST_LEVELS;
            case AAM -> (i.immediate & 0xFF) != 0;
            default -> true;
        };
    }
}
