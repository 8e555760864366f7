package exo86.isa;

/** Register numbers as the encoding has them, and their names. */
public final class Registers {
    public static final int EAX = 0, ECX = 1, EDX = 2, EBX = 3, ESP = 4, EBP = 5, ESI = 6, EDI = 7;
    public static final int AL = 0, CL = 1, DL = 2, BL = 3, AH = 4, CH = 5, DH = 6, BH = 7;
    public static final int ES = 0, CS = 1, SS = 2, DS = 3, FS = 4, GS = 5;

    /** No base, no index, no segment override. */
    public static final int NONE = -1;

    private static final String[] NAMES8 = {"al", "cl", "dl", "bl", "ah", "ch", "dh", "bh"};
    private static final String[] NAMES16 = {"ax", "cx", "dx", "bx", "sp", "bp", "si", "di"};
    private static final String[] NAMES32 = {"eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi"};
    private static final String[] SEGMENTS = {"es", "cs", "ss", "ds", "fs", "gs"};

    private Registers() {
    }

    /** Name of the general register {@code number} at a width of 8, 16 or 32 bits. */
    public static String name(int number, int width) {
        return (width == 8 ? NAMES8 : width == 16 ? NAMES16 : NAMES32)[number];
    }

    /** Name of the segment register {@code number}; 6 and 7 do not exist and are {@code ?}. */
    public static String segmentName(int number) {
        return number < SEGMENTS.length ? SEGMENTS[number] : "?";
    }
}
