package exo86.ash.ir.interpret;

/** The program did what it cannot do: the compiler, or code that is not checked, is wrong; or it took too long. */
public final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Fault(String message) {
        super(message);
    }
}
