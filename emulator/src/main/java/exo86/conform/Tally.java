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
    private long instructions;
    private long compiled;
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

    void executed(long vectorInstructions, long vectorCompiled) {
        instructions += vectorInstructions;
        compiled += vectorCompiled;
        if (vectorCompiled > 0) {
            compiledVectors++;
        } else {
            handedBack++;
        }
    }

    /** Vectors, or images of vectors, of which at least one instruction ran as compiled code. */
    public int compiledVectors() {
        return compiledVectors;
    }

    /** Vectors that compiled code handed back to the interpreter whole. */
    public int handedBack() {
        return handedBack;
    }

    /** Instructions that ran where an engine compiles. */
    public long instructions() {
        return instructions;
    }

    /** Of these, as compiled code. */
    public long compiled() {
        return compiled;
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
