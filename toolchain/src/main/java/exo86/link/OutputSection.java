package exo86.link;

import exo86.elf.Section;
import exo86.elf.SectionFlag;
import exo86.elf.SectionType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/// A section of the program: input sections of one name and kind, one after the other, each on its alignment.
final class OutputSection {
    /// In the order of memory. `HEADER` is what a boot loader looks for in the first bytes; `FILE_ONLY` is not loaded.
    enum Kind { HEADER, TEXT, RODATA, DATA, BSS, FILE_ONLY }

    final String name;
    final Kind kind;
    final List<InputSection> inputs = new ArrayList<>();
    int address;
    int index;
    private int align = 1;
    private long size;

    OutputSection(String name, Kind kind) {
        this.name = name;
        this.kind = kind;
    }

    void add(InputSection input) {
        int boundary = input.section.align();
        size = size + boundary - 1 & -boundary;
        align = Math.max(align, boundary);
        input.output = this;
        input.offset = (int) size;
        size += input.section.size();
        inputs.add(input);
    }

    long size() {
        return size;
    }

    int align() {
        return align;
    }

    static Kind kindOf(Section section) {
        if (!section.has(SectionFlag.ALLOC)) {
            return Kind.FILE_ONLY;
        }
        if (section.type() == SectionType.NOBITS) {
            return Kind.BSS;
        }
        if (LinkOptions.ROOT_SECTIONS.contains(section.name())) {
            return Kind.HEADER;
        }
        if (section.has(SectionFlag.EXEC)) {
            return Kind.TEXT;
        }
        return section.has(SectionFlag.WRITE) ? Kind.DATA : Kind.RODATA;
    }

    /// Its contents before relocation.
    byte[] bytes() {
        byte[] bytes = new byte[kind == Kind.BSS ? 0 : (int) size];
        if (kind == Kind.TEXT) {
            Arrays.fill(bytes, (byte) 0xCC);
        }
        for (InputSection input : inputs) {
            byte[] content = input.section.bytes();
            System.arraycopy(content, 0, bytes, kind == Kind.BSS ? 0 : input.offset, content.length);
        }
        return bytes;
    }

    Section finished(byte[] bytes) {
        Set<SectionFlag> flags = EnumSet.noneOf(SectionFlag.class);
        switch (kind) {
            case HEADER, RODATA -> flags.add(SectionFlag.ALLOC);
            case TEXT -> flags.addAll(Set.of(SectionFlag.ALLOC, SectionFlag.EXEC));
            case DATA, BSS -> flags.addAll(Set.of(SectionFlag.ALLOC, SectionFlag.WRITE));
            case FILE_ONLY -> { }
        }
        SectionType type = kind == Kind.BSS ? SectionType.NOBITS : SectionType.PROGBITS;
        return new Section(name, type, flags, align, bytes, (int) size, List.of(), OptionalInt.empty());
    }
}
