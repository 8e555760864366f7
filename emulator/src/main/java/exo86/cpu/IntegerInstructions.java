package exo86.cpu;

import exo86.isa.Instruction;
import exo86.isa.Op;
import exo86.isa.OperandKind;
import exo86.mmu.Fault;

/** Arithmetic, logic, shifts, bits, multiplication, division, decimal adjustment: any width, any operands. */
final class IntegerInstructions {
    private final Cpu cpu;
    private final Access access;

    IntegerInstructions(Cpu cpu, Access access) {
        this.cpu = cpu;
        this.access = access;
    }

    /** ADD OR ADC SBB AND SUB XOR CMP by their number in the encoding. */
    void binary(Instruction i, int number) {
        int width = i.width0;
        int b = access.operand1(i);
        if (number == 7) {
            lazily(Flags.SUB, access.operand0(i), b, 0, width);
            return;
        }
        boolean memory = i.kind0 == OperandKind.MEMORY;
        int at = memory ? access.forUpdate(i) : 0;
        int a = memory ? access.load(at, width) : cpu.register(i.register0, width);
        int carry = (number == 2 || number == 3) && cpu.carry() ? 1 : 0;
        int result = switch (number) {
            case 0, 2 -> a + b + carry;
            case 1 -> a | b;
            case 4 -> a & b;
            case 6 -> a ^ b;
            default -> a - b - carry;
        };
        put(i, memory, at, result);
        switch (number) {
            case 0, 2 -> lazily(Flags.ADD, a, b, carry, width);
            case 3, 5 -> lazily(Flags.SUB, a, b, carry, width);
            default -> logic(result, width);
        }
    }

    private void put(Instruction i, boolean memory, int at, int result) {
        if (memory) {
            access.store(at, i.width0, result);
        } else {
            cpu.setRegister(i.register0, i.width0, result);
        }
    }

    private void lazily(int operation, int a, int b, int carry, int width) {
        int shift = 32 - width;
        cpu.flagOp = operation | shift << 8;
        cpu.flagA = a << shift;
        cpu.flagB = b << shift;
        cpu.flagResult = (operation == Flags.ADD ? a + b + carry : a - b - carry) << shift;
    }

    void compare(int a, int b, int width) {
        lazily(Flags.SUB, a, b, 0, width);
    }

    private void logic(int result, int width) {
        int shift = 32 - width;
        cpu.flagOp = Flags.RESULT | shift << 8;
        cpu.flagB = 0;
        cpu.flagResult = result << shift;
    }

    void test(Instruction i) {
        logic(access.operand0(i) & access.operand1(i), i.width0);
    }

    /** INC, DEC, NOT and NEG. */
    void unary(Instruction i) {
        int width = i.width0;
        boolean memory = i.kind0 == OperandKind.MEMORY;
        int at = memory ? access.forUpdate(i) : 0;
        int a = memory ? access.load(at, width) : cpu.register(i.register0, width);
        int shift = 32 - width;
        switch (i.op) {
            case INC, DEC -> {
                int sign = i.op == Op.INC ? 1 : -1;
                put(i, memory, at, a + sign);
                cpu.flagB = cpu.carry() ? 1 : 0;
                cpu.flagOp = (sign == 1 ? Flags.INCREMENT : Flags.DECREMENT) | shift << 8;
                cpu.flagResult = a + sign << shift;
            }
            case NOT -> put(i, memory, at, ~a);
            default -> {
                put(i, memory, at, -a);
                lazily(Flags.SUB, 0, a, 0, width);
            }
        }
    }

    /** ROL ROR RCL RCR SHL SHR SAR by their /digit. */
    void shift(Instruction i, int digit) {
        int count = access.operand1(i) & 31;
        boolean memory = i.kind0 == OperandKind.MEMORY;
        int at = memory ? access.forUpdate(i) : 0;
        int a = memory ? access.load(at, i.width0) : cpu.register(i.register0, i.width0);
        if (count == 0) {
            return;
        }
        finish(i, memory, at, Alu.shift(digit, a, count, i.width0, cpu.status()));
    }

