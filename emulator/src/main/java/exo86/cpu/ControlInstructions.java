package exo86.cpu;

import exo86.isa.Instruction;
import exo86.isa.Op;
import exo86.isa.OperandKind;
import exo86.mmu.Fault;

/** Jumps, calls, returns, loops, software interrupts, BOUND. They change {@link Cpu#nextEip}. */
final class ControlInstructions {
    private final Cpu cpu;
    private final Access access;
    private final FarTransfers far;

    ControlInstructions(Cpu cpu, Access access, FarTransfers far) {
        this.cpu = cpu;
        this.access = access;
        this.far = far;
    }

    private void check(int target) {
        if (Integer.compareUnsigned(target, cpu.cs.limit) > 0) {
            throw cpu.generalProtection();
        }
    }

    private void jump(int target) {
        check(target);
        cpu.nextEip = target;
    }

    private int near(Instruction i) {
        return i.kind0 == OperandKind.RELATIVE ? i.target(cpu.eip) : access.operand0(i);
    }

    void jumpIf(Instruction i, boolean taken) {
        if (taken) {
            jump(i.target(cpu.eip));
        }
    }

    void jumpNear(Instruction i) {
        jump(near(i));
    }

    /** The return address is stored before the target is looked at, and stays in memory if that faults: so do processors, although SDM 2A CALL checks first. */
    void callNear(Instruction i) {
        int target = near(i);
        int sp = cpu.esp;
        access.push(cpu.nextEip, i.operandSize);
        if (Integer.compareUnsigned(target, cpu.cs.limit) > 0) {
            cpu.esp = sp;
            throw cpu.generalProtection();
        }
        cpu.nextEip = target;
    }

    void returnNear(Instruction i) {
        int target = access.peek(0, i.operandSize);
        check(target);
        int released = i.kind0 == OperandKind.NONE ? 0 : i.immediate & 0xFFFF;
        access.setStackPointer(access.stackOffset((i.operandSize >>> 3) + released));
        cpu.nextEip = target;
    }

    /** LOOP, LOOPE, LOOPNE: the counter's width is the address size. */
    void loop(Instruction i) {
        boolean wide = i.addressSize == 32;
        int count = (wide ? cpu.ecx : cpu.ecx & 0xFFFF) - 1;
        boolean taken = (wide ? count : count & 0xFFFF) != 0;
        if (i.op != Op.LOOP) {
            taken &= cpu.condition(4) == (i.op == Op.LOOPE);
        }
        if (taken) {
            jump(i.target(cpu.eip));
        }
        cpu.ecx = wide ? count : cpu.ecx & ~0xFFFF | count & 0xFFFF;
    }

    void jumpIfCounterZero(Instruction i) {
        jumpIf(i, (i.addressSize == 32 ? cpu.ecx : cpu.ecx & 0xFFFF) == 0);
    }

    /** Far JMP ({@code call} false) and CALL, immediate or through memory. */
    void far(Instruction i, boolean call) {
        int offset;
        int selector;
        if (i.kind0 == OperandKind.FAR_POINTER) {
            offset = i.immediate;
            selector = i.immediate2 & 0xFFFF;
        } else {
            int bytes = i.operandSize >>> 3;
            int at = access.offset(i);
            offset = access.read(access.segment(i), at, i.operandSize);
            selector = access.read(access.segment(i), access.further(i, at, bytes), 16);
        }
        if (i.operandSize == 16) {
            offset &= 0xFFFF;
        }
        if (call) {
            far.call(selector, offset, i.operandSize);
        } else {
            far.jump(selector, offset);
        }
    }

    void returnFar(Instruction i) {
        far.returnFar(i.operandSize, i.kind0 == OperandKind.NONE ? 0 : i.immediate & 0xFFFF);
    }

    void interruptReturn(Instruction i) {
        far.interruptReturn(i.operandSize);
    }

    void interrupt(int vector, boolean sensitive, boolean checked) {
        if (sensitive && cpu.virtual8086()) {
            if (cpu.virtualInterrupts() && cpu.delivery.redirected(vector)) {
                return;
            }
            if (cpu.iopl() < 3) {
                throw cpu.generalProtection();
            }
        }
        cpu.delivery.software(vector, checked);
    }

    void interruptIfOverflow() {
        if (cpu.condition(0)) {
            cpu.delivery.software(Fault.OF, true);
        }
    }

    void bound(Instruction i) {
        int width = i.operandSize;
        int shift = 32 - width;
        int index = cpu.register(i.register0, width) << shift >> shift;
        int at = access.offset(i);
        int low = access.read(access.segment(i), at, width) << shift >> shift;
        if (index < low) {
            throw cpu.raise(Fault.BR, 0);
        }
        int high = access.read(access.segment(i), access.further(i, at, width >>> 3), width) << shift >> shift;
        if (index > high) {
            throw cpu.raise(Fault.BR, 0);
        }
    }
}
