package exo86.ash.ir;

/** A piece of the function's frame, in bytes; equal to itself only. It holds nothing in particular when the function begins. */
public final class Slot {
    private final int id;
    private final int size;
    private final int align;

    Slot(int id, int size, int align) {
        this.id = id;
        this.size = size;
        this.align = align;
    }

    public int id() {
        return id;
    }

    public int size() {
        return size;
    }

    /** 1, 2 or 4. */
    public int align() {
        return align;
    }

    @Override
    public String toString() {
        return "$" + id;
    }
}
