package exo86.ash.emit;

import exo86.ash.types.BitsType;
import exo86.ash.types.DistinctType;
import exo86.ash.types.EnumType;
import exo86.ash.types.NamedType;
import exo86.ash.types.StructType;
import exo86.ash.types.Type;
import exo86.ash.types.UnionType;
import exo86.elf.dwarf.DebugType;
import exo86.elf.dwarf.DebugType.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The types of one compile unit as a debugger of C reads them: a slice is a structure of pointer and length, a {@code bits} type a structure
 * of bit members, a tagged union a union of its tag and a structure for each variant.
 */
final class DebugTypes {
    private final List<DebugType> types = new ArrayList<>();
    private final Map<Type, Integer> known = new HashMap<>();

    List<DebugType> types() {
        return types;
    }

    /** The type's index, or {@link DebugType#VOID}. */
    int index(Type type) {
        Integer index = known.get(type);
        return index != null ? index : switch (type) {
            case Type.Void v -> DebugType.VOID;
            case Type.Never n -> DebugType.VOID;
            case Type.Exact e -> DebugType.VOID;
            case Type.Erroneous e -> DebugType.VOID;
            case Type.Result result -> index(result.value());
            case Type other -> add(other);
        };
    }

    int pointerTo(Type type) {
        return index(new Type.Pointer(Type.Space.PLAIN, false, false, type));
    }

    /** Reserves the index first: the type may contain a pointer to itself. */
    private int add(Type type) {
        int index = types.size();
        types.add(new DebugType.Base("reserved", 0, DebugType.Encoding.UNSIGNED));
        known.put(type, index);
        types.set(index, describe(type));
        return index;
    }

    private DebugType describe(Type type) {
        return switch (type) {
            case Type.Int integer -> new DebugType.Base(integer.toString(), integer.size(),
                    integer.signed() ? DebugType.Encoding.SIGNED : DebugType.Encoding.UNSIGNED);
            case Type.Bool bool -> new DebugType.Base("bool", 1, DebugType.Encoding.BOOLEAN);
            case Type.Pointer pointer -> new DebugType.Pointer(index(pointer.target()));
            case Type.Slice slice -> new DebugType.Structure(slice.toString(), 8,
                    List.of(Member.at("ptr", pointerTo(slice.element()), 0), Member.at("len", index(Type.U32), 4)));
            case Type.Array array -> new DebugType.Array(index(array.element()), array.length());
            case Type.Function function -> new DebugType.Pointer(function(function));
            case NamedType named -> named(named);
            case Type other -> throw new IllegalArgumentException("no values of type " + other);
        };
    }

    private int function(Type.Function function) {
        int result = index(function.result());
        List<Integer> parameters = function.parameters().stream().map(this::index).toList();
        types.add(new DebugType.Function(result, parameters));
        return types.size() - 1;
    }

    private DebugType named(NamedType type) {
        return switch (type) {
            case StructType struct -> new DebugType.Structure(struct.name(), struct.size(), members(struct.fields()));
            case BitsType bits -> new DebugType.Structure(bits.name(), bits.size(), bits.fields().stream()
                    .map(field -> Member.bits(field.name(), index(field.type()), field.low(), field.width())).toList());
            case EnumType enumeration -> new DebugType.Enumeration(enumeration.name(), enumeration.size(), enumeration.variants().stream()
                    .map(variant -> new DebugType.Enumerator(variant.name(), (int) variant.value())).toList());
            case UnionType union -> union(union);
            case DistinctType distinct -> new DebugType.Typedef(distinct.name(), index(distinct.base()));
        };
    }

    private DebugType union(UnionType union) {
        List<DebugType.Variant> variants = new ArrayList<>();
        types.add(new DebugType.Enumeration(union.name() + ".tag", union.tag().size(),
                union.variants().stream().map(variant -> new DebugType.Enumerator(variant.name(), variant.tag())).toList()));
        Member tag = Member.at("tag", types.size() - 1, 0);
        for (UnionType.Variant variant : union.variants()) {
            if (!variant.fields().isEmpty()) {
                List<Member> fields = members(variant.fields());
                types.add(new DebugType.Structure(union.name() + "." + variant.name(), union.size(), fields));
                variants.add(new DebugType.Variant(variant.tag(), Member.at(variant.name(), types.size() - 1, 0)));
            }
        }
        return new DebugType.Tagged(union.name(), union.size(), tag, variants);
    }

    private List<Member> members(List<StructType.Field> fields) {
        return fields.stream().map(field -> Member.at(field.name(), index(field.type()), field.offset())).toList();
    }
}
