package exo86.elf;

import static exo86.elf.ElfFormat.*;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/// Reads ELF32 object files and programs for i386: ours, gcc's and nasm's.
///
/// Nothing in the file is believed: each count, offset, index and size is checked before use, and contents may not be
/// claimed twice, so that the memory used stays in proportion to the file. Everything wrong ends in one [ElfException].
public final class ElfReader {
    private static final int NAME_LIMIT = 4096;

    private final String name;
    private final byte[] file;
    private final List<Header> headers = new ArrayList<>();

    /// A section header; `at` is its own offset in the file.
    private record Header(long at, int nameOffset, int type, int flags, int address, long offset, long size, long link,
                          long info, long align, long entrySize) { }

    private ElfReader(String name, byte[] file) {
        this.name = name;
        this.file = file;
    }

    /// Reads a file of either kind; `name` is for messages.
    public static ElfFile read(String name, byte[] file) throws ElfException {
        return new ElfReader(name, file).file();
    }

    public static ObjectFile readObject(String name, byte[] file) throws ElfException {
        if (read(name, file) instanceof ObjectFile object) {
            return object;
        }
        throw new ElfException(name, 16, "this is an executable; expected a relocatable object file (ET_REL)");
    }

    public static Executable readExecutable(String name, byte[] file) throws ElfException {
        if (read(name, file) instanceof Executable executable) {
            return executable;
        }
        throw new ElfException(name, 16, "this is an object file that is not linked; expected an executable (ET_EXEC)");
    }

    private ElfFile file() throws ElfException {
        check(file.length >= 4 && u32(0) == 0x464C457FL, 0, "not an ELF file; expected it to start with 7F 'E' 'L' 'F'");
        check(file.length >= HEADER_SIZE, file.length, "the file ends inside the ELF header; expected 52 bytes");
        check(file[4] == 1, 4, "class " + file[4] + "; expected 1, a 32-bit file");
        check(file[5] == 1, 5, "byte order " + file[5] + "; expected 1, little-endian");
        check(file[6] == 1, 6, "version " + file[6] + "; expected 1");
        int type = u16(16);
        check(type == ET_REL || type == ET_EXEC, 16, "file type " + type
            + (type == 3 ? " (shared or position-independent; link with -no-pie)" : "")
            + "; expected 1 (relocatable) or 2 (executable)");
        check(u16(18) == EM_386, 18, "machine " + u16(18) + "; expected 3, the 80386");
        readHeaders();
        return type == ET_REL ? object() : executable();
    }

    private void readHeaders() throws ElfException {
        long offset = u32(32);
        int count = u16(48);
        if (count == 0) {
            check(offset == 0 || u16(50) == 0, 48, "section headers without a count; expected e_shnum of 1 to 65279");
            return;
        }
        check(u16(46) == SECTION_HEADER_SIZE, 46, "section headers of " + u16(46) + " bytes; expected 40");
        table(32, "section headers", offset, count, SECTION_HEADER_SIZE);
        long claimed = 0;
        for (int i = 0; i < count; i++) {
            long at = offset + (long) i * SECTION_HEADER_SIZE;
            Header header = new Header(at, (int) u32(at), (int) u32(at + 4), (int) u32(at + 8), (int) u32(at + 12),
                u32(at + 16), u32(at + 20), u32(at + 24), u32(at + 28), u32(at + 32), u32(at + 36));
            if (header.type != SHT_NULL && header.type != SectionType.NOBITS.number) {
                check(header.offset + header.size <= file.length, at + 16, "section %d claims bytes 0x%x to 0x%x of %d; expected it to lie inside the file",
                    i, header.offset, header.offset + header.size, file.length);
                claimed += header.size;
                check(claimed <= file.length, at + 16, "sections up to " + i
                    + " claim more bytes than the file has; expected them not to overlap");
            }
            check(header.align <= 1 || Long.bitCount(header.align) == 1 && header.align <= 1 << 30, at + 32,
                "alignment " + header.align + " of section " + i + "; expected a power of two");
            headers.add(header);
        }
    }

    // Sections, symbols and relocations.

