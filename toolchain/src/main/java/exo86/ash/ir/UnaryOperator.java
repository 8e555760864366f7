package exo86.ash.ir;

/** Operations of one word. The extensions look at its low byte or half only. */
public enum UnaryOperator {
    NEG, NOT, ZX8, SX8, ZX16, SX16;

    public int apply(int a) {
        return switch (this) {
            case NEG -> -a;
            case NOT -> ~a;
            case ZX8 -> a & 0xFF;
            case SX8 -> (byte) a;
            case ZX16 -> a & 0xFFFF;
            case SX16 -> (short) a;
        };
    }

    /** The name in the text form. */
    public String text() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
