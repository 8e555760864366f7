package exo86.cpu;

import exo86.cpu.fpu.FloatingPointUnit;
import exo86.isa.Instruction;
import exo86.isa.Op;
import exo86.mmu.Fault;
import exo86.mmu.Memory;

/**
 * The x87 seen from the processor: who may use it, memory operands, environments, flags (SDM 1 8.1.8–8.1.10, 8.7; SDM 3A 9.2).
 *
 * <p>Memory is read before the unit changes, and written before a store takes effect in it, so an instruction that faults has done nothing.
 */
final class FloatingPointInstructions {
    private static final int FAULT_ON_ANY = Cpu.CR0_EM | Cpu.CR0_TS, FAULT_ON_WAIT = Cpu.CR0_MP | Cpu.CR0_TS;

    private final Cpu cpu;
    private final Access access;
    private final FloatingPointUnit unit;
    /** Of the running instruction's memory operand, in its segment. */
    private int offset;
    /** RAM offset of the operand, if it has been found to lie in one page that may be used as the instruction does; else below 0. */
    private int found;

    FloatingPointInstructions(Cpu cpu, Access access) {
        this.cpu = cpu;
        this.access = access;
        this.unit = cpu.floatingPoint;
    }

    void execute(Instruction i) {
        execute(i, i.hasMemory() ? access.offset(i) : 0, -1);
    }

    /** With the memory operand's offset known, and where in RAM it is, or below 0. */
    void execute(Instruction i, int at, int ram) {
        found = ram;
        offset = at;
        if (i.op == Op.FWAIT) {
            if ((cpu.cr0 & FAULT_ON_WAIT) == FAULT_ON_WAIT) {
                throw cpu.raise(Fault.NM, 0);
            }
            cpu.awaitFloatingPoint();
            return;
        }
        if ((cpu.cr0 & FAULT_ON_ANY) != 0) {
            throw cpu.raise(Fault.NM, 0);
        }
        int escape = i.row.opcode() & 7;
        switch (i.op) {
            case FNINIT -> unit.initialize();
            case FNCLEX -> unit.clearExceptions();
            case FNENI, FNDISI, FNSETPM -> { }
            case FNSTCW -> access.write(access.segment(i), offset, 16, unit.control());
            case FNSTSW -> {
                if (i.hasMemory()) {
                    access.write(access.segment(i), offset, 16, unit.status());
                } else {
                    cpu.setRegister16(0, unit.status());
                }
            }
            case FNSTENV -> {
                storeEnvironment(i, 0);
                unit.maskAll();
            }
            case FNSAVE -> save(i);
            default -> {
                cpu.awaitFloatingPoint();
                switch (i.op) {
                    case FLDCW -> unit.setControl(access.read(access.segment(i), offset, 16));
                    case FLDENV -> loadEnvironment(i, 0);
                    case FRSTOR -> restore(i);
                    default -> compute(i, escape);
                }
            }
        }
    }

    private void compute(Instruction i, int escape) {
        if (!i.hasMemory()) {
            point(i, escape);
            register(i, escape);
            return;
        }
        int operation = i.modrm >>> 3 & 7;
        if ((escape & 1) == 0) {
            load(i, escape == 0 ? SINGLE : escape == 2 ? INTEGER_32 : escape == 4 ? DOUBLE : INTEGER_16);
            pointData(i, escape);
            unit.arithmetic(operation);
            return;
        }
        int format = format(escape, operation);
        boolean loads = operation == 0 || (escape == 3 || escape == 7) && operation == 5 || escape == 7 && operation == 4;
        if (loads) {
            load(i, format);
            pointData(i, escape);
            unit.pushOperand(format == SINGLE || format == DOUBLE);
        } else {
            store(i, format);
            pointData(i, escape);
            unit.stored(operation != 2);
        }
    }

    private static final int SINGLE = 0, DOUBLE = 1, EXTENDED = 2, INTEGER_16 = 3, INTEGER_32 = 4, INTEGER_64 = 5, DECIMAL = 6;

    /** The memory format of D9, DB, DD and DF. */
    private static int format(int escape, int operation) {
        return switch (escape) {
            case 1 -> SINGLE;
            case 3 -> operation >= 4 ? EXTENDED : INTEGER_32;
            case 5 -> DOUBLE;
            default -> operation < 4 ? INTEGER_16 : (operation & 1) == 0 ? DECIMAL : INTEGER_64;
        };
    }

    // ---- operands

