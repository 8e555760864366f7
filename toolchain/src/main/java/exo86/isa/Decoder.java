package exo86.isa;

/**
 * Bytes to {@link Instruction}. Never throws, whatever the bytes, and never reads at or beyond {@code limit}.
 *
 * <p>The decoder settles everything that the bytes alone settle: LOCK where it is not allowed, a segment register that does not exist or a load
 * of CS give {@link Op#INVALID}, though {@link Instruction#row} still says what a disassembler should print.
 *
 * <p>Prefixes may come in any order and be repeated; of those of a kind, the last counts (SDM 2 2.1.1). Nothing is allocated.
 */
public final class Decoder {
    /** {@link #decode} needs more bytes than there are before {@code limit}: fetch the next page and decode again. */
    public static final int TRUNCATED = 0;

    /** SDM 3A 6.15, interrupt 13: a longer instruction is #GP(0). */
    static final int MAX_LENGTH = 15;

    /** Prefix codes in {@link Instruction#prefixes}: 1–6 segment overrides in register order, then these. */
    static final int OPERAND_SIZE = 7, ADDRESS_SIZE = 8, LOCK = 9, REPNE = 10, REP = 11;

    private static final byte[] PREFIX = new byte[256];

    static {
        int[] bytes = {0x26, 0x2E, 0x36, 0x3E, 0x64, 0x65, 0x66, 0x67, 0xF0, 0xF2, 0xF3};
        for (int i = 0; i < bytes.length; i++) {
            PREFIX[bytes[i]] = (byte) (i + 1);
        }
    }

    private Decoder() {
    }

    /**
     * Decodes the instruction at {@code code[offset]} in a code segment of {@code bits} (16 or 32).
     *
     * @return its length, 1–15, also for {@link Op#INVALID} and {@link Op#TOO_LONG}; or {@link #TRUNCATED}, and then {@code into} is garbage
     */
    public static int decode(byte[] code, int offset, int limit, int bits, Instruction into) {
        into.clear();
        int end = Math.min(limit, offset + MAX_LENGTH);
        int at = offset;
        int opcode;
        boolean sizePrefix = false;
        boolean addressPrefix = false;
        int repeat = 0;
        while (true) {
            if (at >= end) {
                return tooShort(offset, limit, into);
            }
            opcode = code[at++] & 255;
            int prefix = PREFIX[opcode];
            if (prefix == 0) {
                break;
            }
            into.prefixes = into.prefixes << 4 | prefix;
            if (prefix <= 6) {
                into.segmentOverride = prefix - 1;
            } else if (prefix == OPERAND_SIZE) {
                sizePrefix = true;
            } else if (prefix == ADDRESS_SIZE) {
                addressPrefix = true;
            } else if (prefix == LOCK) {
                into.lock = true;
            } else {
                repeat = opcode;
            }
        }
        int operandSize = sizePrefix ? 48 - bits : bits;
        int addressSize = addressPrefix ? 48 - bits : bits;
        into.operandSize = operandSize;
        into.addressSize = addressSize;
        into.codeSize = bits;
        into.rep = repeat == 0xF3;
        into.repne = repeat == 0xF2;
        int map = 0;
        if (opcode == 0x0F) {
            if (at >= end) {
                return tooShort(offset, limit, into);
            }
            opcode = code[at++] & 255;
            map = 1;
            if (opcode == 0x38 || opcode == 0x3A) {
                map = opcode == 0x38 ? 2 : 3;
                if (at >= end) {
                    return tooShort(offset, limit, into);
                }
                opcode = code[at++] & 255;
            }
        }
        Row[] cells = InstructionTable.cells(map, opcode);
        if (cells == null) {
            return invalid(at - offset, into);
        }
        Row row = cells[0];
        int modrm = -1;
        if (cells.length > 1 || row.modrmForm != Row.NO_MODRM) {
            if (at >= end) {
                return tooShort(offset, limit, into);
            }
            modrm = code[at++] & 255;
            if (cells.length > 1) {
                row = cells[InstructionTable.cellIndex(modrm)];
                if (row == null) {
                    return invalid(at - 1 - offset, into);
                }
            }
        }
        if (row.alternatives != null) {
            row = choose(row.alternatives, sizePrefix, repeat, operandSize);
            if (row == null) {
                return invalid(at - (modrm >= 0 ? 1 : 0) - offset, into);
            }
        }
        into.modrm = modrm;
        into.row = row;
        into.op = row.op;
        boolean addressed = modrm >= 0 && modrm < 0xC0 && !row.modIgnored;
        int ahead = row.immediateBytes(operandSize, addressSize);
        if (addressed) {
            if (addressSize == 32 && (modrm & 7) == 4 && at >= end) {
                return tooShort(offset, limit, into);
            }
            ahead += addressBytes(modrm, addressSize, at < limit ? code[at] : 0);
        }
        if (at + ahead > end) {
            return tooShort(offset, limit, into);
        }
        if (addressed) {
            at = addressSize == 32 ? address32(code, at, modrm, into) : address16(code, at, modrm, into);
        }
        if (row.span == 16) {
            into.condition = opcode & 15;
        }
        OperandForm[] operands = row.operands;
        for (int i = 0; i < operands.length; i++) {
            at = operand(code, at, i, operands[i], opcode, into);
        }
        if (into.lock && !(row.lockable && into.kind0 == OperandKind.MEMORY)) {
            into.op = Op.INVALID;
        }
        return into.length = at - offset;
    }

