package exo86.jit;

import exo86.isa.Instruction;
import exo86.isa.Op;
import exo86.isa.OperandKind;
import exo86.isa.Registers;
import exo86.jit.Step.FlagUse;

/** Which registers and flags an instruction reads and writes, and whether it may leave the region: facts for the analyses. */
final class Effects {
    private static final int EAX = 1, ECX = 2, EDX = 4, EBX = 8, ESP = 16, EBP = 32, ESI = 64, EDI = 128;

    private Effects() {
    }

    static void find(Step step, Addressing addressing) {
        Instruction i = step.instruction;
        if (isNothing(i)) {
            return;
        }
        operands(step, i);
        if (i.hasMemory() && windowed(i, addressing)) {
            step.reads |= Step.WINDOW;
        }
        step.mayExit |= i.op == Op.JMP && addressing.codeLimit() != -1;
        implicit(step, i);
        step.flags = flags(i);
    }

    /** NOP, of any length, and moves and exchanges of a register with itself: compilers pad with them. */
    static boolean isNothing(Instruction i) {
        return i.op == Op.NOP
            || (i.op == Op.MOV || i.op == Op.XCHG) && i.kind0 == OperandKind.REGISTER && i.kind1 == OperandKind.REGISTER && i.register0 == i.register1;
    }

    private static void operands(Step step, Instruction i) {
        if (i.hasMemory()) {
            step.reads |= bit(i.base) | bit(i.index);
            step.mayExit |= i.op != Op.LEA;
        }
        if (i.kind0 == OperandKind.REGISTER) {
            int mask = mask(i.register0, i.width0);
            switch (i.op) {
                case MOV, MOVZX, MOVSX, LEA, POP, SET -> {
                    step.writes |= mask;
                    step.reads |= i.width0 == 32 ? 0 : mask;
                }
                case CMP, TEST, PUSH, BT, MUL, DIV, IDIV, JMP, CALL, BOUND -> step.reads |= mask;
                case IMUL -> {
                    step.reads |= mask;
                    step.writes |= i.kind1 == OperandKind.NONE ? 0 : mask;
                }
                default -> {
                    step.reads |= mask;
                    step.writes |= mask;
                }
            }
        }
        if (i.kind1 == OperandKind.REGISTER) {
            int mask = mask(i.register1, i.width1);
            step.reads |= mask;
            step.writes |= i.op == Op.XCHG || i.op == Op.XADD ? mask : 0;
        }
        if (i.kind2 == OperandKind.REGISTER) {
            step.reads |= mask(i.register2, i.width2);
        }
    }

