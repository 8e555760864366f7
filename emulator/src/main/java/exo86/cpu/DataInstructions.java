package exo86.cpu;

import exo86.isa.Instruction;
import exo86.isa.Op;
import exo86.isa.OperandKind;
import exo86.mmu.Fault;

/** Moves, exchanges, conversions, the stack, single flags. */
final class DataInstructions {
    private final Cpu cpu;
    private final Access access;
    private final Descriptors descriptors;

    DataInstructions(Cpu cpu, Access access, Descriptors descriptors) {
        this.cpu = cpu;
        this.access = access;
        this.descriptors = descriptors;
    }

    /** MOV but for control, debug and test registers. */
    void move(Instruction i) {
        if (i.kind0 == OperandKind.SEGMENT) {
            loadSegment(i.register0, access.operand1(i) & 0xFFFF);
        } else if (i.kind1 == OperandKind.SEGMENT && i.kind0 == OperandKind.MEMORY) {
            access.write(access.segment(i), access.offset(i), 16, access.operand1(i));
        } else {
            access.setOperand0(i, access.operand1(i));
        }
    }

    private void loadSegment(int number, int selector) {
        descriptors.load(number, selector);
        if (number == 2) {
            cpu.inhibit(true);
        }
        cpu.stateChanged();
    }

    /** LDS LES LFS LGS LSS. */
    void loadFarPointer(Instruction i, int number) {
        int offset = access.offset(i);
        Segment segment = access.segment(i);
        int bytes = i.operandSize >>> 3;
        int value = access.read(segment, offset, i.operandSize);
        int selector = access.read(segment, access.further(i, offset, bytes), 16);
        descriptors.load(number, selector);
        cpu.setRegister(i.register0, i.operandSize, value);
        cpu.stateChanged();
    }

    void exchange(Instruction i) {
        int b = access.operand1(i);
        if (i.kind0 == OperandKind.MEMORY) {
            int at = access.forUpdate(i);
            int a = access.load(at, i.width0);
            access.store(at, i.width0, b);
            cpu.setRegister(i.register1, i.width1, a);
        } else if (i.kind1 == OperandKind.MEMORY) {
            int at = access.linear(access.segment(i), access.offset(i), i.width1 >>> 3, true);
            cpu.mmu.checkWrite(at, i.width1 >>> 3);
            int a = access.operand0(i);
            b = access.load(at, i.width1);
            access.store(at, i.width1, a);
            cpu.setRegister(i.register0, i.width0, b);
        } else {
            int a = access.operand0(i);
            access.setOperand0(i, b);
            cpu.setRegister(i.register1, i.width1, a);
        }
    }

    void moveExtended(Instruction i) {
        int value = access.operand1(i);
        if (i.op == Op.MOVSX) {
            value = i.width1 == 8 ? (byte) value : (short) value;
        }
        cpu.setRegister(i.register0, i.width0, value);
    }

    /** CMOVcc reads its source whether the condition holds or not. */
    void moveIf(Instruction i) {
        int value = access.operand1(i);
        if (cpu.condition(i.condition)) {
            cpu.setRegister(i.register0, i.width0, value);
        }
    }

    void byteSwap(Instruction i) {
        if (i.width0 == 16) {
            // the SDM leaves the result undefined; processors store 0
            cpu.setRegister16(i.register0, 0);
        } else {
            cpu.setRegister(i.register0, Integer.reverseBytes(cpu.register(i.register0)));
        }
    }

    void translate(Instruction i) {
        int offset = cpu.ebx + (cpu.eax & 0xFF);
        cpu.setRegister8(0, access.read(access.segment(i), i.addressSize == 16 ? offset & 0xFFFF : offset, 8));
    }

    // ---- stack

    void push(Instruction i) {
        int value = access.operand0(i);
        if (i.kind0 == OperandKind.SEGMENT && i.operandSize == 32) {
            // only the selector's two bytes are written; the stack pointer moves by four
            int offset = access.stackOffset(-4);
            access.write(cpu.ss, offset, 16, value);
            access.setStackPointer(offset);
        } else {
            access.push(value, i.operandSize);
        }
    }

    void pop(Instruction i) {
        int before = cpu.esp;
        if (i.kind0 == OperandKind.SEGMENT) {
            int selector = access.read(cpu.ss, access.stackPointer(), 16);
            int after = access.stackOffset(i.operandSize >>> 3);
            boolean wasBig = cpu.ss.big;
            descriptors.load(i.register0, selector);
            cpu.esp = wasBig ? after : cpu.esp & ~0xFFFF | after & 0xFFFF;
            if (i.register0 == 2) {
                cpu.inhibit(true);
            }
            cpu.stateChanged();
        } else if (i.kind0 == OperandKind.REGISTER) {
            int value = access.pop(i.operandSize);
            cpu.setRegister(i.register0, i.operandSize, value);
        } else {
            // the address is computed with the stack pointer already moved
            int value = access.pop(i.operandSize);
            try {
                access.write(access.segment(i), access.offset(i), i.operandSize, value);
            } catch (Fault fault) {
                cpu.esp = before;
                throw fault;
            }
        }
    }

