package exo86.cpu;

import exo86.isa.Instruction;
import exo86.isa.Op;
import exo86.isa.OperandKind;
import exo86.isa.Registers;

/**
 * The hot forms: instructions that the interpreter's switch runs itself, in flat 32-bit code. Everything else is {@link #COLD}.
 *
 * <p>A source that is a register or an immediate is one form: register 8 is always 0, so the source is always {@code r[from] + immediate}. In the
 * same way LEA, MOV from a register and MOV of an immediate are all {@code base + index * scale + displacement}.
 */
final class Form {
    static final int COLD = 0, SET_ADDRESS = 1, STORE = 2, LOAD_ZERO_8 = 3, STORE_8 = 4, LOAD_8 = 5, MOVE_8 = 6, STORE_16 = 7;
    static final int LOAD_ZERO_16 = 8, LOAD_SIGN_8 = 9, LOAD_SIGN_16 = 10, ZERO_8 = 11, ZERO_16 = 12, SIGN_8 = 13, SIGN_16 = 14, NO_OPERATION = 15;
    /** ADD OR ADC SBB AND SUB XOR CMP of 32-bit registers follow in the order of the encoding; so do those to memory, but CMP. */
    static final int BINARY = 16, BINARY_STORE = 24;
    static final int TEST = 32, COMPARE_8 = 33, COMPARE_LOAD_8 = 34, TEST_8 = 35, TEST_LOAD_8 = 36, COMPARE_MEMORY_8 = 37, COMPARE_16 = 38;
    static final int COMPARE_MEMORY_16 = 39, INCREMENT = 40, DECREMENT = 41, INCREMENT_MEMORY = 42, NEGATE = 43, NOT = 44, SHIFT_LEFT = 45;
    static final int SHIFT_RIGHT = 46, SHIFT_ARITHMETIC = 47, SHIFT = 48, MULTIPLY = 49, MULTIPLY_WIDE = 50, PUSH = 51, SIGN_EDX = 52;
    static final int SET_CONDITION = 53, MOVE_IF = 54, EXCHANGE = 55, BINARY_8 = 56, BINARY_LOAD_8 = 57;
    static final int JUMP_IF = 58, JUMP = 59, CALL = 60, JUMP_REGISTER = 61, CALL_REGISTER = 62, LOOP = 63;
    /** The bytes of the block have changed while it ran. */
    static final int STOP = 64;
    /** Jumps on flags of which it is known how they came about: any result, a comparison. */
    static final int JUMP_ZERO = 65, JUMP_NEGATIVE = 66, JUMP_NOT_POSITIVE = 67, JUMP_LESS = 68, JUMP_LESS_EQUAL = 69, JUMP_BELOW = 70, JUMP_BELOW_EQUAL = 71;
    /** TEST and the jump on it: zero, negative, not positive. A comparison and the jump on it: equal, less, less or equal, below, below or equal. */
    static final int TEST_JUMP = 72, COMPARE_JUMP = 75;
    /** From here on the forms that first of all read 32 bits of memory. */
    static final int FIRST_READ = 80;
    static final int LOAD = 80, BINARY_LOAD = 81, COMPARE_MEMORY = 89, TEST_LOAD = 90, MULTIPLY_LOAD = 91, PUSH_LOAD = 92, POP = 93, LEAVE = 94;
    static final int RETURN = 95, JUMP_LOAD = 96, CALL_LOAD = 97, COMPARE_LOAD_JUMP = 98, COMPARE_MEMORY_JUMP = 103;

    private Form() {
    }

    /** Fills {@code o} from {@code i}. */
    static void choose(Operation o, Instruction i) {
        o.handler = COLD;
        if (i.lock || i.addressSize != 32 || i.hasMemory() && (i.segment > Registers.DS || i.segment == Registers.CS) || i.op == Op.INVALID) {
            return;
        }
        if (i.hasMemory()) {
            o.base = i.base < 0 ? Operation.ZERO : i.base;
            o.index = i.index < 0 ? Operation.ZERO : i.index;
            o.scale = 31 - Integer.numberOfLeadingZeros(i.scale);
            o.displacement = i.displacement;
        }
        o.condition = i.condition;
        o.handler = form(o, i);
    }