    private static void implicit(Step step, Instruction i) {
        switch (i.op) {
            case PUSH, CALL, POP, RET -> {
                step.reads |= ESP | Step.WINDOW;
                step.writes |= ESP;
                step.mayExit = true;
            }
            case PUSHF -> {
                step.reads |= ESP | Step.WINDOW;
                step.writes |= ESP;
                step.mayExit = true;
            }
            case PUSHA -> {
                step.reads |= Step.REGISTERS | Step.WINDOW;
                step.writes |= ESP;
                step.mayExit = true;
            }
            case POPA -> {
                step.reads |= (i.operandSize == 32 ? ESP : Step.REGISTERS) | Step.WINDOW;
                step.writes |= Step.REGISTERS;
                step.mayExit = true;
            }
            case XLAT -> {
                step.reads |= EAX | 8;
                step.writes |= EAX;
                step.mayExit = true;
            }
            case ENTER -> {
                step.reads |= EBP | ESP | Step.WINDOW;
                step.writes |= EBP | ESP;
                step.mayExit = true;
            }
            case INTO -> step.mayExit = true;
            case MOV -> step.mayExit |= SegmentEmitters.loads(i);
            case LEAVE -> {
                step.reads |= EBP | ESP | Step.WINDOW;
                step.writes |= EBP | ESP;
                step.mayExit = true;
            }
            case MUL, IMUL, DIV, IDIV -> {
                if (i.kind1 == OperandKind.NONE) {
                    step.reads |= EAX | EDX;
                    step.writes |= EAX | (i.width0 == 8 ? 0 : EDX);
                }
                step.mayExit |= i.op == Op.DIV || i.op == Op.IDIV;
            }
            case CDQ, CWD -> {
                step.reads |= EAX | (i.op == Op.CWD ? EDX : 0);
                step.writes |= EDX;
            }
            case CBW, CWDE, DAA, DAS, AAA, AAS, AAM, AAD, LAHF, SALC -> {
                step.reads |= EAX;
                step.writes |= EAX;
            }
            case SAHF -> step.reads |= EAX;
            case CMPXCHG8B -> {
                step.reads |= EAX | ECX | EDX | EBX;
                step.writes |= EAX | EDX;
            }
            case CMPXCHG -> {
                step.reads |= EAX;
                step.writes |= EAX;
            }
            case LOOP, LOOPE, LOOPNE -> {
                step.reads |= ECX;
                step.writes |= ECX;
            }
            case JCXZ -> step.reads |= ECX;
            case MOVS, STOS, LODS, SCAS, CMPS -> {
                step.reads |= EAX | ECX | ESI | EDI;
                step.writes |= (i.op == Op.LODS ? EAX : 0) | (i.rep || i.repne ? ECX : 0) | (i.op == Op.STOS || i.op == Op.SCAS ? 0 : ESI) | (i.op == Op.LODS ? 0 : EDI);
                step.mayExit = true;
            }
            default -> step.mayExit |= FloatingPointEmitters.contains(i.op);
        }
    }

    private static FlagUse flags(Instruction i) {
        return switch (i.op) {
            case ADD, SUB, CMP, AND, OR, XOR, TEST, NEG, MUL, IMUL, XADD, CMPXCHG, AAM, AAD -> FlagUse.SETS;
            case INC, DEC, ADC, SBB -> FlagUse.SETS_FROM_CARRY;
            case SHL, SHR, SAR, SHLD, SHRD -> constantShift(i) ? (shiftCount(i) == 0 ? FlagUse.NONE : FlagUse.SETS) : FlagUse.MERGES;
            case ROL, ROR, RCL, RCR, BT, BTS, BTR, BTC, CMPXCHG8B, BSF, BSR, CLC, STC, CMC, SAHF, DAA, DAS, AAA, AAS -> FlagUse.MERGES;
            case J, SET, CMOV -> FlagUse.TESTS;
            case LAHF, SALC, LOOPE, LOOPNE, PUSHF, INTO, FCMOVB, FCMOVE, FCMOVBE, FCMOVU, FCMOVNB, FCMOVNE, FCMOVNBE, FCMOVNU -> FlagUse.READS;
            case FCOMI, FCOMIP, FUCOMI, FUCOMIP -> FlagUse.SETS;
            case CMPS, SCAS -> i.rep || i.repne ? FlagUse.MERGES : FlagUse.SETS;
            default -> FlagUse.NONE;
        };
    }

    static boolean constantShift(Instruction i) {
        return i.kind2 == OperandKind.NONE ? i.kind1 != OperandKind.REGISTER : i.kind2 != OperandKind.REGISTER;
    }

    static int shiftCount(Instruction i) {
        return i.immediate & 31;
    }

    /** The stack window serves accesses based on ESP. */
    static boolean windowed(Instruction i, Addressing addressing) {
        return addressing.flatStack() && i.addressSize == 32 && i.base == Registers.ESP && i.op != Op.LEA && i.segment == Registers.SS;
    }

    private static int bit(int register) {
        return register < 0 ? 0 : 1 << register;
    }

    private static int mask(int register, int width) {
        return 1 << (width == 8 ? register & 3 : register);
    }
}
