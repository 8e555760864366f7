package exo86.elf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/// Makes an [ObjectFile] piece by piece. Sections and symbols get their index when they are first mentioned, so code may
/// refer to a name before it is defined: [#reference] gives the index, [#define] fills it in, and a name that is never
/// defined stays undefined.
///
/// Global and weak names are unique in a file; local ones may repeat, each [#local] being a new symbol.
public final class ObjectBuilder {
    private final String name;
    private final List<SectionBuilder> sections = new ArrayList<>();
    private final List<Symbol> symbols = new ArrayList<>();
    private final Map<String, Integer> names = new LinkedHashMap<>();
    private final BitSet referredTo = new BitSet();

    public ObjectBuilder(String name) {
        this.name = name;
    }

    /// A new section, even if another has the same name.
    public SectionBuilder section(String sectionName, SectionType type, Set<SectionFlag> flags, int align) {
        SectionBuilder section = new SectionBuilder(sections.size(), sectionName, type, flags, align, referredTo);
        sections.add(section);
        return section;
    }

    /// The index of the symbol of that name, which is undefined until [#define].
    public int reference(String symbolName) {
        return names.computeIfAbsent(symbolName, key -> {
            symbols.add(Symbol.undefined(key));
            return symbols.size() - 1;
        });
    }

    /// Defines a name that is visible to [#reference] in this file, whatever its binding.
    /// @throws IllegalStateException when it has a definition already: callers report duplicates to their user first
    public int define(Symbol symbol) {
        int index = reference(symbol.name());
        if (symbols.get(index).defined()) {
            throw new IllegalStateException(name + ": symbol " + symbol.name() + " defined twice");
        }
        symbols.set(index, symbol);
        return index;
    }

    /// A symbol of its own that [#reference] does not find, such as a section's.
    public int local(Symbol symbol) {
        symbols.add(symbol);
        return symbols.size() - 1;
    }

    /// The symbol that stands for the start of a section, made at most once a section.
    public int sectionSymbol(SectionBuilder section) {
        if (section.symbol < 0) {
            section.symbol = local(new Symbol("", new Place.InSection(section.index()), 0, 0, Symbol.Binding.LOCAL,
                Symbol.Kind.SECTION));
        }
        return section.symbol;
    }

    public boolean isDefined(String symbolName) {
        Integer index = names.get(symbolName);
        return index != null && symbols.get(index).defined();
    }

    /// Whether what a program has in memory refers to the symbol so far. A linker may leave out what only debug information speaks of.
    public boolean isReferredTo(String symbolName) {
        Integer index = names.get(symbolName);
        return index != null && referredTo.get(index);
    }

    public ObjectFile build() {
        return new ObjectFile(name, sections.stream().map(SectionBuilder::build).toList(), symbols);
    }

    /// A section in the making. Words are little-endian.
    public static final class SectionBuilder {
        private final int index;
        private final String name;
        private final SectionType type;
        private final Set<SectionFlag> flags;
        private int align;
        private byte[] bytes = new byte[64];
        private int size;
        private int symbol = -1;
        private final List<Relocation> relocations = new ArrayList<>();
        private final BitSet referredTo;
        private OptionalInt linkedTo = OptionalInt.empty();

        private SectionBuilder(int index, String name, SectionType type, Set<SectionFlag> flags, int align, BitSet referredTo) {
            this.index = index;
            this.name = name;
            this.type = type;
            this.flags = flags;
            this.align = align;
            this.referredTo = referredTo;
        }

        public int index() {
            return index;
        }

        public String name() {
            return name;
        }

        public int size() {
            return size;
        }

        public SectionBuilder linkTo(SectionBuilder described) {
            linkedTo = OptionalInt.of(described.index);
            return this;
        }

        public SectionBuilder emit8(int value) {
            room(1);
            bytes[size++] = (byte) value;
            return this;
        }

        public SectionBuilder emit16(int value) {
            return emit8(value).emit8(value >>> 8);
        }

        public SectionBuilder emit32(int value) {
            return emit16(value).emit16(value >>> 16);
        }

        public SectionBuilder emit(byte[] more) {
            room(more.length);
            System.arraycopy(more, 0, bytes, size, more.length);
            size += more.length;
            return this;
        }

        /// Zero bytes, or room in a section without bytes.
        public SectionBuilder reserve(int count) {
            if (type != SectionType.NOBITS) {
                room(count);
            }
            size = Math.addExact(size, count);
            return this;
        }

        /// Fills up to a multiple of `boundary` and makes the section at least so aligned.
        public SectionBuilder align(int boundary, int fill) {
            align = Math.max(align, boundary);
            int missing = -size & (boundary - 1);
            if (type == SectionType.NOBITS) {
                return reserve(missing);
            }
            for (int i = 0; i < missing; i++) {
                emit8(fill);
            }
            return this;
        }

        public void patch8(int offset, int value) {
            bytes[offset] = (byte) value;
        }

        public void patch32(int offset, int value) {
            for (int i = 0; i < 4; i++) {
                bytes[offset + i] = (byte) (value >>> 8 * i);
            }
        }

        /// Notes a relocation of bytes that are or will be emitted at that offset.
        public SectionBuilder relocate(int offset, Relocation.Kind kind, int symbolIndex, int addend) {
            relocations.add(new Relocation(offset, kind, symbolIndex, addend));
            if (flags.contains(SectionFlag.ALLOC)) {
                referredTo.set(symbolIndex);
            }
            return this;
        }

        /// Emits a field of the kind's width that waits for its address.
        public SectionBuilder emitAddress(Relocation.Kind kind, int symbolIndex, int addend) {
            relocate(size, kind, symbolIndex, addend);
            return reserve(kind.width);
        }

        private void room(int count) {
            if (type == SectionType.NOBITS) {
                throw new IllegalStateException("section " + name + " holds no bytes");
            }
            if (size + count > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + count));
            }
        }

        private Section build() {
            byte[] content = type == SectionType.NOBITS ? new byte[0] : Arrays.copyOf(bytes, size);
            return new Section(name, type, flags, align, content, size, relocations, linkedTo);
        }
    }
}