    private ObjectFile object() throws ElfException {
        int[] newIndex = new int[headers.size()];
        List<Integer> kept = new ArrayList<>();
        Arrays.fill(newIndex, -1);
        for (int i = 0; i < headers.size(); i++) {
            check(headers.get(i).type != SHT_RELA, headers.get(i).at + 4, "relocations with addends (RELA) in section "
                + i + "; expected REL, as the i386 ABI has it");
            if (holdsContent(headers.get(i).type)) {
                newIndex[i] = kept.size();
                kept.add(i);
            }
        }
        SymbolTable table = symbols(newIndex, true);
        Map<Integer, List<Relocation>> relocations = new HashMap<>();
        for (Header header : headers) {
            if (header.type == SHT_REL) {
                readRelocations(header, table, relocations);
            }
        }
        List<Section> sections = new ArrayList<>();
        for (int i : kept) {
            sections.add(section(i, relocations.getOrDefault(i, List.of()), newIndex));
        }
        return new ObjectFile(name, sections, table.symbols);
    }

    private static boolean holdsContent(int type) {
        return type == SHT_PROGBITS || type == SectionType.NOBITS.number || type == SectionType.NOTE.number
            || type >= SectionType.INIT_ARRAY.number && type != SHT_GROUP && type != SHT_GROUP + 1 || type < 0;
    }

    private Section section(int index, List<Relocation> relocations, int[] newIndex) throws ElfException {
        Header header = headers.get(index);
        SectionType type = SectionType.PROGBITS;
        for (SectionType candidate : SectionType.values()) {
            type = candidate.number == header.type ? candidate : type;
        }
        check((header.flags & SHF_TLS) == 0, header.at + 8, "thread-local section; expected none: threads have no such storage");
        Set<SectionFlag> flags = EnumSet.noneOf(SectionFlag.class);
        for (SectionFlag flag : SectionFlag.values()) {
            if ((header.flags & flag.bit) != 0) {
                flags.add(flag);
            }
        }
        OptionalInt linkedTo = OptionalInt.empty();
        if ((header.flags & SHF_LINK_ORDER) != 0 && header.link != 0) {
            check(header.link < newIndex.length && newIndex[(int) header.link] >= 0, header.at + 24,
                "linked to section " + header.link + "; expected one of " + headers.size() + " with contents");
            linkedTo = OptionalInt.of(newIndex[(int) header.link]);
        }
        check(header.size <= Integer.MAX_VALUE, header.at + 20, "size " + header.size + "; expected less than 2 GiB");
        boolean empty = type == SectionType.NOBITS;
        byte[] bytes = empty ? new byte[0]
            : Arrays.copyOfRange(file, (int) header.offset, (int) (header.offset + header.size));
        return new Section(sectionName(header), type, flags, Math.max(1, (int) header.align), bytes,
            (int) header.size, relocations, linkedTo);
    }

    private String sectionName(Header header) throws ElfException {
        int index = u16(50);
        check(index < headers.size() && headers.get(index).type == SHT_STRTAB, 50, "section names in section " + index
            + " of " + headers.size() + "; expected a string table");
        return string(headers.get(index), header.nameOffset, header.at);
    }

    /// Symbols without entry 0, and for each entry of the file its place in the list.
    private record SymbolTable(int header, List<Symbol> symbols) { }

    private SymbolTable symbols(int[] newIndex, boolean strict) throws ElfException {
        for (int i = 0; i < headers.size(); i++) {
            Header table = headers.get(i);
            if (table.type == SHT_SYMTAB) {
                check(table.entrySize == SYMBOL_SIZE && table.size % SYMBOL_SIZE == 0, table.at + 36,
                    "symbol table of " + table.size + " bytes in entries of " + table.entrySize + "; expected entries of 16");
                check(table.link < headers.size() && headers.get((int) table.link).type == SHT_STRTAB, table.at + 24,
                    "symbol names in section " + table.link + "; expected a string table");
                List<Symbol> symbols = new ArrayList<>();
                for (long at = table.offset + SYMBOL_SIZE; at < table.offset + table.size; at += SYMBOL_SIZE) {
                    symbols.add(symbol(at, headers.get((int) table.link), newIndex, strict));
                }
                return new SymbolTable(i, symbols);
            }
        }
        return new SymbolTable(-1, List.of());
    }

