package exo86.cpu;

import exo86.isa.Instruction;
import exo86.isa.Op;
import exo86.isa.OperandKind;
import exo86.mmu.Fault;

/**
 * The general executor: any instruction in any mode, from its decoded form. The interpreter's hot forms are shortcuts of what stands here.
 *
 * <p>On entry {@link Cpu#eip} is the instruction's, {@link Cpu#nextEip} that of the next one, and {@link Cpu#time} the time at its start; general
 * registers are in the fields of {@link Cpu}.
 */
final class Executor {
    private final Cpu cpu;
    private final Access access;
    private final IntegerInstructions integer;
    private final DataInstructions data;
    private final ControlInstructions control;
    private final SystemInstructions system;
    final StringInstructions string;
    final FloatingPointInstructions floatingPoint;

    Executor(Cpu cpu) {
        this.cpu = cpu;
        Descriptors descriptors = new Descriptors(cpu);
        Tasks tasks = new Tasks(cpu);
        access = new Access(cpu);
        integer = new IntegerInstructions(cpu, access);
        data = new DataInstructions(cpu, access, descriptors);
        control = new ControlInstructions(cpu, access, new FarTransfers(cpu, access, descriptors, tasks));
        system = new SystemInstructions(cpu, access, descriptors, tasks);
        string = new StringInstructions(cpu, access, integer, system);
        floatingPoint = new FloatingPointInstructions(cpu, access);
    }

    /** Whether a block must end after {@code i}: it goes elsewhere, or changes what later instructions of a block take for granted. */
    static boolean endsBlock(Instruction i) {
        if (i.row.transfers || i.kind0 == OperandKind.SEGMENT && i.op != Op.PUSH || i.kind0 == OperandKind.CONTROL || i.kind0 == OperandKind.DEBUG) {
            return true;
        }
        return switch (i.op) {
            case INVALID, TOO_LONG, FOREIGN, POPF, STI, CLI, HLT, IN, OUT, INS, OUTS, LDS, LES, LFS, LGS, LSS, LMSW, INVLPG, LGDT, LIDT, LLDT, LTR,
                 RDTSC, RDMSR, WRMSR, CLTS, UD0, UD1, UD2, RSM, WBINVD, INVD -> true;
            case MOVS, STOS, LODS, CMPS, SCAS -> i.rep || i.repne;
            default -> false;
        };
    }

    /** Whether after {@code i} somebody must look at interrupts, the mode or the deadline: not after a near transfer or a repeated string. */
    static boolean leaves(Instruction i) {
        return switch (i.op) {
            case J, JMP, CALL, RET, LOOP, LOOPE, LOOPNE, JCXZ, MOVS, STOS, LODS, CMPS, SCAS -> false;
            default -> endsBlock(i);
        };
    }

    void execute(Instruction i) {
        if (i.row.privileged || i.row.protectedOnly) {
            if (i.row.protectedOnly && !cpu.descriptorMode()) {
                throw cpu.undefined();
            }
            if (i.row.privileged && cpu.cpl != 0) {
                throw SystemInstructions.namesAbsentControlRegister(i) ? cpu.undefined() : cpu.generalProtection();
            }
        }
        switch (i.op) {
            case ADD -> integer.binary(i, 0);
            case OR -> integer.binary(i, 1);
            case ADC -> integer.binary(i, 2);
            case SBB -> integer.binary(i, 3);
            case AND -> integer.binary(i, 4);
            case SUB -> integer.binary(i, 5);
            case XOR -> integer.binary(i, 6);
            case CMP -> integer.binary(i, 7);
            case TEST -> integer.test(i);
            case INC, DEC, NOT, NEG -> integer.unary(i);
            case ROL -> integer.shift(i, 0);
            case ROR -> integer.shift(i, 1);
            case RCL -> integer.shift(i, 2);
            case RCR -> integer.shift(i, 3);
            case SHL -> integer.shift(i, 4);
            case SHR -> integer.shift(i, 5);
            case SAR -> integer.shift(i, 7);
            case SHLD -> integer.shiftDouble(i, true);
            case SHRD -> integer.shiftDouble(i, false);
            case MUL -> integer.multiply(i);
            case IMUL -> {
                if (i.kind1 == OperandKind.NONE) {
                    integer.multiply(i);
                } else {
                    integer.multiplyInto(i);
                }
            }
            case DIV, IDIV -> integer.divide(i);
            case BT -> integer.bit(i, 0);
            case BTS -> integer.bit(i, 1);
            case BTR -> integer.bit(i, 2);
            case BTC -> integer.bit(i, 3);
            case BSF, BSR -> integer.scan(i);
            case XADD -> integer.exchangeAdd(i);
            case CMPXCHG -> integer.compareExchange(i);
            case CMPXCHG8B -> integer.compareExchange8Bytes(i);
            case AAA, AAS, AAM, AAD, DAA, DAS -> integer.decimal(i);
            default -> executeData(i);
        }
    }

