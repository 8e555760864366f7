package exo86.elf;

/// What a section holds, with the number of its ELF type.
public enum SectionType {
    PROGBITS(1), NOTE(7), NOBITS(8), INIT_ARRAY(14), FINI_ARRAY(15);

    final int number;

    SectionType(int number) {
        this.number = number;
    }
}
