package exo86.elf;

/// A name for a place. In an object file `value` is an offset in its section; in a linked file it is an address.
/// A local symbol is seen in its own file only; a weak one gives way to a global of the same name, and an undefined weak
/// one that nobody defines is address 0.
public record Symbol(String name, Place place, int value, int size, Binding binding, Kind kind) {

    /// Who sees the name.
    public enum Binding { LOCAL, GLOBAL, WEAK }

    /// What the place holds. `SECTION` names a whole section (compilers relocate against it), `FILE` a source file.
    public enum Kind { NOTYPE, OBJECT, FUNCTION, SECTION, FILE }

    public boolean defined() {
        return !(place instanceof Place.Undefined);
    }

    public static Symbol undefined(String name) {
        return new Symbol(name, new Place.Undefined(), 0, 0, Binding.GLOBAL, Kind.NOTYPE);
    }
}
