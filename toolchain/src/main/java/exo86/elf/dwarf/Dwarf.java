package exo86.elf.dwarf;

/// Numbers of DWARF 4 (sections 7.5 to 7.23) that writer and reader share.
final class Dwarf {
    static final int TAG_ARRAY = 0x01;
    static final int TAG_ENUMERATION = 0x04;
    static final int TAG_PARAMETER = 0x05;
    static final int TAG_BLOCK = 0x0B;
    static final int TAG_MEMBER = 0x0D;
    static final int TAG_POINTER = 0x0F;
    static final int TAG_UNIT = 0x11;
    static final int TAG_INLINED = 0x1D;
    static final int TAG_STRUCTURE = 0x13;
    static final int TAG_FUNCTION_TYPE = 0x15;
    static final int TAG_TYPEDEF = 0x16;
    static final int TAG_UNION = 0x17;
    static final int TAG_SUBRANGE = 0x21;
    static final int TAG_VARIANT = 0x19;
    static final int TAG_VARIANT_PART = 0x33;
    static final int TAG_BASE = 0x24;
    static final int TAG_CONST = 0x26;
    static final int TAG_ENUMERATOR = 0x28;
    static final int TAG_SUBPROGRAM = 0x2E;
    static final int TAG_VARIABLE = 0x34;
    static final int TAG_VOLATILE = 0x35;

    static final int AT_LOCATION = 0x02;
    static final int AT_NAME = 0x03;
    static final int AT_BYTE_SIZE = 0x0B;
    static final int AT_BIT_OFFSET = 0x0C;
    static final int AT_BIT_SIZE = 0x0D;
    static final int AT_LINES = 0x10;
    static final int AT_LOW_PC = 0x11;
    static final int AT_HIGH_PC = 0x12;
    static final int AT_LANGUAGE = 0x13;
    static final int AT_DISCRIMINANT = 0x15;
    static final int AT_DISCRIMINANT_VALUE = 0x16;
    static final int AT_DIRECTORY = 0x1B;
    static final int AT_CONST_VALUE = 0x1C;
    static final int AT_INLINE = 0x20;
    static final int AT_PRODUCER = 0x25;
    static final int AT_PROTOTYPED = 0x27;
    static final int AT_UPPER_BOUND = 0x2F;
    static final int AT_ABSTRACT_ORIGIN = 0x31;
    static final int AT_COUNT = 0x37;
    static final int AT_MEMBER_LOCATION = 0x38;
    static final int AT_FILE = 0x3A;
    static final int AT_LINE = 0x3B;
    static final int AT_DECLARATION = 0x3C;
    static final int AT_ENCODING = 0x3E;
    static final int AT_EXTERNAL = 0x3F;
    static final int AT_FRAME_BASE = 0x40;
    static final int AT_SPECIFICATION = 0x47;
    static final int AT_TYPE = 0x49;
    static final int AT_ENTRY_PC = 0x52;
    static final int AT_RANGES = 0x55;
    static final int AT_CALL_COLUMN = 0x57;
    static final int AT_CALL_FILE = 0x58;
    static final int AT_CALL_LINE = 0x59;
    static final int AT_DESCRIPTION = 0x5A;
    static final int AT_DATA_BIT_OFFSET = 0x6B;

    static final int FORM_ADDR = 0x01;
    static final int FORM_BLOCK2 = 0x03;
    static final int FORM_BLOCK4 = 0x04;
    static final int FORM_DATA2 = 0x05;
    static final int FORM_DATA4 = 0x06;
    static final int FORM_DATA8 = 0x07;
    static final int FORM_STRING = 0x08;
    static final int FORM_BLOCK = 0x09;
    static final int FORM_BLOCK1 = 0x0A;
    static final int FORM_DATA1 = 0x0B;
    static final int FORM_FLAG = 0x0C;
    static final int FORM_SDATA = 0x0D;
    static final int FORM_STRP = 0x0E;
    static final int FORM_UDATA = 0x0F;
    static final int FORM_REF_ADDR = 0x10;
    static final int FORM_REF1 = 0x11;
    static final int FORM_REF2 = 0x12;
    static final int FORM_REF4 = 0x13;
    static final int FORM_REF8 = 0x14;
    static final int FORM_REF_UDATA = 0x15;
    static final int FORM_SEC_OFFSET = 0x17;
    static final int FORM_EXPRLOC = 0x18;
    static final int FORM_FLAG_PRESENT = 0x19;

    static final int OP_ADDR = 0x03;
    static final int OP_DEREF = 0x06;
    static final int OP_CONST1U = 0x08;
    static final int OP_CONSTU = 0x10;
    static final int OP_CONSTS = 0x11;
    static final int OP_PLUS_UCONST = 0x23;
    static final int OP_LIT0 = 0x30;
    static final int OP_REG0 = 0x50;
    static final int OP_BREG0 = 0x70;
    static final int OP_FBREG = 0x91;
    static final int OP_PIECE = 0x93;
    static final int OP_CALL_FRAME_CFA = 0x9C;
    static final int OP_STACK_VALUE = 0x9F;

    /// The function was inlined, though nobody asked for it.
    static final int INLINED = 1;

    /// C99: the language whose expressions gdb then accepts. Ashlar has no number of its own.
    static final int LANGUAGE = 0x0C;

    static final int CFA_NOP = 0x00;
    static final int CFA_ADVANCE1 = 0x02;
    static final int CFA_ADVANCE2 = 0x03;
    static final int CFA_ADVANCE4 = 0x04;
    static final int CFA_SET_LOC = 0x01;
    static final int CFA_OFFSET_EXTENDED = 0x05;
    static final int CFA_RESTORE_EXTENDED = 0x06;
    static final int CFA_UNDEFINED = 0x07;
    static final int CFA_SAME_VALUE = 0x08;
    static final int CFA_REGISTER = 0x09;
    static final int CFA_REMEMBER = 0x0A;
    static final int CFA_RESTORE_STATE = 0x0B;
    static final int CFA_DEF = 0x0C;
    static final int CFA_DEF_REGISTER = 0x0D;
    static final int CFA_DEF_OFFSET = 0x0E;
    static final int CFA_EXPRESSION = 0x10;
    static final int CFA_DEF_EXPRESSION = 0x0F;
    static final int CFA_OFFSET_EXTENDED_SIGNED = 0x11;
    static final int CFA_VAL_EXPRESSION = 0x16;
    static final int CFA_GNU_ARGS_SIZE = 0x2E;

    private Dwarf() { }
}
