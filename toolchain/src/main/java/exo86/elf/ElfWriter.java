package exo86.elf;

import static exo86.elf.ElfFormat.*;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Lays an [ElfFile] out as bytes: header, program headers, contents in order, then symbols, strings and section headers.
/// The same file always gives the same bytes.
///
/// Local symbols move before the others, as the format demands; relocations follow them. Symbols of an executable that
/// are not absolute are written with the index of the section that they lie in.
public final class ElfWriter {
    private static final Map<PosixFilePermission, PosixFilePermission> MAY_RUN = Map.of(
        PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_EXECUTE,
        PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_EXECUTE,
        PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_EXECUTE);

    private final ByteWriter out = new ByteWriter();
    private final List<Header> headers = new ArrayList<>();
    private final Strings sectionNames = new Strings();

    private record Header(int name, int type, int flags, int address, int offset, int size, int link, int info,
                          int align, int entrySize) { }

    private ElfWriter() { }

    public static byte[] write(ElfFile file) {
        ElfWriter writer = new ElfWriter();
        writer.headers.add(new Header(0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        return switch (file) {
            case ObjectFile object -> writer.object(object);
            case Executable executable -> writer.executable(executable);
        };
    }

    /// Writes the file; an executable may then be run by those who may read it, where the file system knows of that.
    public static void write(ElfFile file, Path to) throws IOException {
        Files.write(to, write(file));
        PosixFileAttributeView view = Files.getFileAttributeView(to, PosixFileAttributeView.class);
        if (file instanceof Executable && view != null) {
            Set<PosixFilePermission> permissions = EnumSet.copyOf(view.readAttributes().permissions());
            MAY_RUN.forEach((read, run) -> {
                if (permissions.contains(read)) {
                    permissions.add(run);
                }
            });
            view.setPermissions(permissions);
        }
    }

    private byte[] object(ObjectFile file) {
        out.padTo(HEADER_SIZE);
        int[] order = localsFirst(file.symbols());
        int relocated = (int) file.sections().stream().filter(s -> !s.relocations().isEmpty()).count();
        int symbolTable = 1 + file.sections().size() + relocated;
        for (Section section : file.sections()) {
            content(section, 0, withAddends(section));
        }
        for (int i = 0; i < file.sections().size(); i++) {
            Section section = file.sections().get(i);
            if (!section.relocations().isEmpty()) {
                int start = out.align(4).size();
                for (Relocation relocation : section.relocations()) {
                    out.put32(relocation.offset()).put32(order[relocation.symbol()] << 8 | relocation.kind().number);
                }
                headers.add(new Header(sectionNames.offset(".rel" + section.name()), SHT_REL, SHF_INFO_LINK, 0, start,
                    out.size() - start, symbolTable, i + 1, 4, REL_SIZE));
            }
        }
        symbols(file.symbols(), order);
        return finish(ET_REL, 0, 0);
    }

    private byte[] executable(Executable file) {
        int count = file.segments().size();
        out.padTo(HEADER_SIZE + count * PROGRAM_HEADER_SIZE);
        int[] offsets = new int[count];
        for (int i = 0; i < count; i++) {
            Segment segment = file.segments().get(i);
            int align = Math.max(1, segment.align());
            out.padTo(out.size() + (segment.virtualAddress() - out.size() & align - 1));
            offsets[i] = out.size();
            out.put(segment.bytes());
        }
        for (int i = 0; i < count; i++) {
            Segment segment = file.segments().get(i);
            int at = HEADER_SIZE + i * PROGRAM_HEADER_SIZE;
            int flags = PF_R | (segment.writable() ? PF_W : 0) | (segment.executable() ? PF_X : 0);
            int[] words = {PT_LOAD, offsets[i], segment.virtualAddress(), segment.physicalAddress(),
                segment.bytes().length, segment.memorySize(), flags, segment.align()};
            for (int word = 0; word < words.length; word++) {
                out.patch32(at + 4 * word, words[word]);
            }
        }
        for (Executable.Placed placed : file.sections()) {
            Section section = placed.section();
            int inside = segmentHolding(file.segments(), placed);
            if (inside < 0) {
                content(section, placed.address(), section.bytes());
            } else {
                int offset = offsets[inside] + placed.address() - file.segments().get(inside).virtualAddress();
                header(section, placed.address(), offset);
            }
        }
        symbols(file.symbols(), localsFirst(file.symbols()));
        return finish(ET_EXEC, file.entry(), count);
    }

    private static int segmentHolding(List<Segment> segments, Executable.Placed placed) {
        Section section = placed.section();
        for (int i = 0; section.has(SectionFlag.ALLOC) && i < segments.size(); i++) {
            Segment segment = segments.get(i);
            long distance = Integer.toUnsignedLong(placed.address() - segment.virtualAddress());
            int limit = section.type() == SectionType.NOBITS ? segment.memorySize() : segment.bytes().length;
            if (distance + section.size() <= limit) {
                return i;
            }
        }
        return -1;
    }

    private void content(Section section, int address, byte[] bytes) {
        out.align(section.align());
        header(section, address, out.size());
        out.put(bytes);
    }

    private void header(Section section, int address, int offset) {
        int flags = section.linkedTo().isPresent() ? SHF_LINK_ORDER : 0;
        for (SectionFlag flag : section.flags()) {
            flags |= flag.bit;
        }
        int entrySize = section.has(SectionFlag.MERGE) && section.has(SectionFlag.STRINGS) ? 1 : 0;
        int link = section.linkedTo().isPresent() ? section.linkedTo().getAsInt() + 1 : 0;
        headers.add(new Header(sectionNames.offset(section.name()), section.type().number, flags, address, offset,
            section.size(), link, 0, section.align(), entrySize));
    }

    private static byte[] withAddends(Section section) {
        byte[] bytes = section.bytes();
        if (!section.relocations().isEmpty()) {
            bytes = Arrays.copyOf(bytes, bytes.length);
            for (Relocation relocation : section.relocations()) {
                for (int i = 0; i < relocation.kind().width; i++) {
                    bytes[relocation.offset() + i] = (byte) (relocation.addend() >>> 8 * i);
                }
            }
        }
        return bytes;
    }

    /// For each symbol its index in the table, where entry 0 is nobody's and locals come first.
    private static int[] localsFirst(List<Symbol> symbols) {
        int[] order = new int[symbols.size()];
        int next = 1;
        for (int pass = 0; pass < 2; pass++) {
            for (int i = 0; i < order.length; i++) {
                if (symbols.get(i).binding() == Symbol.Binding.LOCAL == (pass == 0)) {
                    order[i] = next++;
                }
            }
        }
        return order;
    }

    private void symbols(List<Symbol> symbols, int[] order) {
        Symbol[] sorted = new Symbol[symbols.size() + 1];
        int locals = 1;
        for (int i = 0; i < order.length; i++) {
            sorted[order[i]] = symbols.get(i);
            locals += symbols.get(i).binding() == Symbol.Binding.LOCAL ? 1 : 0;
        }
        Strings names = new Strings();
        int start = out.align(4).size();
        out.padTo(start + SYMBOL_SIZE);
        for (int i = 1; i < sorted.length; i++) {
            Symbol symbol = sorted[i];
            int value = symbol.place() instanceof Place.Common common ? common.align() : symbol.value();
            out.put32(names.offset(symbol.name())).put32(value).put32(symbol.size());
            out.put8(symbol.binding().ordinal() << 4 | symbol.kind().ordinal()).put8(0);
            out.put16(switch (symbol.place()) {
                case Place.InSection place -> place.section() + 1;
                case Place.Absolute _ -> SHN_ABS;
                case Place.Undefined _ -> SHN_UNDEF;
                case Place.Common _ -> SHN_COMMON;
            });
        }
        headers.add(new Header(sectionNames.offset(".symtab"), SHT_SYMTAB, 0, 0, start, out.size() - start,
            headers.size() + 1, locals, 4, SYMBOL_SIZE));
        strings(".strtab", names);
    }

    private void strings(String name, Strings strings) {
        int nameOffset = sectionNames.offset(name);
        int start = out.size();
        out.put(strings.bytes.toByteArray());
        headers.add(new Header(nameOffset, SHT_STRTAB, 0, 0, start, out.size() - start, 0, 0, 1, 0));
    }

    private byte[] finish(int type, int entry, int segments) {
        strings(".shstrtab", sectionNames);
        int sectionHeaders = out.align(4).size();
        for (Header h : headers) {
            out.put32(h.name).put32(h.type).put32(h.flags).put32(h.address).put32(h.offset).put32(h.size)
                .put32(h.link).put32(h.info).put32(h.align).put32(h.entrySize);
        }
        ByteWriter head = new ByteWriter();
        head.put(new byte[] {0x7F, 'E', 'L', 'F', 1, 1, 1, 0}).padTo(16);
        head.put16(type).put16(EM_386).put32(1).put32(entry);
        head.put32(segments > 0 ? HEADER_SIZE : 0).put32(sectionHeaders).put32(0);
        head.put16(HEADER_SIZE).put16(segments > 0 ? PROGRAM_HEADER_SIZE : 0).put16(segments);
        head.put16(SECTION_HEADER_SIZE).put16(headers.size()).put16(headers.size() - 1);
        byte[] file = out.toByteArray();
        System.arraycopy(head.toByteArray(), 0, file, 0, HEADER_SIZE);
        return file;
    }

    /// A string table: each text once, the empty one at 0.
    private static final class Strings {
        private final ByteWriter bytes = new ByteWriter().put8(0);
        private final Map<String, Integer> offsets = new LinkedHashMap<>(Map.of("", 0));

        int offset(String text) {
            return offsets.computeIfAbsent(text, key -> {
                int offset = bytes.size();
                bytes.putString(key);
                return offset;
            });
        }
    }
}
