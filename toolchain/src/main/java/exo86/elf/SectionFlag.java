package exo86.elf;

/// Section flags, with their ELF bits. `KEEP` (SHF_GNU_RETAIN) makes a section a root for unused-section removal.
/// SHF_LINK_ORDER has no member: it is set exactly when [Section#linkedTo] is present.
public enum SectionFlag {
    WRITE(0x1), ALLOC(0x2), EXEC(0x4), MERGE(0x10), STRINGS(0x20), KEEP(0x20_0000);

    final int bit;

    SectionFlag(int bit) {
        this.bit = bit;
    }
}