    private static int form(Operation o, Instruction i) {
        boolean registerTo = i.kind0 == OperandKind.REGISTER;
        boolean memoryTo = i.kind0 == OperandKind.MEMORY;
        boolean memoryFrom = i.kind1 == OperandKind.MEMORY;
        boolean plainFrom = i.kind1 == OperandKind.REGISTER || i.kind1 == OperandKind.IMMEDIATE;
        operands(o, i);
        switch (i.op) {
            case MOV:
                return move(o, i, registerTo, memoryTo, memoryFrom, plainFrom);
            case LEA:
                return i.width0 == 32 ? SET_ADDRESS : COLD;
            case MOVZX, MOVSX:
                return extend(i, memoryFrom);
            case ADD, OR, ADC, SBB, AND, SUB, XOR, CMP:
                return binary(o, i, registerTo, memoryFrom, plainFrom);
            case TEST:
                if (i.width0 == 32) {
                    return registerTo && plainFrom ? TEST : memoryTo && plainFrom ? TEST_LOAD : COLD;
                }
                return i.width0 == 8 && plainFrom ? registerTo ? TEST_8 : TEST_LOAD_8 : COLD;
            case INC, DEC:
                if (i.width0 == 32) {
                    o.immediate = i.op == Op.INC ? 1 : -1;
                    return registerTo ? i.op == Op.INC ? INCREMENT : DECREMENT : INCREMENT_MEMORY;
                }
                return COLD;
            case NEG:
                return i.width0 == 32 && registerTo ? NEGATE : COLD;
            case NOT:
                return i.width0 == 32 && registerTo ? NOT : COLD;
            case SHL, SHR, SAR:
                return shift(o, i, registerTo);
            case ROL, ROR:
                return COLD;
            case MUL:
                return i.width0 == 32 && registerTo ? MULTIPLY_WIDE : COLD;
            case IMUL:
                return multiply(o, i);
            case XCHG:
                return i.width0 == 32 && registerTo && i.kind1 == OperandKind.REGISTER ? EXCHANGE : COLD;
            default:
                return transferOrStack(o, i, registerTo, memoryTo);
        }
    }

    /** The registers, shifts and the immediate of operands 0 and 1. */
    private static void operands(Operation o, Instruction i) {
        if (i.kind0 == OperandKind.REGISTER) {
            o.to = i.width0 == 8 ? i.register0 & 3 : i.register0;
            o.toShift = i.width0 == 8 ? i.register0 >> 2 << 3 : 0;
        }
        if (i.kind1 == OperandKind.REGISTER) {
            o.from = i.width1 == 8 ? i.register1 & 3 : i.register1;
            o.fromShift = i.width1 == 8 ? i.register1 >> 2 << 3 : 0;
        }
        if (i.kind1 == OperandKind.IMMEDIATE || i.kind1 == OperandKind.CONSTANT) {
            o.immediate = i.width0 == 8 ? i.immediate & 0xFF : i.width0 == 16 ? i.immediate & 0xFFFF : i.immediate;
        }
    }

    private static int move(Operation o, Instruction i, boolean registerTo, boolean memoryTo, boolean memoryFrom, boolean plainFrom) {
        if (registerTo && plainFrom && i.width0 == 32) {
            if (i.kind1 == OperandKind.REGISTER) {
                o.base = i.register1;
            } else {
                o.displacement = i.immediate;
            }
            return SET_ADDRESS;
        }
        if (i.width0 == 32) {
            return registerTo && memoryFrom ? LOAD : memoryTo && plainFrom ? STORE : COLD;
        }
        if (i.width0 == 8) {
            return registerTo && memoryFrom ? LOAD_8 : memoryTo && plainFrom ? STORE_8 : registerTo && plainFrom ? MOVE_8 : COLD;
        }
        return memoryTo && plainFrom ? STORE_16 : COLD;
    }

    private static int extend(Instruction i, boolean memoryFrom) {
        if (i.width0 != 32) {
            return COLD;
        }
        if (i.op == Op.MOVZX) {
            return i.width1 == 8 ? memoryFrom ? LOAD_ZERO_8 : ZERO_8 : memoryFrom ? LOAD_ZERO_16 : ZERO_16;
        }
        return i.width1 == 8 ? memoryFrom ? LOAD_SIGN_8 : SIGN_8 : memoryFrom ? LOAD_SIGN_16 : SIGN_16;
    }

