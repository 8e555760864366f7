package exo86.conform;

import java.util.List;

/**
 * One vector of our own suite, expanded: assembly text with what must come of it.
 *
 * @param place the file and line where its template begins
 * @param rule the passage of the manual
 * @param level the ring of the code, or {@link #VIRTUAL}
 * @param eflags EFLAGS as the code starts
 * @param outcome how it ends
 * @param differences where other machines differ, and why
 */
record Vector(String place, String name, String rule, int level, String eflags, List<String> setup, List<String> code, Outcome outcome, List<Known> differences) {
    static final int VIRTUAL = 4;

    /** The end of a vector: an exception or interrupt and what is compared then. */
    record Outcome(boolean shutdown, boolean completes, boolean fault, int exception, String errorCode, List<Check> checks) { }

    /**
     * @param left a field's name, or an address in brackets
     * @param mask the bits that are compared, an expression of the assembler
     */
    record Check(String left, String mask, String value) { }

    /** A machine that is known to differ from the manual here. */
    record Known(String machine, String reason) { }

    /** Why this machine differs here; empty if it should not. */
    List<String> differencesOn(String machine) {
        return differences.stream().filter(known -> known.machine.equals(machine)).map(Known::reason).toList();
    }
}
