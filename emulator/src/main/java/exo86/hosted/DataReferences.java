package exo86.hosted;

import exo86.isa.Instruction;
import exo86.isa.Op;
import exo86.isa.OperandKind;

/** How often an instruction refers to data in memory: a fact about its form. Of a repeated string instruction, an iteration's. */
final class DataReferences {
    private static final int GENERAL_REGISTERS = 8;

    private DataReferences() {
    }

    static int of(Instruction i) {
        return operand(i) + implied(i);
    }

    private static int operand(Instruction i) {
        boolean addressOnly = i.op == Op.LEA || i.op == Op.NOP || i.op == Op.INVLPG;
        return i.hasMemory() && !addressOnly ? 1 : 0;
    }

    private static int implied(Instruction i) {
        return switch (i.op) {
            case PUSH, POP, PUSHF, POPF, CALL, RET, LEAVE, XLAT -> 1;
            case ENTER -> 1 + (i.immediate2 & 31);
            case PUSHA, POPA -> GENERAL_REGISTERS;
            case RETF, CALLF -> 2;
            default -> string(i.kind0) + string(i.kind1);
        };
    }

    private static int string(OperandKind kind) {
        return kind == OperandKind.STRING_SOURCE || kind == OperandKind.STRING_DESTINATION ? 1 : 0;
    }
}