    private void load(Instruction i, int format) {
        if (found >= 0) {
            loadFound(format);
            return;
        }
        int at = access.linear(access.segment(i), offset, bytes(format), false);
        switch (format) {
            case SINGLE -> unit.loadSingle(cpu.mmu.read32(at));
            case DOUBLE -> unit.loadDouble(read64(at));
            case INTEGER_16 -> unit.loadInteger((short) cpu.mmu.read16(at));
            case INTEGER_32 -> unit.loadInteger(cpu.mmu.read32(at));
            case INTEGER_64 -> unit.loadInteger(read64(at));
            default -> {
                long low = read64(at);
                int high = cpu.mmu.read16(at + 8);
                if (format == DECIMAL) {
                    unit.loadDecimal(low, high);
                } else {
                    unit.loadExtended(high, low);
                }
            }
        }
    }

    private void loadFound(int format) {
        byte[] ram = cpu.memory.bytes;
        switch (format) {
            case SINGLE -> unit.loadSingle((int) Memory.INT.get(ram, found));
            case DOUBLE -> unit.loadDouble((long) Memory.LONG.get(ram, found));
            case INTEGER_16 -> unit.loadInteger((short) Memory.SHORT.get(ram, found));
            case INTEGER_32 -> unit.loadInteger((int) Memory.INT.get(ram, found));
            case INTEGER_64 -> unit.loadInteger((long) Memory.LONG.get(ram, found));
            default -> {
                long low = (long) Memory.LONG.get(ram, found);
                int high = (short) Memory.SHORT.get(ram, found + 8) & 0xFFFF;
                if (format == DECIMAL) {
                    unit.loadDecimal(low, high);
                } else {
                    unit.loadExtended(high, low);
                }
            }
        }
    }

    private static int bytes(int format) {
        return switch (format) {
            case INTEGER_16 -> 2;
            case SINGLE, INTEGER_32 -> 4;
            case DOUBLE, INTEGER_64 -> 8;
            default -> 10;
        };
    }

    private long read64(int at) {
        int low = cpu.mmu.read32(at);
        return (long) cpu.mmu.read32(at + 4) << 32 | low & 0xFFFFFFFFL;
    }

    private void store(Instruction i, int format) {
        int bytes = bytes(format);
        int at = 0;
        if (found < 0) {
            at = access.linear(access.segment(i), offset, bytes, true);
            cpu.mmu.checkWrite(at, bytes);
        }
        long value = switch (format) {
            case SINGLE -> unit.storeSingle();
            case DOUBLE -> unit.storeDouble();
            case INTEGER_16 -> unit.storeInteger(16);
            case INTEGER_32 -> unit.storeInteger(32);
            case INTEGER_64 -> unit.storeInteger(64);
            case DECIMAL -> unit.storeDecimal();
            default -> unit.storeExtended();
        };
        if (!unit.canStore()) {
            return;
        }
        if (found >= 0) {
            storeFound(bytes, value);
            return;
        }
        if (bytes == 2) {
            cpu.mmu.write16(at, (int) value);
            return;
        }
        cpu.mmu.write32(at, (int) value);
        if (bytes >= 8) {
            cpu.mmu.write32(at + 4, (int) (value >>> 32));
        }
        if (bytes == 10) {
            cpu.mmu.write16(at + 8, unit.storedHigh());
        }
    }

    private void storeFound(int bytes, long value) {
        byte[] ram = cpu.memory.bytes;
        switch (bytes) {
            case 2 -> Memory.SHORT.set(ram, found, (short) value);
            case 4 -> Memory.INT.set(ram, found, (int) value);
            default -> {
                Memory.LONG.set(ram, found, value);
                if (bytes == 10) {
                    Memory.SHORT.set(ram, found + 8, (short) unit.storedHigh());
                }
            }
        }
    }

    private void point(Instruction i, int escape) {
        unit.instructionSelector = cpu.cs.selector;
        unit.instructionOffset = cpu.eip;
        unit.opcode = escape << 8 | i.modrm;
    }

    private void pointData(Instruction i, int escape) {
        point(i, escape);
        unit.dataSelector = access.segment(i).selector;
        unit.dataOffset = offset;
    }

    // ---- register forms

    /** CF, ZF, CF or ZF, PF: the conditions of FCMOVcc in the order of the encoding. */
    private static final int[] MOVE_CONDITIONS = {2, 4, 6, 10};

