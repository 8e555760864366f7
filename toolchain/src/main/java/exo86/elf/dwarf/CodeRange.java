package exo86.elf.dwarf;

import java.util.List;

/// A stretch of code: `size` bytes from `start`.
public record CodeRange(Address start, int size) {

    /// Whether a linked address is in it.
    public boolean contains(int address) {
        return Integer.compareUnsigned(address - start.value(), size) < 0;
    }

    /// Whether a linked address is in one of them.
    public static boolean contain(List<CodeRange> ranges, int address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }
}
