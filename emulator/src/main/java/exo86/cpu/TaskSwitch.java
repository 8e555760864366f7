package exo86.cpu;

import exo86.mmu.Fault;

/**
 * Switching tasks in hardware (SDM 3A 7.3): by far jump or call to a TSS or task gate, by an interrupt through a task gate, by IRET with NT set.
 *
 * <p>Everything that can fail for reasons of the old task is checked before the first change. From then on faults belong to the new task: its
 * registers, EIP included, are in place when its segments are loaded. The trap bit of the new TSS makes a debug
 * trap before its first instruction.
 */
final class TaskSwitch {
    private enum Kind { JUMP, CALL, RETURN }

    private static final int BUSY = 2 << 8;
    private static final int GATE = 5;

    private final Cpu cpu;
    private final Descriptors descriptors;
    private final Access access;

    TaskSwitch(Cpu cpu, Descriptors descriptors) {
        this.cpu = cpu;
        this.descriptors = descriptors;
        this.access = new Access(cpu);
    }

    /** A far transfer whose target, a TSS or a task gate, has been fetched and may be used. */
    void transfer(int selector, boolean call) {
        int target = selector;
        if (Descriptors.systemType(descriptors.high) == GATE) {
            target = descriptors.low >>> 16;
            fetchTask(target, Fault.GP, 0);
        } else if ((selector & 4) != 0) {
            throw cpu.raise(Fault.GP, selector & 0xFFFC);
        }
        enter(target, call ? Kind.CALL : Kind.JUMP, cpu.nextEip, cpu.eflags(), 0);
    }

    /** An interrupt or exception through a task gate that names {@code selector}. */
    void interrupt(int selector, int returnEip, int flags, boolean withError, int errorCode, int external) {
        fetchTask(selector, Fault.GP, external);
        boolean wide = is32(descriptors.high);
        enter(selector, Kind.CALL, returnEip, flags, external);
        cpu.eip = cpu.nextEip;
        if (withError) {
            access.push(errorCode, wide ? 32 : 16);
        }
    }

    /** IRET with NT set: back along the link. */
    void back() {
        int link = cpu.mmu.systemRead16(cpu.tr.base);
        int code = link & 0xFFFC;
        if ((link & 4) != 0 || !descriptors.fetch(link) || (Descriptors.systemType(descriptors.high) & ~8) != 3) {
            throw cpu.raise(Fault.TS, code);
        }
        if ((descriptors.high & Segment.PRESENT) == 0) {
            throw cpu.raise(Fault.NP, code);
        }
        enter(link, Kind.RETURN, cpu.nextEip, cpu.eflags() & ~Flags.NT, 0);
    }

    /** Fetches the descriptor of an available TSS. */
    private void fetchTask(int selector, int vector, int external) {
        int code = selector & 0xFFFC | external;
        if ((selector & 4) != 0 || Descriptors.isNull(selector) || !descriptors.fetch(selector) || (Descriptors.systemType(descriptors.high) & ~8) != 1) {
            throw cpu.raise(vector, code);
        }
        if ((descriptors.high & Segment.PRESENT) == 0) {
            throw cpu.raise(Fault.NP, code);
        }
    }

    private static boolean is32(int high) {
        return (high & 8 << 8) != 0;
    }

    private void enter(int selector, Kind kind, int savedEip, int savedFlags, int external) {
        int low = descriptors.low;
        int high = descriptors.high;
        int address = descriptors.address;
        boolean wide = is32(high);
        int base = Descriptors.base(low, high);
        int size = wide ? 104 : 44;
        if (Integer.compareUnsigned(Descriptors.limit(low, high), size - 1) < 0) {
            throw cpu.raise(Fault.TS, selector & 0xFFFC | external);
        }
        int[] state = read(base, wide);
        if (kind == Kind.CALL) {
            // the back link may fault now, and not once the old task is saved
            cpu.mmu.systemWrite16(base, cpu.mmu.systemRead16(base));
        }
        int oldSelector = cpu.tr.selector;
        save(savedEip, savedFlags);
        if (kind != Kind.CALL) {
            setBusy(cpu.gdtBase + (oldSelector & 0xFFF8), false);
        }
        if (kind == Kind.CALL) {
            cpu.mmu.systemWrite16(base, oldSelector);
            state[FLAGS] |= Flags.NT;
        }
        if (kind != Kind.RETURN) {
            setBusy(address, true);
        }
        descriptors.low = low;
        descriptors.high = high | BUSY;
        descriptors.install(cpu.tr, selector);
        load(state, wide);
        if (wide && (cpu.mmu.systemRead16(base + 100) & 1) != 0) {
            cpu.pendingTraps |= Watchpoints.BT;
            cpu.stateChanged();
        }
    }

    private void setBusy(int descriptor, boolean busy) {
        int rights = cpu.mmu.systemRead8(descriptor + 5);
        cpu.mmu.systemWrite8(descriptor + 5, busy ? rights | 2 : rights & ~2);
    }

    // ---- the state in a TSS: CR3, EIP, EFLAGS, eight registers, six selectors, LDT

    private static final int EIP = 1, FLAGS = 2, REGISTERS = 3, SELECTORS = 11, LDT = 17;

