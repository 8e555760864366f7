package exo86.isa;

/**
 * One row of the instruction table: one encoding, with everything that is a fact about it. Not changed once {@link InstructionTable} has read
 * it from {@code instructions.txt}.
 */
public final class Row {
    /** EFLAGS bits, for {@link #flagsRead} and its neighbours. */
    public static final int CF = 0x1, PF = 0x4, AF = 0x10, ZF = 0x40, SF = 0x80, TF = 0x100, IF = 0x200, DF = 0x400, OF = 0x800;

    /** Values of {@link #modrmForm}. */
    static final int NO_MODRM = 0, ANY = 1, MEMORY_ONLY = 2, REGISTER_ONLY = 3;

    private static final OperandForm[] NO_OPERANDS = {};

    /** The row of bytes that are no instruction. */
    public static final Row INVALID = new Row(Op.INVALID, "(bad)", NO_OPERANDS);

    public final Op op;
    /** What is printed; the mnemonic of {@link #op} but for foreign and renamed instructions. */
    public final String mnemonic;
    /** LOCK is allowed with a memory destination; anywhere else it is #UD. */
    public boolean lockable;
    /** A string instruction that F3 repeats; with {@link #repeatsOnCondition} F3 and F2 also end it on ZF. */
    public boolean repeatable, repeatsOnCondition;
    /** Needs CPL 0 in protected mode: #GP(0). */
    public boolean privileged;
    /** Needs CPL ≤ IOPL (CLI, STI, IN, OUT, INS, OUTS; the last four may ask the I/O bitmap). */
    public boolean ioPrivileged;
    /** #UD in real and virtual-8086 mode. */
    public boolean protectedOnly;
    /** May go elsewhere than to the next instruction, always or not. */
    public boolean transfers;
    /** EFLAGS bits that it reads, gives a defined value, leaves undefined. */
    public int flagsRead, flagsWritten, flagsUndefined;

    final OperandForm[] operands;
    /** Opcode map: 0 one byte, 1 after 0F, 2 after 0F 38, 3 after 0F 3A. */
    int map;
    int opcode;
    /** How many opcodes from {@link #opcode} on the row covers: 1, 8 (a register) or 16 (a condition). */
    int span = 1;
    int modrmForm;
    /** ModR/M's mod field means nothing and r/m is a register: moves to and from control and debug registers (SDM 2 MOV). */
    boolean modIgnored;
    /** ModR/M's reg field as an opcode extension, or -1. */
    int digit = -1;
    /** The whole ModR/M byte as an opcode extension, or -1; with {@link #fixedRange} its low three bits are an x87 register. */
    int fixedModrm = -1;
    boolean fixedRange;
    /** F2, F3, 66; 0 for none of these; -1 if prefixes do not choose the row. */
    int mandatoryPrefix = -1;
    /** 16 or 32 if only that operand size is meant, else 0. */
    int onlyOperandSize;
    boolean withoutOperandSizePrefix;
    /** The encoder never chooses it. */
    boolean alias;
    /** A size suffix is printed if a 66 prefix is there; or always. */
    boolean sized, alwaysSized;
    /** True if a 66 prefix changes what it does. */
    boolean usesOperandSize;
    /** Not a row but several, of which prefixes and operand size choose one; the likeliest last. */
    Row[] alternatives;

    Row(Op op, String mnemonic, OperandForm[] operands) {
        this.op = op;
        this.mnemonic = mnemonic;
        this.operands = operands;
    }

    /** True if the mnemonic takes a size suffix: PUSHF, RET, LGDT. */
    public boolean sized() {
        return sized || alwaysSized;
    }

    /** True if the row says to which mode, size or prefix it belongs, so that it must be asked before one that does not. */
    boolean chosenByPrefix() {
        return mandatoryPrefix >= 0 || onlyOperandSize != 0 || withoutOperandSizePrefix;
    }

    /** The opcode byte, of the map that its prefix bytes choose; the first of {@link #span}. */
    public int opcode() {
        return opcode;
    }

    boolean matchesModrm(int modrm) {
        boolean register = modrm >= 0xC0;
        if (modrmForm == MEMORY_ONLY && register || modrmForm == REGISTER_ONLY && !register) {
            return false;
        }
        if (fixedModrm >= 0) {
            return fixedRange ? (modrm & 0xF8) == fixedModrm : modrm == fixedModrm;
        }
        return digit < 0 || (modrm >> 3 & 7) == digit;
    }

    /** Bytes of immediates, offsets and displacements of jumps. */
    int immediateBytes(int operandSize, int addressSize) {
        int bytes = 0;
        for (OperandForm operand : operands) {
            bytes += operand.immediateBytes(operandSize, addressSize);
        }
        return bytes;
    }
}