    void shiftDouble(Instruction i, boolean left) {
        int count = access.operand2(i) & 31;
        int from = access.operand1(i);
        boolean memory = i.kind0 == OperandKind.MEMORY;
        int at = memory ? access.forUpdate(i) : 0;
        int a = memory ? access.load(at, i.width0) : cpu.register(i.register0, i.width0);
        if (count == 0) {
            return;
        }
        finish(i, memory, at, left ? Alu.shiftLeftDouble(a, from, count, i.width0, 0) : Alu.shiftRightDouble(a, from, count, i.width0, 0));
    }

    private void finish(Instruction i, boolean memory, int at, long resultAndFlags) {
        put(i, memory, at, (int) resultAndFlags);
        cpu.setStatus((int) (resultAndFlags >>> 32));
    }

    // ---- multiplication and division

    void multiply(Instruction i) {
        int width = i.width0;
        int b = access.operand0(i);
        int a = cpu.register(0, width);
        boolean signed = i.op == Op.IMUL;
        int shift = 32 - width;
        long product = signed ? (long) (a << shift >> shift) * (b << shift >> shift) : (a & 0xFFFFFFFFL) * (b & 0xFFFFFFFFL);
        int low = (int) product & Alu.mask(width);
        int high = (int) (product >> width) & Alu.mask(width);
        boolean fits = signed ? product == low << shift >> shift : high == 0;
        if (width == 8) {
            cpu.setRegister16(0, (int) product);
        } else {
            cpu.setRegister(0, width, low);
            cpu.setRegister(2, width, high);
        }
        cpu.setStatus(Flags.ofResult(low, width) | (fits ? 0 : Flags.CF | Flags.OF));
    }

    /** IMUL with two or three operands. */
    void multiplyInto(Instruction i) {
        boolean three = i.kind2 != OperandKind.NONE;
        int a = three ? access.operand1(i) : access.operand0(i);
        int b = three ? access.operand2(i) : access.operand1(i);
        long product = Alu.multiplySigned(a, b, i.width0);
        cpu.setRegister(i.register0, i.width0, (int) product);
        cpu.setStatus((int) (product >>> 32));
    }

    /** DIV and IDIV; #DE if the quotient does not fit. Flags stay. */
    void divide(Instruction i) {
        int width = i.width0;
        int by = access.operand0(i);
        if (by == 0) {
            throw cpu.raise(Fault.DE, 0);
        }
        long dividend = width == 8 ? cpu.register16(0) : cpu.register(0, width) & 0xFFFFFFFFL | (cpu.register(2, width) & 0xFFFFFFFFL) << width;
        long quotient;
        long remainder;
        int shift = 32 - width;
        if (i.op == Op.DIV) {
            long divisor = by & 0xFFFFFFFFL;
            quotient = Long.divideUnsigned(dividend, divisor);
            remainder = Long.remainderUnsigned(dividend, divisor);
            if (Long.compareUnsigned(quotient, Alu.mask(width) & 0xFFFFFFFFL) > 0) {
                throw cpu.raise(Fault.DE, 0);
            }
        } else {
            long signed = width == 32 ? dividend : dividend << 64 - 2 * width >> 64 - 2 * width;
            long divisor = by << shift >> shift;
            quotient = signed / divisor;
            remainder = signed % divisor;
            if (quotient != (int) quotient << shift >> shift || signed == Long.MIN_VALUE && divisor == -1) {
                throw cpu.raise(Fault.DE, 0);
            }
        }
        if (width == 8) {
            cpu.setRegister16(0, (int) quotient & 0xFF | ((int) remainder & 0xFF) << 8);
        } else {
            cpu.setRegister(0, width, (int) quotient);
            cpu.setRegister(2, width, (int) remainder);
        }
    }

    // ---- bits

    /** BT BTS BTR BTC by number 0–3. A bit offset in a register reaches any address from the memory operand on. */
    void bit(Instruction i, int number) {
        int width = i.width0;
        int bit = access.operand1(i);
        int at = 0;
        int value;
        boolean memory = i.kind0 == OperandKind.MEMORY;
        if (memory) {
            int offset = access.offset(i);
            if (i.kind1 == OperandKind.REGISTER) {
                int signed = bit << 32 - width >> 32 - width;
                offset = access.further(i, offset, (signed >> (width == 32 ? 5 : 4)) * (width >>> 3));
            }
            at = access.linear(access.segment(i), offset, width >>> 3, number != 0);
            if (number != 0) {
                cpu.mmu.checkWrite(at, width >>> 3);
            }
            value = access.load(at, width);
        } else {
            value = cpu.register(i.register0, width);
        }
        int one = 1 << (bit & width - 1);
        switch (number) {
            case 1 -> put(i, memory, at, value | one);
            case 2 -> put(i, memory, at, value & ~one);
            case 3 -> put(i, memory, at, value ^ one);
            default -> { }
        }
        cpu.setStatus(cpu.status() & ~Flags.CF | ((value & one) != 0 ? Flags.CF : 0));
    }