    private int[] read(int base, boolean wide) {
        int[] state = new int[18];
        if (wide) {
            for (int k = 0; k < 18; k++) {
                int word = cpu.mmu.systemRead32(base + 0x1C + 4 * k);
                state[k] = k >= SELECTORS ? word & 0xFFFF : word;
            }
            return state;
        }
        for (int k = EIP; k < REGISTERS + 8; k++) {
            int word = cpu.mmu.systemRead16(base + 0x0E + 2 * (k - EIP));
            state[k] = k >= REGISTERS ? word | 0xFFFF0000 : word;
        }
        for (int k = 0; k < 4; k++) {
            state[SELECTORS + k] = cpu.mmu.systemRead16(base + 0x22 + 2 * k);
        }
        state[LDT] = cpu.mmu.systemRead16(base + 0x2A);
        return state;
    }

    private void save(int eip, int flags) {
        int base = cpu.tr.base;
        if (is32(cpu.tr.rights)) {
            cpu.mmu.systemWrite32(base + 0x20, eip);
            cpu.mmu.systemWrite32(base + 0x24, flags);
            for (int k = 0; k < 8; k++) {
                cpu.mmu.systemWrite32(base + 0x28 + 4 * k, cpu.register(k));
            }
            for (int k = 0; k < 6; k++) {
                cpu.mmu.systemWrite16(base + 0x48 + 4 * k, cpu.segments[k].selector);
            }
            return;
        }
        cpu.mmu.systemWrite16(base + 0x0E, eip);
        cpu.mmu.systemWrite16(base + 0x10, flags);
        for (int k = 0; k < 8; k++) {
            cpu.mmu.systemWrite16(base + 0x12 + 2 * k, cpu.register(k));
        }
        for (int k = 0; k < 4; k++) {
            cpu.mmu.systemWrite16(base + 0x22 + 2 * k, cpu.segments[k].selector);
        }
    }

    private void load(int[] state, boolean wide) {
        if (wide && (cpu.cr0 & Cpu.CR0_PG) != 0) {
            cpu.cr3 = state[0];
            cpu.mmu.control(cpu.cr0, cpu.cr3, cpu.cr4, true);
        }
        cpu.cr0 |= Cpu.CR0_TS;
        cpu.watchpoints.disableLocal();
        for (int k = 0; k < 8; k++) {
            cpu.setRegister(k, state[REGISTERS + k]);
        }
        cpu.nextEip = state[EIP];
        cpu.eip = state[EIP];
        for (int k = 0; k < 6; k++) {
            cpu.segments[k].setNull(state[SELECTORS + k]);
        }
        cpu.ldtr.setNull(state[LDT]);
        boolean virtual = wide && (state[FLAGS] & Flags.VM) != 0;
        cpu.cpl = virtual ? 3 : state[SELECTORS + Descriptors.CS] & 3;
        cpu.setEflags(wide ? state[FLAGS] : state[FLAGS] & 0xFFFF);
        loadLocalTable(state[LDT]);
        if (virtual) {
            for (int k = 0; k < 6; k++) {
                Descriptors.loadVirtual(cpu.segments[k], state[SELECTORS + k]);
            }
        } else {
            loadCode(state[SELECTORS + Descriptors.CS]);
            descriptors.loadStack(state[SELECTORS + Descriptors.SS], cpu.cpl, Fault.TS, 0);
            for (int k : new int[] {0, 3, 4, 5}) {
                loadData(k, state[SELECTORS + k]);
            }
        }
        cpu.stateChanged();
        if (Integer.compareUnsigned(cpu.eip, cpu.cs.limit) > 0) {
            throw cpu.generalProtection();
        }
    }

    private void loadLocalTable(int selector) {
        if (Descriptors.isNull(selector)) {
            return;
        }
        boolean good = (selector & 4) == 0 && descriptors.fetch(selector) && Descriptors.systemType(descriptors.high) == 2
            && (descriptors.high & Segment.PRESENT) != 0;
        if (!good) {
            throw cpu.raise(Fault.TS, selector & 0xFFFC);
        }
        descriptors.install(cpu.ldtr, selector);
    }

    private void loadCode(int selector) {
        int code = selector & 0xFFFC;
        if (Descriptors.isNull(selector) || !descriptors.fetch(selector) || !Descriptors.isCode(descriptors.high)) {
            throw cpu.raise(Fault.TS, code);
        }
        int dpl = Descriptors.dpl(descriptors.high);
        boolean conforming = (descriptors.high & Segment.CONFORMING) != 0;
        if (conforming ? dpl > (selector & 3) : dpl != (selector & 3)) {
            throw cpu.raise(Fault.TS, code);
        }
        if ((descriptors.high & Segment.PRESENT) == 0) {
            throw cpu.raise(Fault.NP, code);
        }
        descriptors.markAccessed();
        descriptors.install(cpu.cs, selector);
    }

    private void loadData(int number, int selector) {
        try {
            descriptors.load(number, selector);
        } catch (Fault fault) {
            if (fault.vector == Fault.GP) {
                throw fault.with(Fault.TS, fault.errorCode);
            }
            throw fault;
        }
    }
}
