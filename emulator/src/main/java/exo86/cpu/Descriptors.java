package exo86.cpu;

import exo86.mmu.Fault;

/**
 * Descriptors: fetching them from their tables, and the checks of loading each segment register (SDM 3A 3.4, 5.6).
 *
 * <p>{@link #fetch} leaves the descriptor in {@link #low}, {@link #high} and {@link #address}, which hold until the next fetch.
 */
final class Descriptors {
    static final int ES = 0, CS = 1, SS = 2;

    int low, high, address;

    private final Cpu cpu;

    Descriptors(Cpu cpu) {
        this.cpu = cpu;
    }

    /** False if {@code selector} lies beyond its table. */
    boolean fetch(int selector) {
        boolean local = (selector & 4) != 0;
        if (local && !cpu.ldtr.usable) {
            return false;
        }
        int limit = local ? cpu.ldtr.limit : cpu.gdtLimit;
        int index = selector & 0xFFF8;
        if (Integer.compareUnsigned(index + 7, limit) > 0) {
            return false;
        }
        address = (local ? cpu.ldtr.base : cpu.gdtBase) + index;
        long descriptor = cpu.mmu.systemRead64(address);
        low = (int) descriptor;
        high = (int) (descriptor >>> 32);
        return true;
    }

    static boolean isNull(int selector) {
        return (selector & 0xFFFC) == 0;
    }

    static int base(int low, int high) {
        return low >>> 16 | (high & 0xFF) << 16 | high & 0xFF000000;
    }

    static int limit(int low, int high) {
        int limit = low & 0xFFFF | high & 0xF0000;
        return (high & Segment.GRANULAR) != 0 ? limit << 12 | 0xFFF : limit;
    }

    static int dpl(int high) {
        return high >>> 13 & 3;
    }

    static boolean isCode(int high) {
        return (high & (Segment.NOT_SYSTEM | Segment.CODE)) == (Segment.NOT_SYSTEM | Segment.CODE);
    }

    static boolean isWritableData(int high) {
        return (high & (Segment.NOT_SYSTEM | Segment.CODE | Segment.WRITABLE)) == (Segment.NOT_SYSTEM | Segment.WRITABLE);
    }

    /** Type of a system descriptor, 0–15, or -1 for code and data. */
    static int systemType(int high) {
        return (high & Segment.NOT_SYSTEM) != 0 ? -1 : high >>> 8 & 15;
    }

    /** Writes the accessed bit of the descriptor just fetched if it is clear. */
    void markAccessed() {
        if ((high & Segment.ACCESSED) == 0) {
            high |= Segment.ACCESSED;
            cpu.mmu.systemWrite8(address + 5, high >>> 8);
        }
    }

    /** Puts the descriptor just fetched behind {@code segment}. */
    void install(Segment segment, int selector) {
        segment.set(selector, base(low, high), limit(low, high), high, true);
    }

    /** MOV and POP to segment register {@code number}, but CS, in the current mode. */
    void load(int number, int selector) {
        Segment segment = cpu.segments[number];
        if (!cpu.protectedMode()) {
            segment.setReal(selector);
        } else if (cpu.virtual8086()) {
            loadVirtual(segment, selector);
        } else if (number == SS) {
            loadStack(selector, cpu.cpl, Fault.GP, 0);
        } else if (isNull(selector)) {
            segment.setNull(selector);
        } else {
            loadData(segment, selector);
        }
    }

    static void loadVirtual(Segment segment, int selector) {
        segment.set(selector, (selector & 0xFFFF) << 4, 0xFFFF, Segment.DATA | 3 << 13, true);
    }

    private void loadData(Segment segment, int selector) {
        int code = selector & 0xFFFC;
        if (!fetch(selector)) {
            throw cpu.raise(Fault.GP, code);
        }
        boolean isData = (high & Segment.NOT_SYSTEM) != 0 && ((high & Segment.CODE) == 0 || (high & Segment.WRITABLE) != 0);
        boolean conforming = (high & (Segment.CODE | Segment.CONFORMING)) == (Segment.CODE | Segment.CONFORMING);
        if (!isData || !conforming && dpl(high) < Math.max(cpu.cpl, selector & 3)) {
            throw cpu.raise(Fault.GP, code);
        }
        if ((high & Segment.PRESENT) == 0) {
            throw cpu.raise(Fault.NP, code);
        }
        markAccessed();
        install(segment, selector);
    }

    /** Checks and loads SS for privilege {@code level}; a bad selector is {@code vector}, with {@code external} in the error code. */
    void loadStack(int selector, int level, int vector, int external) {
        checkStack(selector, level, vector, external);
        markAccessed();
        install(cpu.ss, selector);
    }

    /** The checks of {@link #loadStack}; leaves the descriptor fetched. */
    void checkStack(int selector, int level, int vector, int external) {
        int code = selector & 0xFFFC | external;
        if (isNull(selector)) {
            throw cpu.raise(vector, external);
        }
        if (!fetch(selector) || (selector & 3) != level || !isWritableData(high) || dpl(high) != level) {
            throw cpu.raise(vector, code);
        }
        if ((high & Segment.PRESENT) == 0) {
            throw cpu.raise(Fault.SS, code);
        }
    }

    /** After a return to an outer level: data segments that it may not have become null (SDM 3A 5.8.6). */
    void dropInaccessible() {
        dropIfInaccessible(cpu.es);
        dropIfInaccessible(cpu.ds);
        dropIfInaccessible(cpu.fs);
        dropIfInaccessible(cpu.gs);
    }

    private void dropIfInaccessible(Segment segment) {
        boolean conforming = (segment.rights & (Segment.CODE | Segment.CONFORMING)) == (Segment.CODE | Segment.CONFORMING);
        if (segment.usable && !conforming && segment.dpl() < cpu.cpl) {
            segment.retire();
        }
    }

    /** After entry to a more privileged level: see {@link Segment#wake}. */
    void wakeSegments() {
        cpu.es.wake(cpu.cpl);
        cpu.ds.wake(cpu.cpl);
        cpu.fs.wake(cpu.cpl);
        cpu.gs.wake(cpu.cpl);
    }
}
