package exo86.elf.dwarf;

import exo86.elf.ByteWriter;
import exo86.elf.ObjectBuilder;
import exo86.elf.Relocation;
import exo86.elf.SectionType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// A debug section in the making: bytes, and the places in them that the linker fills in.
final class RelocatableBytes {
    final ByteWriter bytes = new ByteWriter();
    private final List<Fixup> fixups = new ArrayList<>();

    private record Fixup(int offset, int symbol, int addend) { }

    void address(Address address) {
        address(address, 0);
    }

    void address(Address address, int distance) {
        switch (address) {
            case Address.Absolute(int value) -> bytes.put32(value + distance);
            case Address.InSymbol(int symbol, int offset) -> symbol(symbol, offset + distance);
        }
    }

    void symbol(int symbol, int addend) {
        fixups.add(new Fixup(bytes.size(), symbol, addend));
        bytes.put32(0);
    }

    /// Adds other bytes with their fixups.
    void append(RelocatableBytes other) {
        int base = bytes.size();
        other.fixups.forEach(f -> fixups.add(new Fixup(base + f.offset, f.symbol, f.addend)));
        bytes.put(other.bytes.toByteArray());
    }

    static ObjectBuilder.SectionBuilder section(ObjectBuilder file, String name) {
        return file.section(name, SectionType.PROGBITS, Set.of(), 1);
    }

    void into(ObjectBuilder.SectionBuilder section) {
        int base = section.size();
        fixups.forEach(f -> section.relocate(base + f.offset, Relocation.Kind.R_386_32, f.symbol, f.addend));
        section.emit(bytes.toByteArray());
    }
}
