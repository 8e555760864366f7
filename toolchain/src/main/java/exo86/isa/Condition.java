package exo86.isa;

/** The sixteen conditions of Jcc, SETcc and CMOVcc by their encoding (SDM 1 appendix B): an odd one is the negation of the one before it. */
public final class Condition {
    public static final int O = 0, NO = 1, B = 2, AE = 3, E = 4, NE = 5, BE = 6, A = 7, S = 8, NS = 9, P = 10, NP = 11, L = 12, GE = 13, LE = 14, G = 15;

    /** {@link Instruction#condition} of an instruction that has none. */
    public static final int NONE = -1;

    private static final String[] NAMES = {"o", "no", "b", "ae", "e", "ne", "be", "a", "s", "ns", "p", "np", "l", "ge", "le", "g"};
    private static final String[] SYNONYMS = {"c=b", "nae=b", "nb=ae", "nc=ae", "z=e", "nz=ne", "na=be", "nbe=a", "pe=p", "po=np", "nge=l", "nl=ge", "ng=le", "nle=g"};

    private Condition() {
    }

    public static String name(int condition) {
        return NAMES[condition];
    }

    /** The condition spelled {@code name} ({@code e} or {@code z}), or {@link #NONE}. */
    public static int parse(String name) {
        String wanted = name;
        for (String synonym : SYNONYMS) {
            int equals = synonym.indexOf('=');
            if (equals == name.length() && synonym.startsWith(name)) {
                wanted = synonym.substring(equals + 1);
            }
        }
        for (int i = 0; i < NAMES.length; i++) {
            if (NAMES[i].equals(wanted)) {
                return i;
            }
        }
        return NONE;
    }

    public static int negate(int condition) {
        return condition ^ 1;
    }
}
