package exo86.cpu;

import exo86.mmu.Fault;

/**
 * The task state segment: inner stacks, the I/O permission bitmap (SDM 3A chapter 7). Switching tasks in hardware is not there: a task gate and
 * a far transfer to a TSS raise #GP, as docs/machine.md says.
 */
final class Tasks {
    /** Selector that belongs to the last {@link #stackPointer}. */
    int stackSelector;

    private final Cpu cpu;
    private final Descriptors descriptors;

    Tasks(Cpu cpu, Descriptors descriptors) {
        this.cpu = cpu;
        this.descriptors = descriptors;
    }

    private boolean is32() {
        return (cpu.tr.rights >>> 8 & 8) != 0;
    }

    /** ESP of the stack of {@code level} from the TSS, its selector into {@link #stackSelector}; #TS if the TSS is too short. */
    int stackPointer(int level, int external) {
        boolean wide = is32();
        int at = wide ? 4 + level * 8 : 2 + level * 4;
        int last = at + (wide ? 5 : 3);
        if (!cpu.tr.usable || Integer.compareUnsigned(last, cpu.tr.limit) > 0) {
            throw cpu.raise(Fault.TS, cpu.tr.selector & 0xFFFC | external);
        }
        int base = cpu.tr.base + at;
        if (wide) {
            stackSelector = cpu.mmu.systemRead16(base + 4);
            return cpu.mmu.systemRead32(base);
        }
        stackSelector = cpu.mmu.systemRead16(base + 2);
        return cpu.mmu.systemRead16(base);
    }

    /** Whether the I/O bitmap of the TSS lets {@code bytes} ports from {@code port} through. */
    boolean permits(int port, int bytes) {
        if (!cpu.tr.usable || !is32() || cpu.tr.limit < 103) {
            return false;
        }
        int at = cpu.mmu.systemRead16(cpu.tr.base + 102) + (port >>> 3);
        if (Integer.compareUnsigned(at + 1, cpu.tr.limit) > 0) {
            return false;
        }
        int bits = cpu.mmu.systemRead16(cpu.tr.base + at) >>> (port & 7);
        return (bits & (1 << bytes) - 1) == 0;
    }

    /** An interrupt or exception through a task gate. */
    void interrupt(int selector, int returnEip, int flags, boolean withError, int errorCode, int external) {
        throw cpu.raise(Fault.GP, selector & 0xFFFC | external);
    }

    /** A far jump or call to a TSS or task gate whose descriptor has been fetched and checked. */
    void transfer(int selector) {
        throw cpu.raise(Fault.GP, selector & 0xFFFC);
    }

    /** IRET with NT set: back to the task of the link field. */
    void back() {
        throw cpu.raise(Fault.TS, cpu.tr.selector & 0xFFFC);
    }

    Descriptors descriptors() {
        return descriptors;
    }
}
