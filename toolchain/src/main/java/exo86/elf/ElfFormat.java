package exo86.elf;

/// Numbers of the ELF format that reader and writer share (System V ABI, chapters 4 and 5; i386 psABI).
final class ElfFormat {
    static final int HEADER_SIZE = 52;
    static final int PROGRAM_HEADER_SIZE = 32;
    static final int SECTION_HEADER_SIZE = 40;
    static final int SYMBOL_SIZE = 16;
    static final int REL_SIZE = 8;

    static final int ET_REL = 1;
    static final int ET_EXEC = 2;
    static final int EM_386 = 3;
    static final int PT_LOAD = 1;
    static final int PF_X = 1;
    static final int PF_W = 2;
    static final int PF_R = 4;

    static final int SHT_NULL = 0;
    static final int SHT_PROGBITS = 1;
    static final int SHT_SYMTAB = 2;
    static final int SHT_STRTAB = 3;
    static final int SHT_RELA = 4;
    static final int SHT_REL = 9;
    static final int SHT_GROUP = 17;
    static final int SHF_INFO_LINK = 0x40;
    static final int SHF_LINK_ORDER = 0x80;
    static final int SHF_TLS = 0x400;

    static final int SHN_UNDEF = 0;
    static final int SHN_LORESERVE = 0xFF00;
    static final int SHN_ABS = 0xFFF1;
    static final int SHN_COMMON = 0xFFF2;

    static final int R_386_NONE = 0;
    static final int R_386_PLT32 = 4;

    private ElfFormat() { }

    /// Sign-extended contents of a field of 1, 2 or 4 bytes, little-endian.
    static int field(byte[] bytes, int offset, int width) {
        int value = bytes[offset + width - 1];
        for (int i = width - 2; i >= 0; i--) {
            value = value << 8 | bytes[offset + i] & 0xFF;
        }
        return value;
    }
}
