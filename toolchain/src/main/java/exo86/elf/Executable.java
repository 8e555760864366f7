package exo86.elf;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A linked program: what to load where, and what is known about it. `entry` and every symbol's value are virtual
/// addresses.
///
/// Segments alone decide what is in memory. The sections that are allocated lie inside them and describe them again for
/// tools; the others (debug information) are in the file only. A stripped file has segments and no sections.
public record Executable(String name, int entry, List<Segment> segments, List<Placed> sections, List<Symbol> symbols)
        implements ElfFile {

    /// A section with its virtual address, 0 for one that is not loaded.
    public record Placed(Section section, int address) { }

    public Executable {
        segments = List.copyOf(segments);
        sections = List.copyOf(sections);
        symbols = List.copyOf(symbols);
    }

    /// The first section of that name.
    public Optional<Placed> section(String sectionName) {
        return sections.stream().filter(placed -> placed.section().name().equals(sectionName)).findFirst();
    }

    /// The bytes of the section of that name, none if it is absent.
    public byte[] bytesOf(String sectionName) {
        return section(sectionName).map(placed -> placed.section().bytes()).orElse(new byte[0]);
    }

    /// The first defined symbol of that name, global ones before local ones.
    public Optional<Symbol> symbol(String symbolName) {
        Symbol found = null;
        for (Symbol symbol : symbols) {
            if (symbol.defined() && symbol.name().equals(symbolName)) {
                if (symbol.binding() != Symbol.Binding.LOCAL) {
                    return Optional.of(symbol);
                }
                found = found == null ? symbol : found;
            }
        }
        return Optional.ofNullable(found);
    }

    /// The bytes that the program starts with at these virtual addresses, if one segment holds them all.
    public Optional<byte[]> read(int address, int count) {
        for (Segment segment : segments) {
            int offset = address - segment.virtualAddress();
            if (Integer.compareUnsigned(offset, segment.memorySize()) < 0
                && count <= segment.memorySize() - offset && count >= 0) {
                int from = Math.min(offset, segment.bytes().length);
                int to = Math.min(offset + count, segment.bytes().length);
                return Optional.of(Arrays.copyOf(Arrays.copyOfRange(segment.bytes(), from, to), count));
            }
        }
        return Optional.empty();
    }
}
