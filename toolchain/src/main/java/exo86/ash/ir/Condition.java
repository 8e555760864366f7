package exo86.ash.ir;

/** A comparison of two words. */
public enum Condition {
    EQ, NE, ULT, ULE, UGT, UGE, SLT, SLE, SGT, SGE;

    /** True where this one is false. */
    public Condition negate() {
        return switch (this) {
            case EQ -> NE;
            case NE -> EQ;
            case ULT -> UGE;
            case ULE -> UGT;
            case UGT -> ULE;
            case UGE -> ULT;
            case SLT -> SGE;
            case SLE -> SGT;
            case SGT -> SLE;
            case SGE -> SLT;
        };
    }

    /** True of (b, a) where this one is true of (a, b). */
    public Condition swap() {
        return switch (this) {
            case EQ -> EQ;
            case NE -> NE;
            case ULT -> UGT;
            case ULE -> UGE;
            case UGT -> ULT;
            case UGE -> ULE;
            case SLT -> SGT;
            case SLE -> SGE;
            case SGT -> SLT;
            case SGE -> SLE;
        };
    }

    /** Whether it holds for two numbers. */
    public boolean holds(int a, int b) {
        return switch (this) {
            case EQ -> a == b;
            case NE -> a != b;
            case ULT -> Integer.compareUnsigned(a, b) < 0;
            case ULE -> Integer.compareUnsigned(a, b) <= 0;
            case UGT -> Integer.compareUnsigned(a, b) > 0;
            case UGE -> Integer.compareUnsigned(a, b) >= 0;
            case SLT -> a < b;
            case SLE -> a <= b;
            case SGT -> a > b;
            case SGE -> a >= b;
        };
    }

    /** Whether it compares signed numbers; equality does not. */
    public boolean signed() {
        return ordinal() >= SLT.ordinal();
    }

    /** The name in the text form. */
    public String text() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
