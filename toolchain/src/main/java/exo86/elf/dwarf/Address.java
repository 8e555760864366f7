package exo86.elf.dwarf;

/// A place in the program's memory, before linking and after.
public sealed interface Address {

    /// `offset` bytes behind the symbol of that index in the object file.
    record InSymbol(int symbol, int offset) implements Address { }

    /// A virtual address.
    record Absolute(int value) implements Address { }

    /// The virtual address, where linking is done.
    /// @throws IllegalStateException before linking
    default int value() {
        return switch (this) {
            case Absolute(int value) -> value;
            case InSymbol unlinked -> throw new IllegalStateException("not linked: " + unlinked);
        };
    }
}
