package exo86.elf.dwarf;

import java.util.List;

/// The lines of a stretch of code that no other code interrupts, usually a function: `size` bytes from `start`.
/// Rows are in order of their offset; each holds up to the next one.
public record LineSequence(Address start, int size, List<Row> rows) {

    public LineSequence {
        rows = List.copyOf(rows);
    }

    /// `file` is an index into the unit's files; `column` 0 says nothing; `statement` marks a good place to stop.
    public record Row(int offset, int file, int line, int column, boolean statement) { }
}
