package exo86.elf.dwarf;

import static exo86.elf.dwarf.Dwarf.*;

import exo86.elf.ElfException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Turns a unit's entries into the model: numbers the types and abstract instances first, wherever they stand, then converts.
/// A reference to something that is not a type of this unit is [DebugType#VOID].
final class UnitReader {
    private final Die root;
    private final LineReader.Table lines;
    private final Map<Long, Integer> typeIndex = new HashMap<>();
    private final Map<Long, Die> byOffset = new HashMap<>();
    private final List<Die> typeDies = new ArrayList<>();
    private final Map<Long, Integer> abstractIndex = new HashMap<>();
    private final List<Die> abstractDies = new ArrayList<>();
    private final PlaceReader places;
    private final int base;
    private CopyReader copies;

    UnitReader(Die root, LineReader.Table lines, PlaceReader places) {
        this.root = root;
        this.lines = lines;
        this.places = places;
        this.base = root.number(AT_LOW_PC, 0);
    }

    CompileUnit unit() throws ElfException {
        index(root);
        copies = new CopyReader(this, places, base, byOffset.size());
        List<DebugType> types = new ArrayList<>();
        for (Die die : typeDies) {
            types.add(type(die));
        }
        List<AbstractInstance> abstracts = new ArrayList<>();
        for (Die die : abstractDies) {
            abstracts.add(abstractInstance(die));
        }
        List<Subprogram> subprograms = new ArrayList<>();
        List<Variable> variables = new ArrayList<>();
        for (Die die : root.children()) {
            if (die.tag() == TAG_SUBPROGRAM && die.number(AT_LOW_PC, 0) != 0) {
                subprograms.add(subprogram(die));
            } else if (die.tag() == TAG_VARIABLE && die.has(AT_LOCATION)) {
                Variable variable = variable(die);
                if (!(variable.location() instanceof Location.Static(Address.Absolute(int value))) || value != 0) {
                    variables.add(variable);
                }
            }
        }
        return new CompileUnit(root.text(AT_NAME), root.text(AT_DIRECTORY), root.text(AT_PRODUCER), lines.files(), types,
            abstracts, subprograms, variables, lines.sequences());
    }

    private void index(Die die) {
        byOffset.put((long) die.offset(), die);
        switch (die.tag()) {
            case TAG_BASE, TAG_POINTER, TAG_STRUCTURE, TAG_UNION, TAG_ARRAY, TAG_ENUMERATION, TAG_TYPEDEF, TAG_CONST,
                 TAG_VOLATILE, TAG_FUNCTION_TYPE -> {
                typeIndex.put((long) die.offset(), typeDies.size());
                typeDies.add(die);
            }
            case TAG_SUBPROGRAM -> {
                if (die.number(AT_INLINE, 0) != 0) {
                    abstractIndex.put((long) die.offset(), abstractDies.size());
                    abstractDies.add(die);
                }
            }
            default -> { }
        }
        die.children().forEach(this::index);
    }

    private int typeOf(Die die) {
        Die from = die;
        for (int hops = 0; hops < 4 && !from.has(AT_TYPE); hops++) {
            from = origin(from);
        }
        return from.number(AT_TYPE).isPresent()
            ? typeIndex.getOrDefault(from.number(AT_TYPE).getAsLong(), DebugType.VOID) : DebugType.VOID;
    }

    /// The entry that this one is an instance of; itself if it is of none.
    Die origin(Die die) {
        long offset = die.number(AT_ABSTRACT_ORIGIN).orElse(die.number(AT_SPECIFICATION).orElse(-1));
        return byOffset.getOrDefault(offset, die);
    }

    /// The number of an abstract instance among those of the unit; -1 if the entry is none.
    int abstractIndex(Die die) {
        return abstractIndex.getOrDefault((long) die.offset(), -1);
    }

    private String name(Die die) {
        Die from = die;
        for (int hops = 0; hops < 4 && !from.has(AT_NAME); hops++) {
            from = origin(from);
        }
        return from.text(AT_NAME);
    }

    private int number(Die die, int attribute) {
        return die.has(attribute) ? die.number(attribute, 0) : origin(die).number(attribute, 0);
    }

    private DebugType type(Die die) {
        String name = die.text(AT_NAME);
        int size = Math.max(0, die.number(AT_BYTE_SIZE, 0));
        return switch (die.tag()) {
            case TAG_BASE -> new DebugType.Base(name, size, encoding(die.number(AT_ENCODING, 0)));
            case TAG_POINTER -> new DebugType.Pointer(typeOf(die));
            case TAG_STRUCTURE -> variantPart(die).flatMap(part -> tagged(name, size, part))
                .orElseGet(() -> new DebugType.Structure(name, size, members(die)));
            case TAG_UNION -> new DebugType.Union(name, size, members(die));
            case TAG_ARRAY -> array(die);
            case TAG_ENUMERATION -> new DebugType.Enumeration(name, size, die.children().stream()
                .filter(child -> child.tag() == TAG_ENUMERATOR)
                .map(child -> new DebugType.Enumerator(child.text(AT_NAME), child.number(AT_CONST_VALUE, 0))).toList());
            case TAG_TYPEDEF -> new DebugType.Typedef(name, typeOf(die));
            case TAG_CONST -> new DebugType.Qualified("const", typeOf(die));
            case TAG_VOLATILE -> new DebugType.Qualified("volatile", typeOf(die));
            default -> new DebugType.Function(typeOf(die), die.children().stream()
                .filter(child -> child.tag() == TAG_PARAMETER).map(this::typeOf).toList());
        };
    }

    private static DebugType.Encoding encoding(int number) {
        for (DebugType.Encoding encoding : DebugType.Encoding.values()) {
            if (encoding.number == number) {
                return encoding;
            }
        }
        return DebugType.Encoding.UNSIGNED;
    }