    private Symbol symbol(long at, Header names, int[] newIndex, boolean strict) throws ElfException {
        String symbolName = string(names, (int) u32(at), at);
        int info = file[(int) at + 12] & 0xFF;
        int value = (int) u32(at + 4);
        int size = (int) u32(at + 8);
        int type = info & 15;
        check(!strict || type <= 5, at + 12, "symbol " + symbolName + " of type " + type
            + "; expected data, code, section or file (0 to 5)");
        check(info >> 4 <= 2 || !strict, at + 12, "symbol " + symbolName + " with binding " + (info >> 4)
            + "; expected local, global or weak");
        Symbol.Kind kind = type < 5 ? Symbol.Kind.values()[type] : type == 5 ? Symbol.Kind.OBJECT : Symbol.Kind.NOTYPE;
        Symbol.Binding binding = info >> 4 <= 2 ? Symbol.Binding.values()[info >> 4] : Symbol.Binding.GLOBAL;
        int index = u16(at + 14);
        Place place = switch (index) {
            case SHN_UNDEF -> new Place.Undefined();
            case SHN_ABS -> new Place.Absolute();
            case SHN_COMMON -> {
                check(Integer.bitCount(value) == 1 && value > 0, at + 4, "common symbol " + symbolName
                    + " with alignment " + value + "; expected a power of two");
                yield new Place.Common(value);
            }
            default -> {
                check(index < newIndex.length, at + 14, "symbol " + symbolName + " in section " + index
                    + "; expected less than " + newIndex.length);
                yield newIndex[index] < 0 ? new Place.Absolute() : new Place.InSection(newIndex[index]);
            }
        };
        if (strict && place instanceof Place.InSection) {
            check(Integer.toUnsignedLong(value) <= headers.get(index).size, at + 4, "symbol " + symbolName + " at 0x"
                + Integer.toHexString(value) + "; expected it inside its section of 0x"
                + Long.toHexString(headers.get(index).size) + " bytes");
        }
        return new Symbol(symbolName, place, place instanceof Place.Common ? 0 : value, size, binding, kind);
    }

    private void readRelocations(Header table, SymbolTable symbols, Map<Integer, List<Relocation>> into) throws ElfException {
        check(table.entrySize == REL_SIZE && table.size % REL_SIZE == 0, table.at + 36, "relocation table of " + table.size
            + " bytes in entries of " + table.entrySize + "; expected entries of 8");
        check(table.link == symbols.header, table.at + 24, "relocations against symbol table " + table.link
            + "; expected section " + symbols.header);
        check(table.info < headers.size() && holdsContent(headers.get((int) table.info).type)
            && headers.get((int) table.info).type != SectionType.NOBITS.number, table.at + 28,
            "relocations for section " + table.info + "; expected one with bytes");
        Header target = headers.get((int) table.info);
        List<Relocation> list = into.computeIfAbsent((int) table.info, _ -> new ArrayList<>());
        for (long at = table.offset; at < table.offset + table.size; at += REL_SIZE) {
            long offset = u32(at);
            int number = file[(int) at + 4] & 0xFF;
            long symbol = u32(at + 4) >> 8;
            if (number == R_386_NONE) {
                continue;
            }
            int effective = number == R_386_PLT32 ? Relocation.Kind.R_386_PC32.number : number;
            Relocation.Kind kind = Relocation.Kind.of(effective).orElseThrow(() -> new ElfException(name, table.at,
                "relocation type " + number + (number >= 3 && number <= 10 || number == 43
                    ? " belongs to position-independent code; compile with -fno-pic"
                    : "; expected 1, 2, 20, 21, 22 or 23")));
            check(symbol >= 1 && symbol <= symbols.symbols.size(), at + 4, "relocation against symbol " + symbol
                + "; expected 1 to " + symbols.symbols.size());
            check(offset + kind.width <= target.size, at, "relocation at 0x%x; expected %d bytes inside a section of 0x%x",
                offset, kind.width, target.size);
            int addend = field(file, (int) (target.offset + offset), kind.width);
            list.add(new Relocation((int) offset, kind, (int) symbol - 1, addend));
        }
    }

    // Programs.