    void pushAll(Instruction i) {
        int width = i.operandSize;
        int bytes = width >>> 3;
        for (int k = 1; k <= 8; k++) {
            int at = access.linear(cpu.ss, access.stackOffset(-k * bytes), bytes, true);
            cpu.mmu.checkWrite(at, bytes);
        }
        int esp = cpu.esp;
        for (int k = 0; k < 8; k++) {
            access.push(k == 4 ? esp : cpu.register(k), width);
        }
    }

    void popAll(Instruction i) {
        int width = i.operandSize;
        int bytes = width >>> 3;
        for (int k = 0; k < 8; k++) {
            access.peek(k * bytes, width);
        }
        for (int k = 7; k >= 0; k--) {
            int value = access.pop(width);
            if (k != 4) {
                cpu.setRegister(k, width, value);
            }
        }
    }

    void enter(Instruction i) {
        int width = i.operandSize;
        int bytes = width >>> 3;
        int level = i.immediate2 & 31;
        int esp = cpu.esp;
        int frame;
        try {
            access.push(cpu.ebp, width);
            frame = cpu.esp;
            int link = cpu.ebp;
            for (int k = 1; k < level; k++) {
                link -= bytes;
                access.push(access.read(cpu.ss, cpu.ss.big ? link : link & 0xFFFF, width), width);
            }
            if (level > 0) {
                access.push(frame, width);
            }
            access.setStackPointer(access.stackOffset(-(i.immediate & 0xFFFF)));
            // the new top must be writable, although nothing is written
            cpu.mmu.checkWrite(access.linear(cpu.ss, access.stackPointer(), bytes, true), bytes);
        } catch (Fault fault) {
            cpu.esp = esp;
            throw fault;
        }
        cpu.setRegister(5, width, frame);
    }

    void leave(Instruction i) {
        int at = cpu.ss.big ? cpu.ebp : cpu.ebp & 0xFFFF;
        int value = access.read(cpu.ss, at, i.operandSize);
        access.setStackPointer(at + (i.operandSize >>> 3));
        cpu.setRegister(5, i.operandSize, value);
    }

    // ---- flags

    void pushFlags(Instruction i) {
        if (cpu.virtual8086() && cpu.iopl() < 3) {
            if (!cpu.virtualInterrupts() || i.operandSize == 32) {
                throw cpu.generalProtection();
            }
            access.push(cpu.virtualFlags(), 16);
            return;
        }
        access.push(cpu.eflags() & ~(Flags.RF | Flags.VM), i.operandSize);
    }

    /** POPF: IOPL changes at CPL 0 only, IF at CPL ≤ IOPL only; both are ignored otherwise, without a fault. */
    void popFlags(Instruction i) {
        if (cpu.virtual8086() && cpu.iopl() < 3) {
            if (!cpu.virtualInterrupts() || i.operandSize == 32) {
                throw cpu.generalProtection();
            }
            int image = access.peek(0, 16);
            cpu.setVirtualFlags(image);
            access.setStackPointer(access.stackOffset(2));
            return;
        }
        int value = access.pop(i.operandSize);
        boolean real = !cpu.protectedMode();
        int change = Flags.STATUS | Flags.TF | Flags.DF | Flags.NT;
        if (i.operandSize == 32) {
            change |= Flags.AC | Flags.ID;
        }
        if (real || cpu.cpl == 0) {
            change |= Flags.IOPL;
        }
        if (cpu.virtual8086()) {
            change |= Flags.IF;
        } else if (real || cpu.cpl <= cpu.iopl()) {
            change |= Flags.IF;
        }
        cpu.setEflags(cpu.eflags() & ~change & ~Flags.RF | value & change);
    }

    void flag(Instruction i) {
        int status = cpu.status();
        switch (i.op) {
            case CLC -> cpu.setStatus(status & ~Flags.CF);
            case STC -> cpu.setStatus(status | Flags.CF);
            case CMC -> cpu.setStatus(status ^ Flags.CF);
            case CLD -> cpu.systemFlags &= ~Flags.DF;
            case STD -> cpu.systemFlags |= Flags.DF;
            case LAHF -> cpu.setRegister8(4, status & 0xD5 | 2);
            case SAHF -> cpu.setStatus(status & Flags.OF | cpu.register8(4) & 0xD5);
            default -> cpu.setRegister8(0, (status & Flags.CF) != 0 ? 0xFF : 0);
        }
    }
}