    /** BSF, BSR: of a zero source the destination stays. */
    void scan(Instruction i) {
        int value = access.operand1(i);
        if (value != 0) {
            cpu.setRegister(i.register0, i.width0, i.op == Op.BSF ? Integer.numberOfTrailingZeros(value) : 31 - Integer.numberOfLeadingZeros(value));
        }
        cpu.setStatus(cpu.status() & ~Flags.ZF | (value == 0 ? Flags.ZF : 0));
    }

    // ---- read-modify-write with a register

    void exchangeAdd(Instruction i) {
        int width = i.width0;
        boolean memory = i.kind0 == OperandKind.MEMORY;
        int at = memory ? access.forUpdate(i) : 0;
        int a = memory ? access.load(at, width) : cpu.register(i.register0, width);
        int b = cpu.register(i.register1, width);
        if (memory) {
            access.store(at, width, a + b);
            cpu.setRegister(i.register1, width, a);
        } else {
            cpu.setRegister(i.register1, width, a);
            cpu.setRegister(i.register0, width, a + b);
        }
        lazily(Flags.ADD, a, b, 0, width);
    }

    /** CMPXCHG always writes its memory operand: the new value or the old one. */
    void compareExchange(Instruction i) {
        int width = i.width0;
        boolean memory = i.kind0 == OperandKind.MEMORY;
        int at = memory ? access.forUpdate(i) : 0;
        int a = memory ? access.load(at, width) : cpu.register(i.register0, width);
        int accumulator = cpu.register(0, width);
        boolean equal = a == accumulator;
        if (equal) {
            put(i, memory, at, cpu.register(i.register1, width));
        } else {
            put(i, memory, at, a);
            cpu.setRegister(0, width, a);
        }
        lazily(Flags.SUB, accumulator, a, 0, width);
    }

    void compareExchange8Bytes(Instruction i) {
        int at = access.linear(access.segment(i), access.offset(i), 8, true);
        cpu.mmu.checkWrite(at, 8);
        int low = cpu.mmu.read32(at);
        int high = cpu.mmu.read32(at + 4);
        boolean equal = low == cpu.eax && high == cpu.edx;
        cpu.mmu.write32(at, equal ? cpu.ebx : low);
        cpu.mmu.write32(at + 4, equal ? cpu.ecx : high);
        if (!equal) {
            cpu.eax = low;
            cpu.edx = high;
        }
        cpu.setStatus(cpu.status() & ~Flags.ZF | (equal ? Flags.ZF : 0));
    }

    // ---- decimal

    void decimal(Instruction i) {
        int ax = cpu.register16(0);
        int flags = cpu.status();
        long result = switch (i.op) {
            case DAA -> Alu.decimalAdjustAfterAddition(ax & 0xFF, flags);
            case DAS -> Alu.decimalAdjustAfterSubtraction(ax & 0xFF, flags);
            case AAA -> Alu.asciiAdjust(ax, 1, flags);
            case AAS -> Alu.asciiAdjust(ax, -1, flags);
            case AAM -> {
                if ((i.immediate & 0xFF) == 0) {
                    throw cpu.raise(Fault.DE, 0);
                }
                yield Alu.asciiAdjustAfterMultiply(ax & 0xFF, i.immediate & 0xFF);
            }
            default -> Alu.asciiAdjustBeforeDivide(ax, i.immediate & 0xFF);
        };
        if (i.op == Op.DAA || i.op == Op.DAS) {
            cpu.setRegister8(0, (int) result);
        } else {
            cpu.setRegister16(0, (int) result);
        }
        cpu.setStatus((int) (result >>> 32));
    }
}
