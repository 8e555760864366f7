package exo86.conform;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What came of one group: numbers, reasons of skips, and the failures in full. */
public final class Tally {
    /** A vector that failed. */
    public record Failure(String vector, Divergence divergence) { }

    public final String suite;
    public final String group;
    private int passed;
    private int compiledVectors;
    private int handedBack;
    private final Map<String, Integer> skips = new TreeMap<>();
    private final List<Failure> failures = new ArrayList<>();

    Tally(Group group) {
        suite = group.suite();
        this.group = group.name();
    }

    void add(String vector, Verdict verdict) {
        switch (verdict) {
            case Verdict.Passed p -> passed++;
            case Verdict.Skipped(String reason) -> skips.merge(reason, 1, Integer::sum);
            case Verdict.Failed(Divergence divergence) -> failures.add(new Failure(vector, divergence));
        }
    }

    void executed(boolean compiled) {
        if (compiled) {
            compiledVectors++;
        } else {
            handedBack++;
        }
    }

    /** Vectors of which at least one instruction was compiled code. */
    public int compiledVectors() {
        return compiledVectors;
    }

    /** Vectors that compiled code handed back to the interpreter whole. */
    public int handedBack() {
        return handedBack;
    }

    /** Whether vectors ran where an engine compiles. */
    public boolean compiles() {
        return compiledVectors + handedBack > 0;
    }

    public int passed() {
        return passed;
    }

    public int skipped() {
        return skips.values().stream().mapToInt(n -> n).sum();
    }

    public Map<String, Integer> skips() {
        return skips;
    }

    public List<Failure> failures() {
        return failures;
    }

    public int run() {
        return passed + failures.size();
    }
}
