package exo86.ash.source;

/** A half-open range of characters in a file. */
public record Span(SourceFile file, int start, int end) {
    public int line() {
        return file.line(start);
    }

    public int column() {
        return file.column(start);
    }

    /** The smallest span that covers this one and a later one of the same file. */
    public Span to(Span last) {
        return new Span(file, Math.min(start, last.start), Math.max(end, last.end));
    }

    public String text() {
        return file.text().substring(start, end);
    }

    @Override
    public String toString() {
        return file.name() + ":" + line() + ":" + column();
    }
}
