package exo86.debug;

import exo86.elf.dwarf.CompileUnit;
import exo86.elf.dwarf.DebugType;
import exo86.elf.dwarf.DebugType.Member;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.StringJoiner;
import java.util.stream.Stream;

/** A variable, or a part of one, in the guest's memory or held elsewhere: a place with a type from the program's debug information. */
record TypedValue(GuestMemory memory, CompileUnit unit, int type, int address, int bitOffset, int bitSize) {
    private static final int DEPTH = 4;
    private static final int ELEMENTS = 16;
    /** So many equal elements one after the other are shown once. */
    private static final int REPEATS = 4;
    private static final int READ = 256;

    static TypedValue at(GuestMemory memory, CompileUnit unit, int type, int address) {
        return new TypedValue(memory, unit, type, address, 0, 0);
    }

    private Optional<DebugType> plain(int index) {
        int at = index;
        for (int steps = 0; steps < 20 && at >= 0 && at < unit.types().size(); steps++) {
            switch (unit.types().get(at)) {
                case DebugType.Typedef t -> at = t.target();
                case DebugType.Qualified t -> at = t.target();
                case DebugType other -> {
                    return Optional.of(other);
                }
            }
        }
        return Optional.empty();
    }

    private int sizeOf(int index, int depth) {
        return depth > 8 ? 0 : plain(index).map(t -> switch (t) {
            case DebugType.Base base -> base.size();
            case DebugType.Pointer pointer -> 4;
            case DebugType.Structure structure -> structure.size();
            case DebugType.Union union -> union.size();
            case DebugType.Tagged tagged -> tagged.size();
            case DebugType.Enumeration enumeration -> enumeration.size();
            case DebugType.Array array -> Math.max(0, array.count()) * sizeOf(array.element(), depth + 1);
            case DebugType.Function function -> 0;
            case DebugType.Typedef alias -> 0;
            case DebugType.Qualified qualified -> 0;
        }).orElse(0);
    }

    int size() {
        return sizeOf(type, 0);
    }

    List<Member> members() {
        return plain(type).map(t -> switch (t) {
            case DebugType.Structure structure -> structure.members();
            case DebugType.Union union -> union.members();
            case DebugType.Tagged tagged -> present(tagged);
            default -> List.<Member>of();
        }).orElse(List.of());
    }

    /** The tag, and the variant that it names if that has fields. */
    private List<Member> present(DebugType.Tagged tagged) {
        long tag = part(tagged.tag()).number().orElse(-1);
        return Stream.concat(Stream.of(tagged.tag()), tagged.variants().stream().filter(v -> v.tag() == tag).map(DebugType.Variant::member)).toList();
    }

    Optional<TypedValue> member(String name) {
        return members().stream().filter(m -> m.name().equals(name)).findFirst().map(this::part);
    }

    private TypedValue part(Member member) {
        return new TypedValue(memory, unit, member.type(), address + member.offset(), member.bitOffset(), member.bitSize());
    }

    /** The number of elements if this is an array, else −1. */
    int elements() {
        return plain(type).map(t -> t instanceof DebugType.Array array ? array.count() : -1).orElse(-1);
    }

    Optional<TypedValue> element(long index) {
        return plain(type).flatMap(t -> switch (t) {
            case DebugType.Array array -> Optional.of(at(memory, unit, array.element(), address + (int) index * sizeOf(array.element(), 0)));
            case DebugType.Pointer pointer -> target().map(to -> at(to.memory, unit, to.type, to.address + (int) index * to.size()));
            default -> Optional.empty();
        });
    }

    /** What a pointer points to. */
    Optional<TypedValue> target() {
        if (plain(type).orElse(null) instanceof DebugType.Pointer pointer) {
            OptionalLong to = memory.read(address, 4);
            return to.isEmpty() ? Optional.empty() : Optional.of(at(memory.real(), unit, pointer.target(), (int) to.getAsLong()));
        }
        return Optional.empty();
    }

    boolean pointer() {
        return plain(type).map(t -> t instanceof DebugType.Pointer).orElse(false);
    }

    boolean scalar() {
        return plain(type).map(t -> t instanceof DebugType.Base || t instanceof DebugType.Pointer || t instanceof DebugType.Enumeration).orElse(false);
    }

    /** It does not lie in memory, but in registers or nowhere. */
    boolean held() {
        return memory.isHeld();
    }

