package exo86.ash.ir;

/** The address of a function, global or datum, plus a number of bytes. */
public record SymbolAddress(String symbol, int addend) implements Operand {
    @Override
    public String toString() {
        return "&" + Names.quote(symbol) + Names.offset(addend);
    }
}
