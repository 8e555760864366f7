package exo86.ash.ir.interpret;

/** The program ended itself; thrown by the native function that it calls for this. */
public final class Exited extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int code;

    public Exited(int code) {
        super("exit " + code, null, false, false);
        this.code = code;
    }

    public int code() {
        return code;
    }
}
