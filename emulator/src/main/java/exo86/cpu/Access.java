package exo86.cpu;

import exo86.isa.Instruction;
import exo86.isa.OperandKind;
import exo86.mmu.Fault;
import exo86.mmu.Mmu;

/**
 * Operands: effective addresses, segment checks, the stack (SDM 3A 5.3, 5.4).
 *
 * <p>A data access of the general executor goes through {@link #linear}, which checks the segment and gives a linear address. An instruction
 * that reads and then writes one operand asks {@link #forUpdate} first, which raises what the write would raise.
 */
final class Access {
    private final Cpu cpu;
    private final Mmu mmu;

    Access(Cpu cpu) {
        this.cpu = cpu;
        this.mmu = cpu.mmu;
    }

    // ---- segments

    /** Linear address of {@code size} bytes at {@code offset}, or #GP/#SS(0) (by segment), or #AC. */
    int linear(Segment segment, int offset, int size, boolean write) {
        if (!(segment.flat && (!write || segment.writable))) {
            boolean allowed = write ? segment.writable : segment.readable;
            if (!allowed || !segment.contains(offset, size)) {
                throw cpu.raise(segment == cpu.ss ? Fault.SS : Fault.GP, 0);
            }
        }
        int linear = segment.base + offset;
        if (cpu.watching) {
            cpu.watchpoints.touchData(linear, size, write);
        }
        if (cpu.alignmentChecked && (linear & Integer.highestOneBit(size) - 1) != 0) {
            throw cpu.raise(Fault.AC, 0);
        }
        return linear;
    }

    int read(Segment segment, int offset, int width) {
        int at = linear(segment, offset, width >>> 3, false);
        return load(at, width);
    }

    void write(Segment segment, int offset, int width, int value) {
        store(linear(segment, offset, width >>> 3, true), width, value);
    }

    int load(int linear, int width) {
        return width == 32 ? mmu.read32(linear) : width == 16 ? mmu.read16(linear) : mmu.read8(linear);
    }

    void store(int linear, int width, int value) {
        if (width == 32) {
            mmu.write32(linear, value);
        } else if (width == 16) {
            mmu.write16(linear, value);
        } else {
            mmu.write8(linear, value);
        }
    }

    // ---- operands of an instruction

    /** Offset of the memory operand in its segment. */
    int offset(Instruction i) {
        int offset = i.displacement;
        if (i.base >= 0) {
            offset += cpu.register(i.base);
        }
        if (i.index >= 0) {
            offset += cpu.register(i.index) * i.scale;
        }
        return i.addressSize == 16 ? offset & 0xFFFF : offset;
    }

    /** Offset {@code bytes} further, wrapping as the address size does. */
    int further(Instruction i, int offset, int bytes) {
        return i.addressSize == 16 ? offset + bytes & 0xFFFF : offset + bytes;
    }

    Segment segment(Instruction i) {
        return cpu.segments[i.segment];
    }

    int operand0(Instruction i) {
        return operand(i, i.kind0, i.register0, i.width0);
    }

    int operand1(Instruction i) {
        return operand(i, i.kind1, i.register1, i.width1);
    }

    int operand2(Instruction i) {
        return operand(i, i.kind2, i.register2, i.width2);
    }

    private int operand(Instruction i, OperandKind kind, int register, int width) {
        return switch (kind) {
            case REGISTER -> cpu.register(register, width);
            case MEMORY -> read(segment(i), offset(i), width);
            case IMMEDIATE, CONSTANT, RELATIVE -> i.immediate & Alu.mask(width == 0 ? 32 : width);
            case IMMEDIATE2 -> i.immediate2;
            case SEGMENT -> cpu.segments[register].selector;
            default -> 0;
        };
    }

    /** Writes operand 0, a register or memory. */
    void setOperand0(Instruction i, int value) {
        if (i.kind0 == OperandKind.REGISTER) {
            cpu.setRegister(i.register0, i.width0, value);
        } else {
            write(segment(i), offset(i), i.width0, value);
        }
    }

    /** Linear address of the memory operand 0 after all checks of reading and of writing it. */
    int forUpdate(Instruction i) {
        int at = linear(segment(i), offset(i), i.width0 >>> 3, true);
        if (!segment(i).readable) {
            throw cpu.generalProtection();
        }
        mmu.checkWrite(at, i.width0 >>> 3);
        return at;
    }

    // ---- stack

    int stackPointer() {
        return cpu.ss.big ? cpu.esp : cpu.esp & 0xFFFF;
    }

    /** Moves the stack pointer: all of ESP or only SP. */
    void setStackPointer(int value) {
        cpu.esp = cpu.ss.big ? value : cpu.esp & ~0xFFFF | value & 0xFFFF;
    }

    /** Offset {@code bytes} above (below, if negative) the stack pointer. */
    int stackOffset(int bytes) {
        int offset = cpu.esp + bytes;
        return cpu.ss.big ? offset : offset & 0xFFFF;
    }

    void push(int value, int width) {
        int offset = stackOffset(-(width >>> 3));
        write(cpu.ss, offset, width, value);
        setStackPointer(offset);
    }

    int pop(int width) {
        int value = read(cpu.ss, stackPointer(), width);
        setStackPointer(stackOffset(width >>> 3));
        return value;
    }

    /** The value {@code bytes} above the stack pointer, left where it is. */
    int peek(int bytes, int width) {
        return read(cpu.ss, stackOffset(bytes), width);
    }
}
