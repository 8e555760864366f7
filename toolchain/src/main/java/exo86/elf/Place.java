package exo86.elf;

/// Where a symbol lives.
public sealed interface Place {

    /// In the section of that index.
    record InSection(int section) implements Place { }

    /// Nowhere: the value is a number, not an address, and no layout moves it.
    record Absolute() implements Place { }

    /// In another file.
    record Undefined() implements Place { }

    /// C's tentative definition: the linker makes room of the symbol's size at this alignment, once for all files.
    record Common(int align) implements Place { }
}
