package exo86.elf;

import java.util.List;
import java.util.Optional;

/// What an assembler or compiler hands to the linker: named sections, the symbols that name places in them, and, inside
/// each section, the relocations that wait for addresses.
///
/// Invariant: every section index in a symbol or a link, and every symbol index in a relocation, lies inside the lists.
public record ObjectFile(String name, List<Section> sections, List<Symbol> symbols) implements ElfFile {

    public ObjectFile {
        sections = List.copyOf(sections);
        symbols = List.copyOf(symbols);
        for (Section section : sections) {
            if (section.linkedTo().isPresent()) {
                checkIndex(name, "section", section.linkedTo().getAsInt(), sections.size());
            }
            for (Relocation relocation : section.relocations()) {
                checkIndex(name, "symbol", relocation.symbol(), symbols.size());
            }
        }
        for (Symbol symbol : symbols) {
            if (symbol.place() instanceof Place.InSection place) {
                checkIndex(name, "section", place.section(), sections.size());
            }
        }
    }

    /// The first section of that name.
    public Optional<Section> section(String sectionName) {
        return sections.stream().filter(section -> section.name().equals(sectionName)).findFirst();
    }

    /// The first symbol of that name.
    public Optional<Symbol> symbol(String symbolName) {
        return symbols.stream().filter(symbol -> symbol.name().equals(symbolName)).findFirst();
    }

    private static void checkIndex(String file, String what, int index, int count) {
        if (index < 0 || index >= count) {
            throw new IllegalArgumentException(file + ": " + what + " index " + index + " of " + count);
        }
    }
}