    private Executable executable() throws ElfException {
        long offset = u32(28);
        int count = u16(44);
        check(count > 0, 44, "no program headers; expected at least one segment to load");
        check(u16(42) == PROGRAM_HEADER_SIZE, 42, "program headers of " + u16(42) + " bytes; expected 32");
        table(28, "program headers", offset, count, PROGRAM_HEADER_SIZE);
        List<Segment> segments = new ArrayList<>();
        long claimed = 0;
        for (int i = 0; i < count; i++) {
            long at = offset + (long) i * PROGRAM_HEADER_SIZE;
            if (u32(at) == PT_LOAD) {
                Segment segment = segment(at, i);
                claimed += segment.bytes().length;
                check(claimed <= file.length, at + 4, "segments up to " + i
                    + " claim more bytes than the file has; expected them not to overlap");
                segments.add(segment);
            }
        }
        check(!segments.isEmpty(), offset, "no segment of type 1 (load); expected at least one");
        checkDisjoint(segments, offset);
        int[] newIndex = new int[headers.size()];
        List<Executable.Placed> sections = new ArrayList<>();
        for (int i = 0; i < headers.size(); i++) {
            newIndex[i] = holdsContent(headers.get(i).type) ? sections.size() : -1;
            if (newIndex[i] >= 0) {
                Section section = section(i, List.of(), new int[0]);
                sections.add(new Executable.Placed(section, headers.get(i).address));
            }
        }
        return new Executable(name, (int) u32(24), segments, sections, symbols(newIndex, false).symbols);
    }

    private Segment segment(long at, int index) throws ElfException {
        long offset = u32(at + 4);
        long fileSize = u32(at + 16);
        long memorySize = u32(at + 20);
        long address = u32(at + 8);
        check(offset + fileSize <= file.length, at + 4, "segment %d claims bytes 0x%x to 0x%x of 0x%x; expected it to lie inside the file",
            index, offset, offset + fileSize, file.length);
        check(fileSize <= memorySize, at + 20, "segment %d has 0x%x bytes for 0x%x of memory; expected no more bytes than memory",
            index, fileSize, memorySize);
        check(memorySize <= Integer.MAX_VALUE && address + memorySize <= 1L << 32, at + 20,
            "segment %d of 0x%x bytes at 0x%x; expected it to end below 4 GiB and to have less than 2 GiB",
            index, memorySize, address);
        long align = u32(at + 28);
        check(align <= 1 || Long.bitCount(align) == 1 && align <= 1 << 30, at + 28, "alignment " + align + " of segment " + index
            + "; expected a power of two");
        int flags = (int) u32(at + 24);
        return new Segment((int) address, (int) u32(at + 12),
            Arrays.copyOfRange(file, (int) offset, (int) (offset + fileSize)), (int) memorySize,
            (flags & PF_W) != 0, (flags & PF_X) != 0, Math.max(1, (int) align));
    }

    private void checkDisjoint(List<Segment> segments, long at) throws ElfException {
        List<Segment> sorted = new ArrayList<>(segments);
        sorted.sort((a, b) -> Integer.compareUnsigned(a.virtualAddress(), b.virtualAddress()));
        for (int i = 1; i < sorted.size(); i++) {
            Segment before = sorted.get(i - 1);
            long end = Integer.toUnsignedLong(before.virtualAddress()) + before.memorySize();
            check(end <= Integer.toUnsignedLong(sorted.get(i).virtualAddress()), at,
                "segments at 0x%x and 0x%x overlap; expected each address in one segment",
                before.virtualAddress(), sorted.get(i).virtualAddress());
        }
    }

    // Fields.

    private void table(long at, String what, long offset, int count, int size) throws ElfException {
        check(offset + (long) count * size <= file.length, at, "%d %s at 0x%x end behind the file's 0x%x bytes; expected them inside the file",
            count, what, offset, file.length);
    }

    private String string(Header table, int offset, long at) throws ElfException {
        long start = table.offset + Integer.toUnsignedLong(offset);
        long end = Math.min(table.offset + table.size, start + NAME_LIMIT);
        check(start < table.offset + table.size || offset == 0, at, "name at 0x%x of a string table of 0x%x bytes; expected it inside", offset,
            table.size);
        long stop = start;
        while (stop < end && file[(int) stop] != 0) {
            stop++;
        }
        check(stop < end || start >= end, at, "name that does not end; expected a zero byte after at most " + NAME_LIMIT + " bytes");
        return new String(file, (int) start, (int) (stop - start), StandardCharsets.UTF_8);
    }

    private int u16(long at) {
        return file[(int) at] & 0xFF | (file[(int) at + 1] & 0xFF) << 8;
    }

    private long u32(long at) {
        return u16(at) | (long) u16(at + 2) << 16;
    }

    private void check(boolean holds, long at, String problem) throws ElfException {
        if (!holds) {
            throw new ElfException(name, at, problem);
        }
    }

    /// The same with a format, used only for a failure: the first formatting of a process takes 10 ms.
    private void check(boolean holds, long at, String problem, Object... values) throws ElfException {
        if (!holds) {
            throw new ElfException(name, at, problem.formatted(values));
        }
    }
}
