package exo86.bench.kernels;

/** A kernel that cannot be built, run or compared; the message says it in lines for people. */
public final class KernelFailure extends Exception {
    private static final long serialVersionUID = 1;

    public KernelFailure(String message) {
        super(message);
    }
}
