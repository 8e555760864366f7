package exo86.elf;

import java.util.List;

/// What an ELF32 file for i386 is: parts to be linked, or a program.
public sealed interface ElfFile permits ObjectFile, Executable {

    String name();

    List<Symbol> symbols();
}
