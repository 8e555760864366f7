package exo86.hosted;

/**
 * What a run executed.
 *
 * @param instructions executed, each iteration of a repeated string instruction as one
 * @param references to data: an instruction that reads a place and writes it back refers to it once; instruction fetches do not count
 * @param repeats string instructions with a REP prefix that did at least one iteration
 */
public record Counts(long instructions, long references, long repeats) {
    public static final Counts NONE = new Counts(0, 0, 0);

    public Counts plus(Counts other) {
        return new Counts(instructions + other.instructions, references + other.references, repeats + other.repeats);
    }

    public Counts minus(Counts other) {
        return new Counts(instructions - other.instructions, references - other.references, repeats - other.repeats);
    }
}
