package exo86.ash.ir;

/** A word that one place of the function defines: a block parameter or a result. Equal to itself only. Its number is dense in its function. */
public final class Value implements Operand {
    private final int id;

    Value(int id) {
        this.id = id;
    }

    public int id() {
        return id;
    }

    @Override
    public String toString() {
        return "%" + id;
    }
}
