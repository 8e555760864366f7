package exo86.isa;

/**
 * Instruction to text, in the words of {@code objdump -d -M intel}, one space behind the mnemonic.
 *
 * <p>Every prefix is visible: either in what it does (an operand's width, a segment in front of the brackets) or, if it does nothing here, by
 * name in front of the mnemonic. So the text tells apart all that the CPU tells apart, and most that it does not.
 */
public final class Printer {
    private static final String[] PREFIX_NAMES = {"", "es", "cs", "ss", "ds", "fs", "gs"};
    /** What CMPPS and its like compare for, by their immediate (SDM 2A table 3-1); the others have no name. */
    private static final String[] PREDICATES = {"eq", "lt", "le", "unord", "neq", "nlt", "nle", "ord"};

    private Printer() {
    }

    /** The text of {@code instruction} at {@code address} (EIP; jump targets are printed as addresses). */
    public static String print(Instruction instruction, int address) {
        StringBuilder text = new StringBuilder(48);
        Row row = instruction.row;
        if (row.op == Op.INVALID) {
            return "(bad)";
        }
        prefixes(instruction, text);
        int operandsFrom = mnemonic(instruction, text);
        operand(instruction, 0, instruction.kind0, instruction.register0, instruction.width0, address, text);
        if (instruction.kind1 != OperandKind.NONE) {
            text.append(',');
            operand(instruction, 1, instruction.kind1, instruction.register1, instruction.width1, address, text);
        }
        if (instruction.kind2 != OperandKind.NONE && !namesPredicate(instruction)) {
            text.append(',');
            operand(instruction, 2, instruction.kind2, instruction.register2, instruction.width2, address, text);
        }
        if (text.length() == operandsFrom) {
            text.setLength(operandsFrom - 1);
        }
        return text.toString();
    }

    private static int mnemonic(Instruction instruction, StringBuilder text) {
        Row row = instruction.row;
        String name = row.mnemonic;
        if (row.op == Op.JCXZ) {
            name = instruction.addressSize == 16 ? "jcxz" : "jecxz";
        }
        text.append(name);
        if (namesPredicate(instruction)) {
            text.insert(text.length() - 2, PREDICATES[instruction.immediate & 7]);
        }
        if (instruction.condition != Condition.NONE) {
            text.append(Condition.name(instruction.condition));
        }
        if (row.alwaysSized || row.sized && instruction.operandSize != instruction.codeSize) {
            text.append(instruction.operandSize == 16 ? 'w' : 'd');
        }
        text.append(' ');
        return text.length();
    }

    private static boolean namesPredicate(Instruction instruction) {
        return instruction.row.op == Op.FOREIGN && instruction.row.mnemonic.length() == 5 && instruction.row.mnemonic.startsWith("cmp")
            && (instruction.immediate & 0xFF) < PREDICATES.length;
    }

    /** The names of prefixes that nothing else in the text shows, in their order. */
    private static void prefixes(Instruction instruction, StringBuilder text) {
        boolean segmentShown = !usesSegment(instruction);
        boolean operandSizeShown = !instruction.row.usesOperandSize;
        boolean addressSizeShown = !usesAddressSize(instruction);
        int mandatory = instruction.row.mandatoryPrefix;
        boolean repeatShown = mandatory != 0xF2 && mandatory != 0xF3;
        long hidden = 0;
        int count = 0;
        for (long rest = instruction.prefixes; rest != 0; rest >>>= 4, count++) {
            int prefix = (int) rest & 15;
            boolean hide = false;
            if (prefix <= 6) {
                hide = !segmentShown;
                segmentShown = true;
            } else if (prefix == Decoder.OPERAND_SIZE) {
                hide = !operandSizeShown;
                operandSizeShown = true;
            } else if (prefix == Decoder.ADDRESS_SIZE) {
                hide = !addressSizeShown;
                addressSizeShown = true;
            } else if (prefix == (mandatory == 0xF2 ? Decoder.REPNE : Decoder.REP)) {
                hide = !repeatShown;
                repeatShown = true;
            }
            if (hide) {
                hidden |= 1L << count;
            }
        }
        for (int i = count - 1; i >= 0; i--) {
            if ((hidden >> i & 1) == 0) {
                int prefix = (int) (instruction.prefixes >> 4 * i) & 15;
                boolean last = lastOfKind(instruction.prefixes, i, prefix);
                text.append(prefixName(prefix, last, instruction)).append(' ');
            }
        }
    }

    private static boolean lastOfKind(long prefixes, int position, int prefix) {
        for (int i = 0; i < position; i++) {
            if ((prefixes >> 4 * i & 15) == prefix) {
                return false;
            }
        }
        return true;
    }

    private static String prefixName(int prefix, boolean last, Instruction instruction) {
        Row row = instruction.row;
        return switch (prefix) {
            case Decoder.OPERAND_SIZE -> instruction.codeSize == 32 ? "data16" : "data32";
            case Decoder.ADDRESS_SIZE -> instruction.codeSize == 32 ? "addr16" : "addr32";
            case Decoder.LOCK -> "lock";
            case Decoder.REPNE -> locked(instruction) ? "xacquire" : last && nearTransfer(instruction) ? "bnd" : "repnz";
            case Decoder.REP -> locked(instruction) || storesReleasing(instruction) ? "xrelease" : last && row.repeatable && !row.repeatsOnCondition ? "rep" : "repz";
            default -> prefix == Registers.DS + 1 && row.modrmForm != Row.NO_MODRM && nearTransfer(instruction) ? "notrack" : PREFIX_NAMES[prefix];
        };
    }