    /// Of several dimensions the first is the model's; the others multiply its count.
    private DebugType array(Die die) {
        long count = 1;
        for (Die child : die.children()) {
            if (child.tag() == TAG_SUBRANGE) {
                long here = child.number(AT_COUNT).orElse(child.number(AT_UPPER_BOUND).orElse(-2) + 1);
                count = here < 0 || count < 0 ? -1 : count * here;
            }
        }
        return new DebugType.Array(typeOf(die), count < 0 || count > Integer.MAX_VALUE ? -1 : (int) count);
    }

    private static Optional<Die> variantPart(Die die) {
        return die.children().stream().filter(child -> child.tag() == TAG_VARIANT_PART).findFirst();
    }

    /// A variant part whose tag is a member of it and whose variants have one member each; others are read as plain structures.
    private Optional<DebugType> tagged(String name, int size, Die part) {
        List<DebugType.Member> tag = members(part);
        if (tag.size() != 1) {
            return Optional.empty();
        }
        List<DebugType.Variant> variants = new ArrayList<>();
        for (Die variant : part.children()) {
            List<DebugType.Member> members = members(variant);
            if (variant.tag() == TAG_VARIANT && members.size() == 1) {
                variants.add(new DebugType.Variant(variant.number(AT_DISCRIMINANT_VALUE, 0), members.getFirst()));
            }
        }
        return Optional.of(new DebugType.Tagged(name, size, tag.getFirst(), variants));
    }

    private List<DebugType.Member> members(Die die) {
        List<DebugType.Member> members = new ArrayList<>();
        for (Die child : die.children()) {
            if (child.tag() != TAG_MEMBER) {
                continue;
            }
            int offset = child.number(AT_MEMBER_LOCATION, 0);
            byte[] expression = child.bytes(AT_MEMBER_LOCATION);
            if (expression.length > 1 && expression[0] == OP_PLUS_UCONST) {
                offset = small(expression);
            }
            int bits = child.number(AT_BIT_SIZE, 0);
            String name = child.text(AT_NAME);
            if (bits <= 0) {
                members.add(DebugType.Member.at(name, typeOf(child), offset));
            } else if (child.has(AT_BIT_OFFSET)) {
                // DWARF 2 counts from the most significant bit of a storage unit of AT_BYTE_SIZE bytes.
                int unit = storage(child) * 8;
                members.add(DebugType.Member.bits(name, typeOf(child),
                    offset * 8 + unit - child.number(AT_BIT_OFFSET, 0) - bits, bits));
            } else {
                members.add(DebugType.Member.bits(name, typeOf(child), offset * 8 + child.number(AT_DATA_BIT_OFFSET, 0), bits));
            }
        }
        return members;
    }

    private int storage(Die member) {
        Die from = member;
        for (int hops = 0; hops < 8 && !from.has(AT_BYTE_SIZE); hops++) {
            from = byOffset.getOrDefault(from.number(AT_TYPE).orElse(-1), from);
        }
        return from.number(AT_BYTE_SIZE, 4);
    }

    private static int small(byte[] expression) {
        int value = 0;
        for (int i = 1; i < Math.min(expression.length, 5); i++) {
            value |= (expression[i] & 0x7F) << 7 * (i - 1);
        }
        return value;
    }

    private AbstractInstance abstractInstance(Die die) throws ElfException {
        CopyReader.Parts parts = copies.parts(die, die);
        return new AbstractInstance(name(die), die.text(AT_DESCRIPTION), die.has(AT_EXTERNAL), file(die), number(die, AT_LINE), typeOf(die),
            parts.parameters(), parts.body());
    }

    private Subprogram subprogram(Die die) throws ElfException {
        Die origin = origin(die);
        int index = abstractIndex(origin);
        if (index >= 0) {
            CopyReader.Parts parts = copies.parts(die, origin);
            return new Subprogram(name(die), origin.has(AT_EXTERNAL), file(die), number(die, AT_LINE), start(die), size(die), typeOf(die),
                parts.parameters(), parts.body(), OptionalInt.of(index));
        }
        List<Variable> parameters = new ArrayList<>();
        for (Die child : die.children()) {
            if (child.tag() == TAG_PARAMETER) {
                parameters.add(variable(child));
            }
        }
        return new Subprogram(name(die), die.has(AT_EXTERNAL) || origin.has(AT_EXTERNAL), file(die), number(die, AT_LINE),
            start(die), size(die), typeOf(die), parameters, scope(die));
    }

    private Subprogram.Scope scope(Die die) throws ElfException {
        List<Variable> variables = new ArrayList<>();
        List<Subprogram.Scope> scopes = new ArrayList<>();
        for (Die child : die.children()) {
            if (child.tag() == TAG_VARIABLE) {
                variables.add(variable(child));
            } else if (child.tag() == TAG_BLOCK) {
                scopes.add(scope(child));
            }
        }
        return new Subprogram.Scope(places.code(die, base), variables, scopes, copies.calls(die));
    }

    private static Address start(Die die) {
        return new Address.Absolute(die.number(AT_LOW_PC, 0));
    }

    private static int size(Die die) {
        return die.attributes().get(AT_HIGH_PC) instanceof Die.Number(long value, int form)
            ? (int) value - (form == FORM_ADDR ? die.number(AT_LOW_PC, 0) : 0) : 0;
    }

    private int file(Die die) {
        return Math.max(0, number(die, AT_FILE) - 1);
    }

    private Variable variable(Die die) throws ElfException {
        return variable(die, places.location(die, base));
    }

    Variable variable(Die die, Location location) {
        return new Variable(name(die), typeOf(die), file(die), number(die, AT_LINE), location);
    }
}
