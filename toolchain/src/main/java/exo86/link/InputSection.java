package exo86.link;

import exo86.elf.ObjectFile;
import exo86.elf.Place;
import exo86.elf.Section;
import exo86.elf.SectionFlag;
import exo86.elf.Symbol;
import java.util.Optional;

/// A section of one object on its way into the program: what it is, whether it is needed, and where it went.
/// `live` is set by [Liveness]; `output` and `offset` by [Placement], for live sections only.
final class InputSection {
    final int fileIndex;
    final ObjectFile file;
    final int index;
    final Section section;
    boolean live;
    OutputSection output;
    int offset;

    InputSection(int fileIndex, ObjectFile file, int index) {
        this.fileIndex = fileIndex;
        this.file = file;
        this.index = index;
        this.section = file.sections().get(index);
    }

    boolean loaded() {
        return section.has(SectionFlag.ALLOC);
    }

    /// The address of the section's start: in memory, or, for one that is not loaded, in its output section.
    int address() {
        return output.address + offset;
    }

    LinkError.Location location(int at) {
        return new LinkError.Location(file.name(), section.name(), at, symbolAround(at));
    }

    private Optional<String> symbolAround(int at) {
        Symbol best = null;
        for (Symbol symbol : file.symbols()) {
            if (symbol.place() instanceof Place.InSection(int where) && where == index && !symbol.name().isEmpty()
                && Integer.compareUnsigned(symbol.value(), at) <= 0
                && (best == null || Integer.compareUnsigned(symbol.value(), best.value()) > 0)) {
                best = symbol;
            }
        }
        return Optional.ofNullable(best).map(Symbol::name);
    }
}