    private static int tooShort(int offset, int limit, Instruction into) {
        if (limit - offset < MAX_LENGTH) {
            return TRUNCATED;
        }
        into.op = Op.TOO_LONG;
        into.row = Row.INVALID;
        return into.length = MAX_LENGTH;
    }

    private static int invalid(int length, Instruction into) {
        into.op = Op.INVALID;
        into.row = Row.INVALID;
        return into.length = length;
    }

    private static Row choose(Row[] rows, boolean sizePrefix, int repeat, int operandSize) {
        for (Row row : rows) {
            if (row.onlyOperandSize != 0 && row.onlyOperandSize != operandSize || row.withoutOperandSizePrefix && sizePrefix) {
                continue;
            }
            boolean matches = switch (row.mandatoryPrefix) {
                case -1 -> true;
                case 0 -> repeat == 0 && !sizePrefix;
                case 0x66 -> sizePrefix && repeat == 0;
                default -> repeat == row.mandatoryPrefix;
            };
            if (matches) {
                return row;
            }
        }
        return null;
    }

    /** Bytes of SIB and displacement behind ModR/M (SDM 2 tables 2-1 to 2-3); {@code next} is the byte behind it, perhaps a SIB. */
    private static int addressBytes(int modrm, int addressSize, int next) {
        int mod = modrm >> 6;
        int rm = modrm & 7;
        if (addressSize == 16) {
            return mod == 1 ? 1 : mod == 2 || rm == 6 ? 2 : 0;
        }
        int sib = rm == 4 ? 1 : 0;
        if (mod == 0) {
            return sib + (rm == 5 || rm == 4 && (next & 7) == 5 ? 4 : 0);
        }
        return sib + (mod == 1 ? 1 : 4);
    }

    private static int address32(byte[] code, int at, int modrm, Instruction into) {
        int mod = modrm >> 6;
        int base = modrm & 7;
        if (base == 4) {
            int sib = code[at++];
            base = sib & 7;
            int index = sib >> 3 & 7;
            into.sib = sib & 255;
            into.index = index == 4 ? Registers.NONE : index;
            into.scale = 1 << (sib >> 6 & 3);
        }
        if (mod == 0 && base == 5) {
            base = Registers.NONE;
            into.displacement = int32(code, at);
            at += 4;
        } else if (mod == 1) {
            into.displacement = code[at++];
        } else if (mod == 2) {
            into.displacement = int32(code, at);
            at += 4;
        }
        into.base = base;
        into.segment = into.segmentOverride >= 0 ? into.segmentOverride : base == Registers.ESP || base == Registers.EBP ? Registers.SS : Registers.DS;
        return at;
    }

    private static int address16(byte[] code, int at, int modrm, Instruction into) {
        int mod = modrm >> 6;
        int rm = modrm & 7;
        switch (rm) {
            case 0, 1, 7 -> into.base = Registers.EBX;
            case 2, 3 -> into.base = Registers.EBP;
            case 4 -> into.base = Registers.ESI;
            case 5 -> into.base = Registers.EDI;
            default -> into.base = mod == 0 ? Registers.NONE : Registers.EBP;
        }
        if (rm < 4) {
            into.index = (rm & 1) == 0 ? Registers.ESI : Registers.EDI;
        }
        if (mod == 1) {
            into.displacement = code[at++];
        } else if (mod == 2 || mod == 0 && rm == 6) {
            into.displacement = int16(code, at);
            at += 2;
        }
        into.segment = into.segmentOverride >= 0 ? into.segmentOverride : into.base == Registers.EBP ? Registers.SS : Registers.DS;
        return at;
    }

