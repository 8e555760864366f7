package exo86.ash.lsp;

import exo86.ash.source.Span;
import java.nio.file.Files;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;

/** Places of the compiler and of the protocol: both count UTF-16 units, the protocol from 0 and by line. */
final class Places {
    private Places() {
    }

    static Range range(Span span) {
        return new Range(position(span, span.start()), position(span, span.end()));
    }

    private static Position position(Span span, int offset) {
        return new Position(span.file().line(offset) - 1, span.file().column(offset) - 1);
    }

    static Location location(Span span) {
        return new Location(Answers.place(span).toUri().toString(), range(span));
    }

    /** Modules that the compiler brings along are in no file. */
    static boolean onDisk(Span span) {
        return Files.exists(Answers.place(span));
    }

    /** The offset of a position in a text; the end of its line or of the text where it is behind that. */
    static int offset(String text, Position position) {
        int start = 0;
        for (int line = 0; line < position.getLine(); line++) {
            int end = text.indexOf('\n', start);
            if (end < 0) {
                return text.length();
            }
            start = end + 1;
        }
        int end = text.indexOf('\n', start);
        return Math.min(start + position.getCharacter(), end < 0 ? text.length() : end);
    }
}