    boolean readable() {
        return memory.read8(address).isPresent();
    }

    /** The number that is there, sign-extended where the type says so; nothing for an aggregate or absent memory. */
    OptionalLong number() {
        int size = size();
        if (!scalar() || size < 1 || size > 8) {
            return OptionalLong.empty();
        }
        if (bitSize > 0) {
            int first = bitOffset / 8;
            OptionalLong word = memory.read(address + first, (bitOffset % 8 + bitSize + 7) / 8);
            return word.isEmpty() || bitSize > 32 ? OptionalLong.empty()
                    : OptionalLong.of(word.getAsLong() >>> bitOffset % 8 & (1L << bitSize) - 1);
        }
        OptionalLong raw = memory.read(address, size);
        boolean signed = plain(type).orElse(null) instanceof DebugType.Base base
                && (base.encoding() == DebugType.Encoding.SIGNED || base.encoding() == DebugType.Encoding.SIGNED_CHARACTER);
        int shift = 64 - 8 * size;
        return raw.isEmpty() || !signed ? raw : OptionalLong.of(raw.getAsLong() << shift >> shift);
    }

    /** The value for people: numbers, names of enumerators, members in braces. */
    String text() {
        return text(0);
    }

    private String text(int depth) {
        if (held() ? memory.isUnknown() || scalar() && number().isEmpty() : !readable()) {
            return held() ? "<optimized out>" : "<no memory at %08x>".formatted(address);
        }
        return plain(type).map(t -> switch (t) {
            case DebugType.Base base -> number(base);
            case DebugType.Pointer pointer -> "0x%08x".formatted(number().orElse(0));
            case DebugType.Enumeration enumeration -> enumerator(enumeration);
            case DebugType.Structure structure -> aggregate(depth);
            case DebugType.Union union -> aggregate(depth);
            case DebugType.Tagged tagged -> aggregate(depth);
            case DebugType.Array array -> array(array.count(), depth);
            case DebugType.Function function -> "<code at %08x>".formatted(address);
            case DebugType.Typedef alias -> "?";
            case DebugType.Qualified qualified -> "?";
        }).orElse("<no type>");
    }

    private String number(DebugType.Base base) {
        OptionalLong value = number();
        if (value.isEmpty()) {
            return "?";
        }
        long number = value.getAsLong();
        return switch (base.encoding()) {
            case BOOLEAN -> number == 0 ? "false" : number == 1 ? "true" : Long.toString(number);
            case ADDRESS -> "0x%08x".formatted(number);
            case UNSIGNED_CHARACTER, SIGNED_CHARACTER -> number >= ' ' && number < 127 ? number + " '" + (char) number + "'" : Long.toString(number);
            default -> number > 9 ? number + " (0x" + Long.toHexString(number) + ")" : Long.toString(number);
        };
    }

    private String enumerator(DebugType.Enumeration enumeration) {
        long value = number().orElse(-1);
        return enumeration.enumerators().stream().filter(e -> e.value() == value).map(DebugType.Enumerator::name).findFirst()
                .orElse(value + " (no " + enumeration.name() + ")");
    }

    private String aggregate(int depth) {
        if (depth >= DEPTH) {
            return "{...}";
        }
        StringJoiner parts = new StringJoiner(", ", "{", "}");
        members().forEach(m -> parts.add(m.name() + " = " + part(m).text(depth + 1)));
        return parts.toString();
    }

    private String array(int count, int depth) {
        if (depth >= DEPTH) {
            return "[...]";
        }
        List<String> parts = new ArrayList<>();
        int next = 0;
        while (next < Math.min(count, READ) && parts.size() < ELEMENTS) {
            int from = next;
            String text = element(from, depth);
            do {
                next++;
            } while (next < Math.min(count, READ) && element(next, depth).equals(text));
            for (int i = from; i < next && next - from < REPEATS; i++) {
                parts.add(text);
            }
            if (next - from >= REPEATS) {
                parts.add(text + " <repeats " + (next - from) + " times>");
            }
        }
        if (next < count) {
            parts.add("... " + (count - next) + " more");
        }
        return "[" + String.join(", ", parts) + "]";
    }

    private String element(int index, int depth) {
        return element(index).map(e -> e.text(depth + 1)).orElse("?");
    }
}
