package exo86.elf;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/// Files that the tests of this package share.
final class Samples {

    private Samples() { }

    /// An object with every kind of place, binding and relocation.
    static ObjectFile object() {
        ObjectBuilder file = new ObjectBuilder("sample.o");
        var text = file.section(".text", SectionType.PROGBITS, Set.of(SectionFlag.ALLOC, SectionFlag.EXEC), 16);
        var data = file.section(".data", SectionType.PROGBITS, Set.of(SectionFlag.ALLOC, SectionFlag.WRITE), 4);
        var bss = file.section(".bss", SectionType.NOBITS, Set.of(SectionFlag.ALLOC, SectionFlag.WRITE), 32);
        var checks = file.section("ash_checks", SectionType.PROGBITS, Set.of(SectionFlag.ALLOC), 4).linkTo(text);
        bss.reserve(0x1234);
        text.emit8(0xE8).emitAddress(Relocation.Kind.R_386_PC32, file.reference("outside"), -4);
        text.emit8(0xA1).emitAddress(Relocation.Kind.R_386_32, file.reference("counter"), 8);
        text.emit8(0xEB).emitAddress(Relocation.Kind.R_386_PC8, file.reference("start"), -1);
        text.emit8(0x68).emitAddress(Relocation.Kind.R_386_16, file.reference("small"), 0).emit16(0);
        text.emit8(0xC3);
        data.emit32(7).emit32(8).emitAddress(Relocation.Kind.R_386_32, file.sectionSymbol(text), 5);
        checks.emitAddress(Relocation.Kind.R_386_32, file.sectionSymbol(text), 3);
        file.define(new Symbol("start", new Place.InSection(0), 0, 10, Symbol.Binding.GLOBAL, Symbol.Kind.FUNCTION));
        file.define(new Symbol("counter", new Place.InSection(1), 0, 4, Symbol.Binding.LOCAL, Symbol.Kind.OBJECT));
        file.define(new Symbol("small", new Place.Absolute(), 0x1F0, 0, Symbol.Binding.GLOBAL, Symbol.Kind.NOTYPE));
        file.define(new Symbol("maybe", new Place.InSection(0), 4, 0, Symbol.Binding.WEAK, Symbol.Kind.NOTYPE));
        file.define(new Symbol("shared", new Place.Common(8), 0, 64, Symbol.Binding.GLOBAL, Symbol.Kind.OBJECT));
        return file.build();
    }

    /// A program with two segments and a section that is not loaded.
    static Executable executable() {
        byte[] code = {(byte) 0xB8, 1, 0, 0, 0, (byte) 0xF4};
        byte[] data = {1, 2, 3, 4};
        return new Executable("sample.elf", 0xC010_0000, List.of(
            new Segment(0xC010_0000, 0x10_0000, code, code.length, false, true, 4096),
            new Segment(0xC010_1000, 0x10_1000, data, 0x2000, true, false, 4096)), List.of(
            placed(".text", SectionType.PROGBITS, Set.of(SectionFlag.ALLOC, SectionFlag.EXEC), code, code.length, 0xC010_0000),
            placed(".data", SectionType.PROGBITS, Set.of(SectionFlag.ALLOC, SectionFlag.WRITE), data, data.length, 0xC010_1000),
            placed(".bss", SectionType.NOBITS, Set.of(SectionFlag.ALLOC, SectionFlag.WRITE), new byte[0], 0x1000, 0xC010_1010),
            placed(".comment", SectionType.PROGBITS, Set.of(), new byte[] {'h', 'i', 0}, 3, 0)), List.of(
            new Symbol("a.asm", new Place.Absolute(), 0, 0, Symbol.Binding.LOCAL, Symbol.Kind.FILE),
            new Symbol("_start", new Place.InSection(0), 0xC010_0000, 6, Symbol.Binding.GLOBAL, Symbol.Kind.FUNCTION),
            new Symbol("buffer", new Place.InSection(2), 0xC010_1010, 0x1000, Symbol.Binding.GLOBAL, Symbol.Kind.OBJECT)));
    }

    private static Executable.Placed placed(String name, SectionType type, Set<SectionFlag> flags, byte[] bytes, int size, int address) {
        return new Executable.Placed(new Section(name, type, flags, 4, bytes, size, List.of(), OptionalInt.empty()), address);
    }

    /// Everything that a file says, as text, without the bytes under relocations.
    static String describe(ElfFile file) {
        StringBuilder text = new StringBuilder();
        List<Section> sections = switch (file) {
            case ObjectFile object -> object.sections();
            case Executable executable -> {
                text.append("entry %x%n".formatted(executable.entry()));
                for (Segment s : executable.segments()) {
                    text.append("segment %x %x %s %x %b %b%n".formatted(s.virtualAddress(), s.physicalAddress(),
                        java.util.HexFormat.of().formatHex(s.bytes()), s.memorySize(), s.writable(), s.executable()));
                }
                executable.sections().forEach(p -> text.append("placed %x%n".formatted(p.address())));
                yield executable.sections().stream().map(Executable.Placed::section).toList();
            }
        };
        for (Section s : sections) {
            byte[] bytes = s.bytes().clone();
            s.relocations().forEach(r -> java.util.Arrays.fill(bytes, r.offset(), r.offset() + r.kind().width, (byte) 0));
            text.append("section %s %s %s align %d size %x link %s %s%n".formatted(s.name(), s.type(), new java.util.TreeSet<>(s.flags()),
                s.align(), s.size(), s.linkedTo(), java.util.HexFormat.of().formatHex(bytes)));
            s.relocations().forEach(r -> text.append("  %x %s %s %d%n".formatted(r.offset(), r.kind(), file.symbols().get(r.symbol()), r.addend())));
        }
        file.symbols().stream().map(Symbol::toString).sorted().forEach(s -> text.append(s).append('\n'));
        return text.toString();
    }
}