    private static int operand(byte[] code, int at, int i, OperandForm form, int opcode, Instruction into) {
        int width = form.width(into.operandSize);
        int modrm = into.modrm;
        switch (form.method()) {
            case E -> registerOrMemory(i, OperandKind.REGISTER, width, into);
            case MMX_RM -> registerOrMemory(i, OperandKind.MMX, width, into);
            case XMM_RM -> registerOrMemory(i, OperandKind.XMM, width, into);
            case G -> into.set(i, OperandKind.REGISTER, modrm >> 3 & 7, width);
            case MEMORY -> into.set(i, OperandKind.MEMORY, 0, width);
            case REGISTER -> into.set(i, OperandKind.REGISTER, modrm & 7, width);
            case OPCODE_REGISTER -> into.set(i, OperandKind.REGISTER, opcode & 7, width);
            case FIXED_REGISTER -> into.set(i, OperandKind.REGISTER, form.register(), width);
            case FIXED_SEGMENT -> into.set(i, OperandKind.SEGMENT, form.register(), width);
            case IMMEDIATE -> {
                into.set(i, OperandKind.IMMEDIATE, 0, width);
                into.immediate = immediate(code, at, width);
                at += width >> 3;
            }
            case SIGNED_BYTE -> {
                into.set(i, OperandKind.IMMEDIATE, 0, width);
                into.immediate = code[at++];
            }
            case SECOND_IMMEDIATE -> {
                into.set(i, OperandKind.IMMEDIATE2, 0, width);
                into.immediate2 = code[at++] & 255;
            }
            case RELATIVE -> {
                into.set(i, OperandKind.RELATIVE, 0, width);
                into.immediate = immediate(code, at, width);
                at += width >> 3;
            }
            case FAR -> {
                into.set(i, OperandKind.FAR_POINTER, 0, width);
                into.immediate = into.operandSize == 32 ? int32(code, at) : int16(code, at) & 0xFFFF;
                at += into.operandSize >> 3;
                into.immediate2 = int16(code, at) & 0xFFFF;
                at += 2;
            }
            case OFFSET -> {
                into.set(i, OperandKind.MEMORY, 0, width);
                into.displacement = into.addressSize == 32 ? int32(code, at) : int16(code, at) & 0xFFFF;
                into.segment = into.segmentOverride >= 0 ? into.segmentOverride : Registers.DS;
                at += into.addressSize >> 3;
            }
            case SEGMENT -> {
                int number = modrm >> 3 & 7;
                into.set(i, OperandKind.SEGMENT, number, 16);
                if (number > Registers.GS || i == 0 && number == Registers.CS) {
                    into.op = Op.INVALID;
                }
            }
            case CONTROL -> into.set(i, OperandKind.CONTROL, modrm >> 3 & 7, 32);
            case DEBUG -> into.set(i, OperandKind.DEBUG, modrm >> 3 & 7, 32);
            case TEST -> into.set(i, OperandKind.TEST, modrm >> 3 & 7, 32);
            case STRING_SOURCE -> implicit(i, OperandKind.STRING_SOURCE, Registers.ESI, width, into);
            case TRANSLATION -> implicit(i, OperandKind.TRANSLATION_TABLE, Registers.EBX, width, into);
            case STRING_DESTINATION -> into.set(i, OperandKind.STRING_DESTINATION, Registers.EDI, width);
            case ONE -> {
                into.set(i, OperandKind.CONSTANT, 0, width);
                into.immediate = 1;
            }
            case ST0 -> into.set(i, OperandKind.ST, 0, width);
            case ST_INDEX -> into.set(i, OperandKind.ST, modrm & 7, width);
            case MMX_REG -> into.set(i, OperandKind.MMX, modrm >> 3 & 7, width);
            case XMM_REG -> into.set(i, OperandKind.XMM, modrm >> 3 & 7, width);
            case XMM0 -> into.set(i, OperandKind.XMM, 0, width);
        }
        return at;
    }

    private static void registerOrMemory(int i, OperandKind registerKind, int width, Instruction into) {
        if (into.modrm >= 0xC0) {
            into.set(i, registerKind, into.modrm & 7, width);
        } else {
            into.set(i, OperandKind.MEMORY, 0, width);
        }
    }

    private static void implicit(int i, OperandKind kind, int register, int width, Instruction into) {
        into.set(i, kind, register, width);
        into.segment = into.segmentOverride >= 0 ? into.segmentOverride : Registers.DS;
    }

    /** Immediates are sign-extended; who wants them unsigned masks with the operand's width. */
    private static int immediate(byte[] code, int at, int width) {
        return width == 8 ? code[at] : width == 16 ? int16(code, at) : int32(code, at);
    }

    private static int int16(byte[] code, int at) {
        return code[at] & 255 | code[at + 1] << 8;
    }

    private static int int32(byte[] code, int at) {
        return int16(code, at) & 0xFFFF | int16(code, at + 2) << 16;
    }
}