    private void register(Instruction i, int escape) {
        int operation = i.modrm >>> 3 & 7;
        int number = i.modrm & 7;
        if ((escape & ~1) == 2 && operation < 4) {
            unit.moveIf(number, cpu.condition(MOVE_CONDITIONS[operation] | escape & 1));
        } else if ((escape == 3 || escape == 7) && operation >= 5) {
            int conditions = unit.compareForFlags(number, operation == 5, escape == 7);
            cpu.setStatus(((conditions & FloatingPointUnit.C0) != 0 ? Flags.CF : 0) | ((conditions & FloatingPointUnit.C2) != 0 ? Flags.PF : 0)
                | ((conditions & FloatingPointUnit.C3) != 0 ? Flags.ZF : 0));
        } else {
            unit.execute(escape, i.modrm);
        }
    }

    // ---- environments (SDM 1 figures 8-9 to 8-12)

    private void storeEnvironment(Instruction i, int extra) {
        boolean wide = i.operandSize == 32;
        int bytes = (wide ? 28 : 14) + extra;
        int at = access.linear(access.segment(i), offset, bytes, true);
        cpu.mmu.checkWrite(at, bytes);
        int[] words = words(wide, cpu.descriptorMode());
        for (int k = 0; k < 7; k++) {
            if (wide) {
                cpu.mmu.write32(at + 4 * k, words[k]);
            } else {
                cpu.mmu.write16(at + 2 * k, words[k]);
            }
        }
    }

    private int[] words(boolean wide, boolean protectedForm) {
        int high = 0xFFFF0000;
        int[] words = {high | unit.control(), high | unit.status(), high | unit.tags(), 0, 0, 0, 0};
        if (protectedForm) {
            words[3] = unit.instructionOffset;
            words[4] = unit.instructionSelector | (wide ? unit.opcode << 16 : 0);
            words[5] = unit.dataOffset;
            words[6] = high | unit.dataSelector;
            return words;
        }
        int instruction = (unit.instructionSelector << 4) + unit.instructionOffset;
        int data = (unit.dataSelector << 4) + unit.dataOffset;
        words[3] = high | instruction & 0xFFFF;
        words[4] = (wide ? instruction >>> 16 << 12 : instruction >>> 4 & 0xF000) | unit.opcode;
        words[5] = high | data & 0xFFFF;
        words[6] = wide ? data >>> 16 << 12 : data >>> 4 & 0xF000;
        return words;
    }

    private void loadEnvironment(Instruction i, int extra) {
        boolean wide = i.operandSize == 32;
        int bytes = (wide ? 28 : 14) + extra;
        int at = access.linear(access.segment(i), offset, bytes, false);
        cpu.mmu.read8(at + bytes - 1);
        int[] words = new int[7];
        for (int k = 0; k < 7; k++) {
            words[k] = wide ? cpu.mmu.read32(at + 4 * k) : cpu.mmu.read16(at + 2 * k);
        }
        unit.setControl(words[0]);
        unit.setStatus(words[1]);
        unit.setTags(words[2]);
        if (cpu.descriptorMode()) {
            unit.instructionOffset = words[3];
            unit.instructionSelector = words[4] & 0xFFFF;
            unit.dataOffset = words[5];
            unit.dataSelector = words[6] & 0xFFFF;
            if (wide) {
                unit.opcode = words[4] >>> 16 & 0x7FF;
            }
            return;
        }
        unit.instructionOffset = words[3] & 0xFFFF | (wide ? words[4] << 4 & 0xFFFF0000 : words[4] << 4 & 0xF0000);
        unit.dataOffset = words[5] & 0xFFFF | (wide ? words[6] << 4 & 0xFFFF0000 : words[6] << 4 & 0xF0000);
        unit.instructionSelector = 0;
        unit.dataSelector = 0;
        unit.opcode = words[4] & 0x7FF;
    }

    private void save(Instruction i) {
        storeEnvironment(i, 80);
        int at = access.segment(i).base + offset + (i.operandSize == 32 ? 28 : 14);
        for (int k = 0; k < 8; k++, at += 10) {
            long significand = unit.significand(k);
            cpu.mmu.write32(at, (int) significand);
            cpu.mmu.write32(at + 4, (int) (significand >>> 32));
            cpu.mmu.write16(at + 8, unit.exponent(k));
        }
        unit.initialize();
    }

    private void restore(Instruction i) {
        loadEnvironment(i, 80);
        int at = access.segment(i).base + offset + (i.operandSize == 32 ? 28 : 14);
        for (int k = 0; k < 8; k++, at += 10) {
            unit.setRegister(k, cpu.mmu.read16(at + 8), read64(at));
        }
    }
}