    private void executeData(Instruction i) {
        switch (i.op) {
            case MOV -> {
                if (i.kind0 == OperandKind.CONTROL || i.kind1 == OperandKind.CONTROL) {
                    system.moveControl(i);
                } else if (i.kind0 == OperandKind.DEBUG || i.kind1 == OperandKind.DEBUG) {
                    system.moveDebug(i);
                } else if (i.kind0 == OperandKind.TEST || i.kind1 == OperandKind.TEST) {
                    throw cpu.undefined();
                } else {
                    data.move(i);
                }
            }
            case MOVZX, MOVSX -> data.moveExtended(i);
            case LEA -> cpu.setRegister(i.register0, i.width0, access.offset(i));
            case PUSH -> data.push(i);
            case POP -> data.pop(i);
            case PUSHA -> data.pushAll(i);
            case POPA -> data.popAll(i);
            case PUSHF -> data.pushFlags(i);
            case POPF -> data.popFlags(i);
            case ENTER -> data.enter(i);
            case LEAVE -> data.leave(i);
            case XCHG -> data.exchange(i);
            case XLAT -> data.translate(i);
            case CMOV -> data.moveIf(i);
            case SET -> access.setOperand0(i, cpu.condition(i.condition) ? 1 : 0);
            case BSWAP -> data.byteSwap(i);
            case LES -> data.loadFarPointer(i, 0);
            case LSS -> data.loadFarPointer(i, 2);
            case LDS -> data.loadFarPointer(i, 3);
            case LFS -> data.loadFarPointer(i, 4);
            case LGS -> data.loadFarPointer(i, 5);
            case CBW -> cpu.setRegister16(0, (byte) cpu.eax);
            case CWDE -> cpu.eax = (short) cpu.eax;
            case CWD -> cpu.setRegister16(2, (short) cpu.eax >> 15);
            case CDQ -> cpu.edx = cpu.eax >> 31;
            case CLC, STC, CMC, CLD, STD, LAHF, SAHF, SALC -> data.flag(i);
            case NOP -> { }
            case MOVS -> string.execute(i, i.width0);
            case STOS, INS -> string.execute(i, i.width0);
            case LODS, SCAS -> string.execute(i, i.width0);
            case CMPS -> string.execute(i, i.width0);
            case OUTS -> string.execute(i, i.width1);
            default -> executeControl(i);
        }
    }

    private void executeControl(Instruction i) {
        switch (i.op) {
            case J -> control.jumpIf(i, cpu.condition(i.condition));
            case JMP -> control.jumpNear(i);
            case CALL -> control.callNear(i);
            case RET -> control.returnNear(i);
            case LOOP, LOOPE, LOOPNE -> control.loop(i);
            case JCXZ -> control.jumpIfCounterZero(i);
            case JMPF -> control.far(i, false);
            case CALLF -> control.far(i, true);
            case RETF -> control.returnFar(i);
            case IRET -> control.interruptReturn(i);
            case INT -> control.interrupt(i.immediate & 0xFF, true, true);
            case INT3 -> control.interrupt(3, false, true);
            case INT1 -> control.interrupt(1, false, false);
            case INTO -> control.interruptIfOverflow();
            case BOUND -> control.bound(i);
            default -> executeSystem(i);
        }
    }

    private void executeSystem(Instruction i) {
        switch (i.op) {
            case IN -> system.in(i);
            case OUT -> system.out(i);
            case CLI -> system.interruptFlag(false);
            case STI -> system.interruptFlag(true);
            case HLT -> system.halt();
            case CLTS -> system.clearTaskSwitched();
            case INVLPG -> system.invalidatePage(i);
            case WBINVD, INVD -> { }
            case CPUID -> Identification.answer(cpu);
            case RDTSC -> system.readTime();
            case RDMSR -> system.modelSpecific(true);
            case WRMSR -> system.modelSpecific(false);
            case LGDT -> system.loadTable(i, false);
            case LIDT -> system.loadTable(i, true);
            case SGDT -> system.storeTable(i, cpu.gdtLimit, cpu.gdtBase);
            case SIDT -> system.storeTable(i, cpu.idtLimit, cpu.idtBase);
            case LLDT -> system.loadLocalTable(i);
            case LTR -> system.loadTask(i);
            case SLDT -> system.storeWord(i, cpu.ldtr.selector);
            case STR -> system.storeWord(i, cpu.tr.selector);
            case SMSW -> system.storeWord(i, cpu.cr0);
            case LMSW -> system.loadMachineStatus(i);
            case LAR -> system.query(i, false);
            case LSL -> system.query(i, true);
            case VERR -> system.verify(i, false);
            case VERW -> system.verify(i, true);
            case ARPL -> system.adjustRequestedLevel(i);
            case TOO_LONG -> throw cpu.raise(Fault.GP, 0);
            case INVALID, FOREIGN, UD0, UD1, UD2, RSM, SYSENTER, SYSEXIT, RDPMC -> throw cpu.undefined();
            default -> floatingPoint.execute(i);
        }
    }
}
