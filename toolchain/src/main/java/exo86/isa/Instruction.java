package exo86.isa;

/**
 * One decoded instruction: plain fields that {@link Decoder#decode} fills. Reused by a caller that only looks, kept by one that caches.
 *
 * <p>Invariants after a decode: {@link #length} is 1–15; {@code kind0 == NONE} implies {@code kind1 == NONE} and so on; at most one operand is
 * {@link OperandKind#MEMORY}, and only then (or for an XLAT or string source) {@link #segment} is meaningful. {@link #row} is never null, not
 * even for {@link Op#INVALID}.
 */
public final class Instruction {
    public Op op = Op.INVALID;
    /** 0–15 for J, SET and CMOV, else {@link Condition#NONE}. */
    public int condition = Condition.NONE;
    /** Bytes, prefixes included. */
    public int length = 1;

    /** 16 or 32, from the code size and a 66 prefix. The width of each operand is in {@code width0…2}. */
    public int operandSize = 32;
    /** 16 or 32, from the code size and a 67 prefix. */
    public int addressSize = 32;

    public boolean lock;
    /** F3 prefix: REP, REPE. If both F3 and F2 are there, the last one counts. */
    public boolean rep;
    /** F2 prefix: REPNE. */
    public boolean repne;
    /** Segment override prefix, 0–5, or {@link Registers#NONE}. */
    public int segmentOverride = Registers.NONE;

    public OperandKind kind0 = OperandKind.NONE, kind1 = OperandKind.NONE, kind2 = OperandKind.NONE;
    /** Register number of operand 0, 1, 2; meaning by kind. */
    public int register0, register1, register2;
    /** Width of operand 0, 1, 2 in bits. 48 or 32 for a far pointer in memory, 80 for an x87 extended real. */
    public int width0, width1, width2;

    /** The memory operand: base and index are general registers or {@link Registers#NONE}, scale 1, 2, 4 or 8. */
    public int base = Registers.NONE, index = Registers.NONE, scale = 1, displacement;
    /** The segment that the memory operand uses: the override, or SS for a base of (E)BP or ESP, else DS. */
    public int segment = Registers.DS;

    /** First immediate or displacement of a jump, sign-extended from its encoded width. */
    public int immediate;
    /** Second immediate or far pointer's selector, zero-extended. */
    public int immediate2;

    /** ModR/M byte, or -1 if the instruction has none; for printers and encoders. */
    public int modrm = -1;
    /** SIB byte, or -1. */
    public int sib = -1;
    /** Of the code segment: 16 or 32. */
    public int codeSize = 32;
    /** All prefixes, four bits each, the last in the lowest; {@link Decoder} has the codes. */
    long prefixes;
    /** The instruction table's row: flags, privilege, allowed prefixes. */
    public Row row = Row.INVALID;

    /** True if {@code kind0…2} has a modrm, moffs (not string) memory operand. */
    public boolean hasMemory() {
        return kind0 == OperandKind.MEMORY || kind1 == OperandKind.MEMORY || kind2 == OperandKind.MEMORY;
    }

    void clear() {
        op = Op.INVALID;
        condition = Condition.NONE;
        lock = false;
        rep = false;
        repne = false;
        segmentOverride = Registers.NONE;
        kind0 = OperandKind.NONE;
        kind1 = OperandKind.NONE;
        kind2 = OperandKind.NONE;
        base = Registers.NONE;
        index = Registers.NONE;
        scale = 1;
        displacement = 0;
        segment = Registers.DS;
        immediate = 0;
        immediate2 = 0;
        modrm = -1;
        sib = -1;
        prefixes = 0;
        row = Row.INVALID;
    }

    void set(int operand, OperandKind kind, int register, int width) {
        if (operand == 0) {
            kind0 = kind;
            register0 = register;
            width0 = width;
        } else if (operand == 1) {
            kind1 = kind;
            register1 = register;
            width1 = width;
        } else {
            kind2 = kind;
            register2 = register;
            width2 = width;
        }
    }

    /** EIP of a relative jump's or call's target, for an instruction at {@code eip}; wraps at 16 bits with a 16-bit operand size. */
    public int target(int eip) {
        int target = eip + length + immediate;
        return operandSize == 16 ? target & 0xFFFF : target;
    }
}
