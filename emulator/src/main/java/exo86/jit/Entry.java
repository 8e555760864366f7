package exo86.jit;

import java.util.ArrayList;
import java.util.List;

/** A place where control may enter a region: its start, the head of a loop, or where a call returns to. */
final class Entry {
    static final int DROPPED = -1;

    final Region region;
    /** The number that {@link Region#run} takes. */
    final int number;
    /** Linear address; EIP too, because code is flat. */
    final int linear;
    /** RAM offset. */
    final int physical;
    /** RAM offset of the page, as a read map holds it. */
    final int page;
    /** {@link exo86.cpu.Cpu#mode()}, or {@link #DROPPED}. */
    int mode;
    /** A budget below this cannot enter. */
    final int need;
    /** Links that lead here: reset when the region is dropped. */
    final List<Link> incoming = new ArrayList<>();

    Entry(Region region, int number, int linear, int physical, int mode, int need) {
        this.region = region;
        this.number = number;
        this.linear = linear;
        this.physical = physical;
        this.page = physical & ~0xFFF;
        this.mode = mode;
        this.need = need;
    }
}
