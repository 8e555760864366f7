package exo86.ash.ir;

/** The address of a stack slot of the function in hand, plus a number of bytes. */
public record SlotAddress(Slot slot, int addend) implements Operand {
    @Override
    public String toString() {
        return slot + Names.offset(addend);
    }
}