    /** Hardware lock elision's prefixes (SDM 1 16.3). */
    private static boolean locked(Instruction instruction) {
        return instruction.kind0 == OperandKind.MEMORY && instruction.row.lockable && (instruction.lock || instruction.row.op == Op.XCHG);
    }

    private static boolean storesReleasing(Instruction instruction) {
        return instruction.row.op == Op.MOV && instruction.kind0 == OperandKind.MEMORY && instruction.modrm >= 0 && instruction.kind1 != OperandKind.SEGMENT;
    }

    private static boolean nearTransfer(Instruction instruction) {
        return switch (instruction.row.op) {
            case CALL, JMP, RET, J -> true;
            default -> false;
        };
    }

    private static boolean usesSegment(Instruction instruction) {
        return instruction.hasMemory() || explicitSegment(instruction.kind0) || explicitSegment(instruction.kind1);
    }

    private static boolean explicitSegment(OperandKind kind) {
        return kind == OperandKind.STRING_SOURCE || kind == OperandKind.TRANSLATION_TABLE;
    }

    private static boolean usesAddressSize(Instruction instruction) {
        boolean wideAbsolute = instruction.codeSize == 16 && instruction.base == Registers.NONE && instruction.index == Registers.NONE;
        return instruction.hasMemory() && instruction.modrm >= 0 && !(wideAbsolute && instruction.addressSize == 32) || explicitSegment(instruction.kind0) || explicitSegment(instruction.kind1)
                || instruction.kind0 == OperandKind.STRING_DESTINATION || instruction.kind1 == OperandKind.STRING_DESTINATION || instruction.row.op == Op.JCXZ;
    }

    private static void operand(Instruction instruction, int number, OperandKind kind, int register, int width, int address, StringBuilder text) {
        switch (kind) {
            case NONE -> { }
            case REGISTER -> text.append(Registers.name(register, width));
            case MEMORY -> memory(instruction, width, text);
            case IMMEDIATE -> hex(mask(instruction.immediate, width), text);
            case IMMEDIATE2 -> hex(instruction.immediate2, text);
            case CONSTANT -> text.append(instruction.immediate);
            case RELATIVE -> hex(target(instruction, address), text);
            case FAR_POINTER -> {
                hex(instruction.immediate2, text);
                text.append(':');
                hex(instruction.immediate, text);
            }
            case SEGMENT -> text.append(Registers.segmentName(register));
            case CONTROL -> text.append("cr").append(register);
            case DEBUG -> text.append("dr").append(register);
            case TEST -> text.append("tr").append(register);
            case STRING_SOURCE, TRANSLATION_TABLE, STRING_DESTINATION -> {
                width(width, text);
                text.append(Registers.segmentName(kind == OperandKind.STRING_DESTINATION ? Registers.ES : instruction.segment));
                text.append(":[").append(Registers.name(register, instruction.addressSize)).append(']');
            }
            case ST -> {
                text.append("st");
                if (instruction.row.operands[number].method() == OperandForm.Method.ST_INDEX) {
                    text.append('(').append(register).append(')');
                }
            }
            case MMX -> text.append("mm").append(register);
            case XMM -> text.append("xmm").append(register);
        }
    }

    private static int target(Instruction instruction, int address) {
        int target = address + instruction.length + instruction.immediate;
        boolean narrow = instruction.width0 == 8 ? instruction.codeSize == 16 : instruction.operandSize == 16;
        return narrow ? target & 0xFFFF : target;
    }

    private static void memory(Instruction instruction, int width, StringBuilder text) {
        if (width == 128 && instruction.kind0 == OperandKind.REGISTER) {
            text.append("OWORD PTR ");
        } else {
            width(instruction.modrm >= 0 ? width : 0, text);
        }
        int base = instruction.base;
        int index = instruction.index;
        int size = instruction.addressSize;
        boolean emptyIndex = instruction.sib >= 0 && index == Registers.NONE && (base != Registers.ESP || instruction.scale != 1)
            && (base != Registers.NONE || instruction.codeSize == 32 || instruction.scale != 1);
        boolean absolute = base == Registers.NONE && index == Registers.NONE && !emptyIndex;
        if (instruction.segmentOverride >= 0 || absolute) {
            text.append(Registers.segmentName(instruction.segment)).append(':');
        }
        if (absolute) {
            hex(size == 16 ? instruction.displacement & 0xFFFF : instruction.displacement, text);
            return;
        }
        text.append('[');
        if (base != Registers.NONE) {
            text.append(Registers.name(base, size));
        }
        if (index != Registers.NONE || emptyIndex) {
            if (base != Registers.NONE) {
                text.append('+');
            }
            text.append(emptyIndex ? "eiz" : Registers.name(index, size));
            if (size == 32) {
                text.append('*').append(instruction.scale);
            }
        }
        if (instruction.modrm >= 0x40 || base == Registers.NONE) {
            int displacement = instruction.displacement;
            text.append(displacement < 0 ? '-' : '+');
            hex(displacement < 0 ? -displacement : displacement, text);
        }
        text.append(']');
    }

    private static void width(int width, StringBuilder text) {
        String name = switch (width) {
            case 8 -> "BYTE PTR ";
            case 16 -> "WORD PTR ";
            case 32 -> "DWORD PTR ";
            case 48 -> "FWORD PTR ";
            case 64 -> "QWORD PTR ";
            case 80 -> "TBYTE PTR ";
            case 128 -> "XMMWORD PTR ";
            default -> "";
        };
        text.append(name);
    }

    private static int mask(int value, int width) {
        return width >= 32 ? value : value & (1 << width) - 1;
    }

    private static void hex(int value, StringBuilder text) {
        text.append("0x").append(Integer.toHexString(value));
    }
}
