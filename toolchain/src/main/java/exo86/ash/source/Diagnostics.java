package exo86.ash.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects what the phases have to say about a program. Reports at one place in one line are said once. */
public final class Diagnostics {
    /** A second place that explains the first. */
    public record Note(Span at, String message) {
    }

    /** One error: where, what was wrong and what was expected, other places, and what to write instead (empty if unknown). */
    public record Diagnostic(Span at, String message, List<Note> notes, String hint) {
        public Diagnostic {
            notes = List.copyOf(notes);
        }
    }

    private record Said(Span at, String message) {
    }

    private final List<Diagnostic> reported = new ArrayList<>();
    private final Set<Said> said = new HashSet<>();

    public void error(Span at, String message) {
        error(at, message, List.of(), "");
    }

    public void error(Span at, String message, String hint) {
        error(at, message, List.of(), hint);
    }

    public void error(Span at, String message, List<Note> notes, String hint) {
        if (said.add(new Said(at, message))) {
            reported.add(new Diagnostic(at, message, notes, hint));
        }
    }

    public boolean hasErrors() {
        return !reported.isEmpty();
    }

    /** All diagnostics, by file and place. */
    public List<Diagnostic> all() {
        return reported.stream()
                .sorted(Comparator.comparing((Diagnostic d) -> d.at().file().name()).thenComparingInt(d -> d.at().start()))
                .toList();
    }
}
