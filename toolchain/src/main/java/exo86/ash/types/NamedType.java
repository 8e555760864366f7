package exo86.ash.types;

import exo86.ash.source.Span;

/** A type that a declaration made: equal to itself only. */
public sealed interface NamedType extends Type permits StructType, BitsType, EnumType, UnionType, DistinctType {
    /** The dotted path of the module that declares it. */
    String module();

    String name();

    /** The declaration's name in the source. */
    Span declared();
}
