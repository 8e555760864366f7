package exo86.cpu;

import exo86.mmu.Fault;

/**
 * What the running task's TSS says: inner stacks, the I/O permission bitmap (SDM 3A 7.2, SDM 1 19.5). {@link TaskSwitch} changes tasks.
 */
final class Tasks {
    /** Selector that belongs to the last {@link #stackPointer}. */
    int stackSelector;

    private final Cpu cpu;

    Tasks(Cpu cpu) {
        this.cpu = cpu;
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

    /** Whether the interrupt redirection bitmap, the 32 bytes below the I/O bitmap, leaves INT {@code vector} to the virtual-8086 program. */
    boolean redirects(int vector) {
        if (!cpu.tr.usable || !is32() || cpu.tr.limit < 103) {
            return false;
        }
        int at = cpu.mmu.systemRead16(cpu.tr.base + 102) - 32 + (vector >>> 3);
        return at >= 0 && Integer.compareUnsigned(at, cpu.tr.limit) <= 0 && (cpu.mmu.systemRead8(cpu.tr.base + at) >>> (vector & 7) & 1) == 0;
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
}
