package exo86.ash.ir;

/** A number as an operand. */
public record Constant(int number) implements Operand {
    @Override
    public String toString() {
        return Integer.toString(number);
    }
}
