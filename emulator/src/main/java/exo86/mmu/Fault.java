package exo86.mmu;

/**
 * An exception of the processor on its way from the place that found it to the place that delivers it. It carries no stack trace, and a
 * processor reuses one object, so raising it costs no allocation: the catcher reads the fields before it does anything that could fault again.
 */
public final class Fault extends RuntimeException {
    public static final int DE = 0, DB = 1, NMI = 2, BP = 3, OF = 4, BR = 5, UD = 6, NM = 7, DF = 8, TS = 10, NP = 11, SS = 12, GP = 13, PF = 14, MF = 16, AC = 17;

    /** No exception: the instruction does not begin, and is tried again after the next interrupt. */
    public static final int FREEZE = -1;

    public int vector;
    public int errorCode;

    public Fault() {
        super(null, null, false, false);
    }

    /** Whether delivery of {@code vector} in protected mode pushes an error code (SDM 3A 6.13). */
    public static boolean hasErrorCode(int vector) {
        return vector == DF || vector >= TS && vector <= PF || vector == AC;
    }

    public Fault with(int newVector, int newErrorCode) {
        vector = newVector;
        errorCode = newErrorCode;
        return this;
    }

    @Override
    public String getMessage() {
        return "vector " + vector + ", error code " + errorCode;
    }
}
