package exo86.ash.tree;

/** Something with a link-time address: a function or a global. */
public sealed interface Symbol permits Function, Global {
    /** The name in the object file, e.g. {@code kernel.mm.map}. */
    String linkName();
}
