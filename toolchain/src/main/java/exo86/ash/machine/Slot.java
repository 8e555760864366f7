package exo86.ash.machine;

/** A place in the frame or among the stack arguments; equal to itself only. Its offset from ESP is known once registers are allocated. */
public final class Slot {
    /** What a place is for. */
    public enum Kind {
        /** None at all: a memory operand without a slot. */
        NONE,
        /** A variable that has an address. */
        LOCAL,
        /** Where a virtual register waits. */
        SPILL,
        /** Stack arguments of the procedure itself, from the first on. */
        INCOMING,
        /** Stack arguments for calls, at the frame's lowest address. */
        OUTGOING
    }

    public static final Slot NONE = new Slot(Kind.NONE, 0);

    private final Kind kind;
    private int size;
    private int offset;

    public Slot(Kind kind, int size) {
        this.kind = kind;
        this.size = size;
    }

    public Kind kind() {
        return kind;
    }

    /** In bytes, a multiple of 4. */
    public int size() {
        return size;
    }

    /** Makes sure that it has that many bytes. */
    public void reserve(int bytes) {
        size = Math.max(size, bytes);
    }

    /** From ESP as it is between prologue and epilogue. */
    public int offset() {
        return offset;
    }

    public void place(int fromStackPointer) {
        offset = fromStackPointer;
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(java.util.Locale.ROOT);
    }
}
