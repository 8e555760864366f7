package exo86.ash.types;

/** How a value of a type is held while it is computed and passed. */
public enum Shape {
    /** No value: void, never. */
    NONE,
    /** At most 4 bytes: EAX, integers extended to 32 bits by their own signedness. */
    WORD,
    /** 5 to 8 bytes: EDX:EAX. */
    PAIR,
    /** An aggregate of more than 8 bytes: in memory, EAX holds its address. */
    MEMORY;

    public static Shape of(Type type) {
        return switch (strip(type)) {
            case Type.Void v -> NONE;
            case Type.Never n -> NONE;
            case Type t when t.size() <= 4 -> WORD;
            case Type t when t.size() <= 8 -> PAIR;
            case Type t -> MEMORY;
        };
    }

    /** The type without {@code distinct} and {@code !E}. */
    public static Type strip(Type type) {
        return switch (type) {
            case DistinctType distinct -> strip(distinct.base());
            case Type.Result result -> strip(result.value());
            case Type other -> other;
        };
    }

    /** The integer type that represents a scalar; a small aggregate counts as an unsigned integer. */
    public static Type.Int integer(Type type) {
        return switch (strip(type)) {
            case Type.Int integer -> integer;
            case EnumType enumeration -> enumeration.base();
            case BitsType bits -> bits.word();
            case Type other when other.size() == 1 -> Type.U8;
            case Type other when other.size() == 2 -> Type.U16;
            case Type other when other.size() <= 4 -> Type.U32;
            case Type other -> Type.U64;
        };
    }
}
