package exo86.isa;

/**
 * How one operand is encoded: the table's notation ({@code Ev}, {@code sIb}, {@code rAX}) taken apart. Width in bits follows from
 * {@link #size} and the instruction's operand size.
 */
record OperandForm(Method method, char size, int register) {
    /** Where the operand's bits are; the letters are those of SDM 2 appendix A. */
    enum Method {
        /** ModR/M's r/m: register or memory. */
        E,
        /** ModR/M's reg: general register. */
        G,
        IMMEDIATE, SIGNED_BYTE, SECOND_IMMEDIATE,
        /** Address without ModR/M. */
        OFFSET,
        RELATIVE, FAR,
        /** r/m that is always memory. */
        MEMORY,
        /** r/m that is always a register. */
        REGISTER,
        SEGMENT, CONTROL, DEBUG, TEST,
        STRING_SOURCE, STRING_DESTINATION, TRANSLATION,
        /** Register in the opcode's low three bits. */
        OPCODE_REGISTER,
        FIXED_REGISTER, FIXED_SEGMENT, ONE,
        ST0, ST_INDEX,
        MMX_REG, MMX_RM, XMM_REG, XMM_RM, XMM0
    }

    static OperandForm parse(String text) {
        switch (text) {
            case "AL": return new OperandForm(Method.FIXED_REGISTER, 'b', Registers.AL);
            case "CL": return new OperandForm(Method.FIXED_REGISTER, 'b', Registers.CL);
            case "AX": return new OperandForm(Method.FIXED_REGISTER, 'w', Registers.EAX);
            case "DX": return new OperandForm(Method.FIXED_REGISTER, 'w', Registers.EDX);
            case "rAX": return new OperandForm(Method.FIXED_REGISTER, 'v', Registers.EAX);
            case "ES": return segment(Registers.ES);
            case "CS": return segment(Registers.CS);
            case "SS": return segment(Registers.SS);
            case "DS": return segment(Registers.DS);
            case "FS": return segment(Registers.FS);
            case "GS": return segment(Registers.GS);
            case "1": return new OperandForm(Method.ONE, 'b', 0);
            case "ST": return new OperandForm(Method.ST0, 't', 0);
            case "STi": return new OperandForm(Method.ST_INDEX, 't', 0);
            case "XL": return new OperandForm(Method.TRANSLATION, 'b', 0);
            case "X0": return new OperandForm(Method.XMM0, 'x', 0);
            case "I2": return new OperandForm(Method.SECOND_IMMEDIATE, 'b', 0);
            case "sIb": return new OperandForm(Method.SIGNED_BYTE, 'v', 0);
            default: break;
        }
        Method method = switch (text.charAt(0)) {
            case 'E' -> Method.E;
            case 'G' -> Method.G;
            case 'I' -> Method.IMMEDIATE;
            case 'O' -> Method.OFFSET;
            case 'J' -> Method.RELATIVE;
            case 'A' -> Method.FAR;
            case 'M' -> Method.MEMORY;
            case 'R' -> Method.REGISTER;
            case 'S' -> Method.SEGMENT;
            case 'C' -> Method.CONTROL;
            case 'D' -> Method.DEBUG;
            case 'T' -> Method.TEST;
            case 'X' -> Method.STRING_SOURCE;
            case 'Y' -> Method.STRING_DESTINATION;
            case 'Z' -> Method.OPCODE_REGISTER;
            case 'P' -> Method.MMX_REG;
            case 'Q', 'N' -> Method.MMX_RM;
            case 'V' -> Method.XMM_REG;
            case 'W', 'U' -> Method.XMM_RM;
            default -> throw new IllegalArgumentException("instruction table: operand " + text);
        };
        return new OperandForm(method, text.length() > 1 ? text.charAt(1) : '-', 0);
    }

    private static OperandForm segment(int number) {
        return new OperandForm(Method.FIXED_SEGMENT, 'w', number);
    }

    /** Width in bits under an operand size of 16 or 32; 0 if the form has none. */
    int width(int operandSize) {
        return switch (size) {
            case 'b' -> 8;
            case 'w' -> 16;
            case 'd' -> 32;
            case 'q' -> 64;
            case 't' -> 80;
            case 'x' -> 128;
            case 'v', 'z' -> operandSize;
            case 'p' -> operandSize + 16;
            case 'a' -> operandSize * 2;
            default -> 0;
        };
    }

    /** True if the width follows the operand size, so that a 66 prefix means something to this operand. */
    boolean sizedByPrefix() {
        return size == 'v' || size == 'z' || size == 'p' || size == 'a';
    }

    /** Bytes that the operand takes behind ModR/M, SIB and displacement. */
    int immediateBytes(int operandSize, int addressSize) {
        return switch (method) {
            case IMMEDIATE, RELATIVE -> width(operandSize) >> 3;
            case SIGNED_BYTE, SECOND_IMMEDIATE -> 1;
            case OFFSET -> addressSize >> 3;
            case FAR -> (operandSize >> 3) + 2;
            default -> 0;
        };
    }
}
