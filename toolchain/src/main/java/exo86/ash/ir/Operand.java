package exo86.ash.ir;

/** What an instruction reads: a word. */
public sealed interface Operand permits Value, Constant, SymbolAddress, SlotAddress {
    /** A number. */
    static Operand of(int number) {
        return new Constant(number);
    }

    /** Known before the function runs: a number, or an address that the linker or the frame layout knows. */
    default boolean isConstant() {
        return !(this instanceof Value);
    }

    /** This is that number. */
    default boolean is(int number) {
        return this instanceof Constant constant && constant.number() == number;
    }
}
