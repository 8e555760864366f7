package exo86.ash.check;

import exo86.ash.source.Diagnostics;
import exo86.ash.source.Diagnostics.Note;
import exo86.ash.source.Span;
import java.util.List;

/** Passes errors on and counts them, so that a phase can tell whether its own part was sound. */
final class Report {
    private final Diagnostics diagnostics;
    private int count;
    /** What names mean, for whoever wants to know. */
    final Index index;

    Report(Diagnostics diagnostics, Index index) {
        this.diagnostics = diagnostics;
        this.index = index;
    }

    void error(Span at, String message) {
        error(at, message, List.of(), "");
    }

    void error(Span at, String message, String hint) {
        error(at, message, List.of(), hint);
    }

    void error(Span at, String message, List<Note> notes, String hint) {
        count++;
        diagnostics.error(at, message, notes, hint);
    }

    void error(Span at, String message, Span other, String note) {
        error(at, message, List.of(new Note(other, note)), "");
    }

    int count() {
        return count;
    }
}
