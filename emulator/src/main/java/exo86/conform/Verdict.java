package exo86.conform;

/** What came of one vector. */
public sealed interface Verdict {
    record Passed() implements Verdict { }

    /** Does not apply to this processor; the reason is one of silicon. */
    record Skipped(String reason) implements Verdict { }

    record Failed(Divergence divergence) implements Verdict { }

    Verdict PASSED = new Passed();
}