    private static int binary(Operation o, Instruction i, boolean registerTo, boolean memoryFrom, boolean plainFrom) {
        int number = switch (i.op) {
            case ADD -> 0;
            case OR -> 1;
            case ADC -> 2;
            case SBB -> 3;
            case AND -> 4;
            case SUB -> 5;
            case XOR -> 6;
            default -> 7;
        };
        if (i.width0 == 32) {
            return registerTo ? (memoryFrom ? BINARY_LOAD : BINARY) + number : number == 7 ? COMPARE_MEMORY : BINARY_STORE + number;
        }
        if (number == 7 && plainFrom) {
            return i.width0 == 8 ? registerTo ? COMPARE_8 : COMPARE_MEMORY_8 : registerTo ? COMPARE_16 : COMPARE_MEMORY_16;
        }
        if (i.width0 == 8 && registerTo) {
            o.condition = number;
            return plainFrom ? BINARY_8 : number == 7 ? COMPARE_LOAD_8 : BINARY_LOAD_8;
        }
        return COLD;
    }

    private static int shift(Operation o, Instruction i, boolean registerTo) {
        if (!registerTo || i.width0 != 32) {
            return COLD;
        }
        o.condition = i.op == Op.SHL ? 4 : i.op == Op.SHR ? 5 : 7;
        if (i.kind1 == OperandKind.REGISTER) {
            return SHIFT;
        }
        o.immediate &= 31;
        return o.immediate == 0 ? NO_OPERATION : i.op == Op.SHL ? SHIFT_LEFT : i.op == Op.SHR ? SHIFT_RIGHT : SHIFT_ARITHMETIC;
    }

    private static int multiply(Operation o, Instruction i) {
        if (i.width0 != 32 || i.kind1 == OperandKind.NONE) {
            return COLD;
        }
        if (i.kind2 == OperandKind.NONE) {
            o.base = i.kind1 == OperandKind.MEMORY ? o.base : i.register0;
            o.condition = i.kind1 == OperandKind.MEMORY ? o.to : Operation.ZERO;
            return i.kind1 == OperandKind.MEMORY ? MULTIPLY_LOAD : MULTIPLY;
        }
        if (i.kind1 != OperandKind.REGISTER) {
            return COLD;
        }
        // r[base] * (r[from] + immediate)
        o.base = i.register1;
        o.from = Operation.ZERO;
        o.immediate = i.immediate;
        return MULTIPLY;
    }

    private static int transferOrStack(Operation o, Instruction i, boolean registerTo, boolean memoryTo) {
        boolean wide = i.operandSize == 32;
        switch (i.op) {
            case NOP:
                return NO_OPERATION;
            case CDQ:
                return SIGN_EDX;
            case SET:
                return registerTo ? SET_CONDITION : COLD;
            case CMOV:
                return wide && i.kind1 == OperandKind.REGISTER ? MOVE_IF : COLD;
            case J:
                o.immediate = i.immediate;
                return wide ? JUMP_IF : COLD;
            case LOOP:
                o.immediate = i.immediate;
                return wide ? LOOP : COLD;
            default:
                break;
        }
        if (!wide) {
            return COLD;
        }
        boolean relative = i.kind0 == OperandKind.RELATIVE;
        switch (i.op) {
            case PUSH:
                if (i.kind0 == OperandKind.IMMEDIATE) {
                    o.immediate = i.immediate;
                    return PUSH;
                }
                o.from = registerTo ? i.register0 : Operation.ZERO;
                return registerTo ? PUSH : memoryTo ? PUSH_LOAD : COLD;
            case POP:
                o.base = 4;
                return registerTo ? POP : COLD;
            case LEAVE:
                o.base = 5;
                return LEAVE;
            case JMP:
                o.immediate = i.immediate;
                return relative ? JUMP : registerTo ? JUMP_REGISTER : memoryTo ? JUMP_LOAD : COLD;
            case CALL:
                o.immediate = i.immediate;
                return relative ? CALL : registerTo ? CALL_REGISTER : memoryTo ? CALL_LOAD : COLD;
            case RET:
                o.immediate = i.kind0 == OperandKind.NONE ? 0 : i.immediate & 0xFFFF;
                o.base = 4;
                return RETURN;
            default:
                return COLD;
        }
    }
}
