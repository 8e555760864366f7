package exo86.isa;

import exo86.isa.Operand.Far;
import exo86.isa.Operand.Immediate;
import exo86.isa.Operand.Memory;
import exo86.isa.Operand.Register;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Writes one instruction in the form of one row; that the operands fit has been checked. Prefixes go out in NASM's order. */
final class Emitter {
    private final Row row;
    private final int operandSize;
    private final int addressSize;
    private final int bits;
    private final Request request;
    private final byte[] bytes = new byte[24];
    private final List<Encoding.Fixup> fixups = new ArrayList<>(1);
    private int length;

    Emitter(Row row, int operandSize, int addressSize, int bits, Request request) {
        this.row = row;
        this.operandSize = operandSize;
        this.addressSize = addressSize;
        this.bits = bits;
        this.request = request;
    }

    Encoding encode(List<Operand> operands) {
        prefixes(operands);
        int opcode = row.opcode + opcodeRegister(operands);
        if (row.span == 16) {
            opcode += request.condition();
        }
        if (row.map > 0) {
            put(0x0F);
        }
        if (row.map > 1) {
            put(row.map == 2 ? 0x38 : 0x3A);
        }
        put(opcode);
        if (row.modrmForm != Row.NO_MODRM) {
            modrm(operands);
        }
        for (int i = 0; i < operands.size(); i++) {
            immediate(row.operands[i], operands.get(i));
        }
        return new Encoding(Arrays.copyOf(bytes, length), List.copyOf(fixups));
    }

    private void prefixes(List<Operand> operands) {
        if (request.repeat() != 0) {
            put(request.repeat());
        }
        if (request.lock()) {
            put(0xF0);
        }
        int segment = request.segment();
        for (int i = 0; i < operands.size(); i++) {
            if (operands.get(i) instanceof Memory memory && memory.segment() != Registers.NONE) {
                OperandForm.Method method = row.operands[i].method();
                boolean implied = method == OperandForm.Method.STRING_DESTINATION
                        || (method == OperandForm.Method.STRING_SOURCE || method == OperandForm.Method.TRANSLATION) && memory.segment() == Registers.DS;
                segment = implied ? segment : memory.segment();
            }
        }
        if (segment != Registers.NONE) {
            put(new int[] {0x26, 0x2E, 0x36, 0x3E, 0x64, 0x65}[segment]);
        }
        boolean demanded = request.operandSize() != 0 && request.operandSize() != bits;
        if (row.usesOperandSize ? operandSize != bits : demanded) {
            put(0x66);
        }
        if (addressSize != bits) {
            put(0x67);
        }
        if (row.mandatoryPrefix > 0) {
            put(row.mandatoryPrefix);
        }
    }

    private int opcodeRegister(List<Operand> operands) {
        for (int i = 0; i < operands.size(); i++) {
            if (row.operands[i].method() == OperandForm.Method.OPCODE_REGISTER) {
                return ((Register) operands.get(i)).number();
            }
        }
        return 0;
    }

    private void modrm(List<Operand> operands) {
        int reg = row.digit >= 0 ? row.digit : 0;
        int rm = row.fixedModrm >= 0 ? row.fixedModrm : 0xC0;
        Memory memory = null;
        for (int i = 0; i < operands.size(); i++) {
            int number = operands.get(i) instanceof Register register ? register.number() : 0;
            switch (row.operands[i].method()) {
                case G, SEGMENT, CONTROL, DEBUG -> reg = number;
                case E, REGISTER, MEMORY -> {
                    if (operands.get(i) instanceof Memory place) {
                        memory = place;
                    } else {
                        rm |= number;
                    }
                }
                case ST_INDEX -> rm |= number;
                default -> { }
            }
        }
        if (memory == null) {
            put(rm | reg << 3);
        } else if (addressSize == 32) {
            address32(reg << 3, memory);
        } else {
            address16(reg << 3, memory);
        }
    }

    private void address32(int reg, Memory memory) {
        int base = memory.base();
        int index = memory.index();
        int scale = memory.scale();
        if (index == Registers.ESP && scale == 1) {
            index = base;
            base = Registers.ESP;
        }
        if (base == Registers.NONE && index != Registers.NONE && scale <= 2 && memory.displacementWidth() == 0) {
            base = index;
            index = scale == 1 ? Registers.NONE : index;
            scale = 1;
        }
        if (base == Registers.NONE) {
            put(reg | (index == Registers.NONE ? 5 : 4));
            if (index != Registers.NONE) {
                put(Integer.numberOfTrailingZeros(scale) << 6 | index << 3 | 5);
            }
            number(memory.displacement(), 32, false);
            return;
        }
        int width = displacementWidth(memory, base == Registers.EBP, 32);
        int mod = width == 0 ? 0 : width == 8 ? 0x40 : 0x80;
        if (index == Registers.NONE && base != Registers.ESP) {
            put(mod | reg | base);
        } else {
            put(mod | reg | 4);
            put(Integer.numberOfTrailingZeros(scale) << 6 | (index == Registers.NONE ? 4 : index) << 3 | base);
        }
        number(memory.displacement(), width, false);
    }

    private void address16(int reg, Memory memory) {
        int base = memory.base();
        int index = memory.index();
        if (base == Registers.NONE && index == Registers.NONE) {
            put(reg | 6);
            number(memory.displacement(), 16, false);
            return;
        }
        int rm;
        if (base == Registers.NONE || index == Registers.NONE) {
            int only = base == Registers.NONE ? index : base;
            rm = only == Registers.ESI ? 4 : only == Registers.EDI ? 5 : only == Registers.EBP ? 6 : 7;
        } else {
            boolean frame = base == Registers.EBP || index == Registers.EBP;
            boolean destination = base == Registers.EDI || index == Registers.EDI;
            rm = (frame ? 2 : 0) + (destination ? 1 : 0);
        }
        int width = displacementWidth(memory, rm == 6, 16);
        put((width == 0 ? 0 : width == 8 ? 0x40 : 0x80) | reg | rm);
        number(memory.displacement(), width, false);
    }

    private static int displacementWidth(Memory memory, boolean needed, int full) {
        Value displacement = memory.displacement();
        if (memory.displacementWidth() != 0) {
            return memory.displacementWidth() == 8 ? 8 : full;
        }
        if (!displacement.known()) {
            return full;
        }
        long value = full == 16 ? (short) displacement.constant() : (int) displacement.constant();
        return value == 0 && !needed ? 0 : value == (byte) value ? 8 : full;
    }

    private void immediate(OperandForm form, Operand operand) {
        switch (form.method()) {
            case IMMEDIATE -> number(((Immediate) operand).value(), form.width(operandSize), false);
            case SIGNED_BYTE, SECOND_IMMEDIATE -> number(((Immediate) operand).value(), 8, false);
            case RELATIVE -> number(((Immediate) operand).value(), form.width(operandSize), true);
            case OFFSET -> number(((Memory) operand).displacement(), addressSize, false);
            case FAR -> {
                Far far = (Far) operand;
                number(far.offset(), operandSize, false);
                number(far.selector(), 16, false);
            }
            default -> { }
        }
    }

    private void number(Value value, int width, boolean relative) {
        if (width == 0) {
            return;
        }
        boolean later = relative || !value.known();
        if (later) {
            fixups.add(new Encoding.Fixup(length, width, relative, value));
        }
        for (int shift = 0; shift < width; shift += 8) {
            put(later ? 0 : (int) (value.constant() >> shift));
        }
    }

    private void put(int value) {
        bytes[length++] = (byte) value;
    }
}
