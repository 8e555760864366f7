package exo86.elf;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/// A run of bytes that moves as one: the linker keeps, drops and places whole sections.
///
/// `bytes` is empty for [SectionType#NOBITS], where `size` alone counts; elsewhere `size == bytes.length`.
/// `linkedTo` (SHF_LINK_ORDER) names the section that this one describes: the linker keeps it exactly if it keeps that one.
/// The array is shared, not copied; nobody writes into it.
public record Section(String name, SectionType type, Set<SectionFlag> flags, int align, byte[] bytes, int size,
                      List<Relocation> relocations, OptionalInt linkedTo) {

    public Section {
        flags = Set.copyOf(flags);
        relocations = List.copyOf(relocations);
        if (align < 1 || Integer.bitCount(align) != 1) {
            throw new IllegalArgumentException("section " + name + ": alignment " + align + " is not a power of two");
        }
        if (size < 0 || (type == SectionType.NOBITS ? bytes.length != 0 : bytes.length != size)) {
            throw new IllegalArgumentException("section " + name + ": size " + size + " with " + bytes.length + " bytes");
        }
    }

    public boolean has(SectionFlag flag) {
        return flags.contains(flag);
    }
}
