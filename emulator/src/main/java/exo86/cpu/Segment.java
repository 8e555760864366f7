package exo86.cpu;

import exo86.mmu.StateSink;

/**
 * A segment register with its hidden part, the descriptor cache (SDM 3A 3.4.3).
 *
 * <p>{@link #rights} holds bits 8–23 of the descriptor's second word in their places: type, S, DPL, P, AVL, D/B, G. The booleans follow from
 * it and are what accesses look at. {@link #flat} means that an access of any offset and kind is allowed and that linear equals offset.
 *
 * <p>Where this machine departs from the manual: a data segment that a return to an outer level takes away ({@link #retire}) has a null selector and
 * faults there, but its hidden part wakes when an interrupt or a gate comes back to a level that may use it ({@link #wake}). QEMU lets handlers
 * use such a segment too, and guests that were only ever run there depend on it.
 */
public final class Segment {
    public static final int ACCESSED = 1 << 8, WRITABLE = 1 << 9, CONFORMING = 1 << 10, EXPAND_DOWN = 1 << 10, CODE = 1 << 11;
    public static final int NOT_SYSTEM = 1 << 12, PRESENT = 1 << 15, BIG = 1 << 22, GRANULAR = 1 << 23;
    static final int RIGHTS_MASK = 0x00F0FF00;
    static final int DATA = PRESENT | NOT_SYSTEM | WRITABLE | ACCESSED;

    public final String name;
    public int selector, base, limit, rights;
    /** False after a null selector was loaded in protected mode: any access is #GP. */
    public boolean usable;
    boolean readable, writable, expandDown, big, flat;
    private boolean retired;

    Segment(String name) {
        this.name = name;
    }

    public int dpl() {
        return rights >>> 13 & 3;
    }

    /** 16 or 32: the size of code, or of the stack pointer. */
    public boolean big() {
        return big;
    }

    public boolean flat() {
        return flat;
    }

    /** Puts all parts in place, without checks. */
    void set(int newSelector, int newBase, int newLimit, int newRights, boolean isUsable) {
        selector = newSelector & 0xFFFF;
        int kept = newRights & RIGHTS_MASK;
        if (base == newBase && limit == newLimit && rights == kept && usable == isUsable && !retired) {
            return;
        }
        base = newBase;
        limit = newLimit;
        rights = kept;
        usable = isUsable;
        retired = false;
        derive();
    }

    /** A return to an outer level takes the segment away. */
    void retire() {
        selector = 0;
        retired = true;
        usable = readable = writable = flat = false;
    }

    /** Entry to {@code level} from outside. */
    void wake(int level) {
        if (retired && dpl() >= level) {
            retired = false;
            usable = true;
            derive();
        }
    }

    void setNull(int newSelector) {
        set(newSelector, 0, 0, 0, false);
    }

    /** A load in real mode: limit, D/B and G stay (so "unreal" mode works), the type becomes writable data. */
    void setReal(int newSelector) {
        set(newSelector, (newSelector & 0xFFFF) << 4, limit, rights & (BIG | GRANULAR) | DATA, true);
    }

    private void derive() {
        boolean code = (rights & CODE) != 0;
        readable = usable && (!code || (rights & WRITABLE) != 0);
        writable = usable && !code && (rights & WRITABLE) != 0;
        expandDown = !code && (rights & EXPAND_DOWN) != 0;
        big = (rights & BIG) != 0;
        flat = usable && base == 0 && limit == -1 && !expandDown && readable && (writable || code);
    }

    /** Whether offsets {@code offset} … {@code offset + size - 1} lie inside. */
    boolean contains(int offset, int size) {
        int last = offset + size - 1;
        if (expandDown) {
            int top = big ? -1 : 0xFFFF;
            return Integer.compareUnsigned(offset, limit) > 0 && Integer.compareUnsigned(last, top) <= 0 && Integer.compareUnsigned(last, offset) >= 0;
        }
        return Integer.compareUnsigned(last, limit) <= 0 && Integer.compareUnsigned(last, offset) >= 0;
    }

    void hash(StateSink sink) {
        sink.add(selector);
        sink.add(base);
        sink.add(limit);
        sink.add(rights);
        sink.add((usable ? 1 : 0) | (retired ? 2 : 0));
    }
}
