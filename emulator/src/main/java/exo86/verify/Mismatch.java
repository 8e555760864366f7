package exo86.verify;

import java.util.List;

/** The engine under test has left the reference. */
public final class Mismatch extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Instructions and deliveries before the stretch, at whose start both were equal, and after it. */
    private final long before;
    private final long after;
    private final int entry;
    private final transient List<String> differences;
    private final transient String tested;
    private final transient String reference;
    private final transient String code;

    Mismatch(long before, long after, int entry, List<String> differences, String tested, String reference, String code) {
        super("the engines disagree after %d instructions (equal after %d, at %08x): %s".formatted(after, before, entry, String.join(", ", differences)), null, false, false);
        this.before = before;
        this.after = after;
        this.entry = entry;
        this.differences = List.copyOf(differences);
        this.tested = tested;
        this.reference = reference;
        this.code = code;
    }

    public long before() {
        return before;
    }

    public long after() {
        return after;
    }

    /** Linear address of the first instruction of the stretch. */
    public int entry() {
        return entry;
    }

    /** What differs: name, the tested engine's value, the reference's. */
    public List<String> differences() {
        return differences;
    }

    /** The state of the machine whose engine is tested. */
    public String tested() {
        return tested;
    }

    public String reference() {
        return reference;
    }

    /** Guest code where the stretch began, disassembled, and what the tested engine knows about it. */
    public String code() {
        return code;
    }
}
