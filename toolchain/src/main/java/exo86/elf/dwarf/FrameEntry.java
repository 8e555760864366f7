package exo86.elf.dwarf;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// How to find the caller from inside a stretch of code, usually a function. A `signal` frame is one that an exception or
/// an interrupt made: its return address is the interrupted instruction itself, not one behind a call.
public record FrameEntry(Address start, int size, boolean signal, List<Row> rows) {
    public static final int ESP = 4;
    public static final int EBP = 5;
    public static final int EIP = 8;

    public FrameEntry {
        rows = List.copyOf(rows);
    }

    /// From `offset` on, the canonical frame address is `register + distance`, and each register in `saved` is in memory at
    /// that distance from it. A register that is not there still has the caller's value; ESP in the caller is the
    /// canonical frame address itself, unless it is saved.
    public record Row(int offset, int register, int distance, SortedMap<Integer, Integer> saved) {
        public Row {
            saved = new TreeMap<>(saved);
        }

        public Row(int offset, int register, int distance, Map<Integer, Integer> saved) {
            this(offset, register, distance, new TreeMap<>(saved));
        }
    }

    /// The frame of a function that begins `push ebp; mov ebp, esp` and pushes nothing else above EBP.
    public static FrameEntry withFramePointer(Address start, int size) {
        return new FrameEntry(start, size, false, List.of(
            new Row(0, ESP, 4, Map.of(EIP, -4)),
            new Row(1, ESP, 8, Map.of(EIP, -4, EBP, -8)),
            new Row(3, EBP, 8, Map.of(EIP, -4, EBP, -8))));
    }
}
