package exo86.ash.ir;

/** What a load reads and how it fills a word; a store of 1 or 2 bytes writes the low ones whichever of the two widths is named. */
public enum Width {
    U8(1, false), S8(1, true), U16(2, false), S16(2, true), WORD(4, false);

    private final int bytes;
    private final boolean signed;

    Width(int bytes, boolean signed) {
        this.bytes = bytes;
        this.signed = signed;
    }

    public int bytes() {
        return bytes;
    }

    public boolean signed() {
        return signed;
    }

    /** The width of so many bytes: 1, 2 or 4. */
    public static Width of(int bytes, boolean signed) {
        return switch (bytes) {
            case 1 -> signed ? S8 : U8;
            case 2 -> signed ? S16 : U16;
            case 4 -> WORD;
            default -> throw new IllegalArgumentException(bytes + " bytes");
        };
    }

    /** The word that a load finds whose low bytes are those of {@code bits}. */
    public int extend(int bits) {
        return switch (this) {
            case U8 -> bits & 0xFF;
            case S8 -> (byte) bits;
            case U16 -> bits & 0xFFFF;
            case S16 -> (short) bits;
            case WORD -> bits;
        };
    }

    /** The name in the text form. */
    public String text() {
        return this == WORD ? "32" : (signed ? "s" : "u") + 8 * bytes;
    }
}
