package exo86.isa;

/**
 * One row of the instruction table: one encoding, with everything that is a fact about it. Immutable; the rows are read once from
 * {@code instructions.txt} by {@code InstructionTable}.
 */
public final class Row {
    /** The row of bytes that are no instruction. */
    public static final Row INVALID = new Row(Op.INVALID, "(bad)");

    /** EFLAGS bits, for {@link #flagsRead} and its neighbours. */
    public static final int CF = 0x1, PF = 0x4, AF = 0x10, ZF = 0x40, SF = 0x80, TF = 0x100, IF = 0x200, DF = 0x400, OF = 0x800;

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

    Row(Op op, String mnemonic) {
        this.op = op;
        this.mnemonic = mnemonic;
    }
}
