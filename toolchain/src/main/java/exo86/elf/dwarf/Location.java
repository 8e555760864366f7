package exo86.elf.dwarf;

/// Where a variable's bytes are.
public sealed interface Location {

    /// In the frame, at that distance from the canonical frame address: the value that ESP had before the call pushed its
    /// return address. In a function that keeps EBP, `[ebp + n]` is at `n - 8`.
    record Frame(int offset) implements Location { }

    /// In memory, for the whole run.
    record Static(Address address) implements Location { }

    /// In a register.
    record Register(int number) implements Location { }

    /// Nowhere that one location can say.
    record Unavailable() implements Location { }
}
