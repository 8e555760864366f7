package exo86.elf.dwarf;

/// A named value of a type (an index in the unit), declared in a file (an index too) at a line.
public record Variable(String name, int type, int file, int line, Location location) { }
