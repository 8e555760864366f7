package exo86.cpu;

import exo86.mmu.Mmu;
import java.lang.invoke.VarHandle;

/** The hot forms that are seldom enough to cost a call: the rest of the interpreter's switch, by the same rules. */
final class UncommonForms {
    private final Cpu cpu;
    private final Mmu mmu;
    /** The interpreter's registers. */
    private final int[] r;

    UncommonForms(Cpu cpu, int[] r) {
        this.cpu = cpu;
        this.mmu = cpu.mmu;
        this.r = r;
    }

    void run(Operation o, int memory) {
        switch (o.handler) {
            case Form.MOVE_8:
                VarHandle.acquireFence();
                r[o.to] = r[o.to] & ~(0xFF << o.toShift) | ((r[o.from] >>> o.fromShift & 0xFF | o.immediate)) << o.toShift;
                break;
            case Form.LOAD_ZERO_16:
                VarHandle.acquireFence();
                r[o.to] = mmu.read16(r[o.base] + (r[o.index] << o.scale) + o.displacement);
                break;
            case Form.LOAD_SIGN_8:
                VarHandle.acquireFence();
                r[o.to] = (byte) mmu.read8(r[o.base] + (r[o.index] << o.scale) + o.displacement);
                break;
            case Form.LOAD_SIGN_16:
                VarHandle.acquireFence();
                r[o.to] = (short) mmu.read16(r[o.base] + (r[o.index] << o.scale) + o.displacement);
                break;
            case Form.STORE_16:
                VarHandle.acquireFence();
                mmu.write16(r[o.base] + (r[o.index] << o.scale) + o.displacement, r[o.from] + o.immediate);
                break;
            case Form.ZERO_16:
                VarHandle.acquireFence();
                r[o.to] = r[o.from] & 0xFFFF;
                break;
            case Form.SIGN_8:
                VarHandle.acquireFence();
                r[o.to] = (byte) (r[o.from] >>> o.fromShift);
                break;
            case Form.SIGN_16:
                VarHandle.acquireFence();
                r[o.to] = (short) r[o.from];
                break;
            case Form.NO_OPERATION:
                break;
            case Form.BINARY + 2: {
                VarHandle.acquireFence();
                int a = r[o.to];
                int b = r[o.from] + o.immediate;
                int result = a + b + (cpu.carry() ? 1 : 0);
                r[o.to] = result;
                cpu.flagOp = Flags.ADD;
                cpu.flagA = a;
                cpu.flagB = b;
                cpu.flagResult = result;
                break;
            }
            case Form.BINARY + 3: {
                VarHandle.acquireFence();
                int a = r[o.to];
                int b = r[o.from] + o.immediate;
                int result = a - b - (cpu.carry() ? 1 : 0);
                r[o.to] = result;
                cpu.flagOp = Flags.SUB;
                cpu.flagA = a;
                cpu.flagB = b;
                cpu.flagResult = result;
                break;
            }
            case Form.BINARY_LOAD + 2: {
                VarHandle.acquireFence();
                int a = r[o.to];
                int b = memory;
                int result = a + b + (cpu.carry() ? 1 : 0);
                r[o.to] = result;
                cpu.flagOp = Flags.ADD;
                cpu.flagA = a;
                cpu.flagB = b;
                cpu.flagResult = result;
                break;
            }
            case Form.BINARY_LOAD + 3: {
                VarHandle.acquireFence();
                int a = r[o.to];
                int b = memory;
                int result = a - b - (cpu.carry() ? 1 : 0);
                r[o.to] = result;
                cpu.flagOp = Flags.SUB;
                cpu.flagA = a;
                cpu.flagB = b;
                cpu.flagResult = result;
                break;
            }
            case Form.BINARY_STORE + 0: {
                VarHandle.acquireFence();
                int at = r[o.base] + (r[o.index] << o.scale) + o.displacement;
                mmu.prepareWrite(at, 4);
                int a = mmu.read32(at);
                int b = r[o.from] + o.immediate;
                int result = a + b;
                mmu.write32(at, result);
                cpu.flagOp = Flags.ADD;
                cpu.flagA = a;
                cpu.flagB = b;
                cpu.flagResult = result;
                break;
            }
            case Form.BINARY_STORE + 1: {
                VarHandle.acquireFence();
                int at = r[o.base] + (r[o.index] << o.scale) + o.displacement;
                mmu.prepareWrite(at, 4);
                int a = mmu.read32(at);
                int b = r[o.from] + o.immediate;
                int result = a | b;
                mmu.write32(at, result);
                cpu.flagOp = Flags.RESULT;
                cpu.flagB = 0;
                cpu.flagResult = result;
                break;
            }
            case Form.BINARY_STORE + 2: {
                VarHandle.acquireFence();
                int at = r[o.base] + (r[o.index] << o.scale) + o.displacement;
                mmu.prepareWrite(at, 4);
                int a = mmu.read32(at);
                int b = r[o.from] + o.immediate;
                int result = a + b + (cpu.carry() ? 1 : 0);
                mmu.write32(at, result);
                cpu.flagOp = Flags.ADD;
                cpu.flagA = a;
                cpu.flagB = b;
                cpu.flagResult = result;
                break;
            }
            case Form.BINARY_STORE + 3: {
                VarHandle.acquireFence();
                int at = r[o.base] + (r[o.index] << o.scale) + o.displacement;
                mmu.prepareWrite(at, 4);
                int a = mmu.read32(at);
                int b = r[o.from] + o.immediate;
                int result = a - b - (cpu.carry() ? 1 : 0);
                mmu.write32(at, result);
                cpu.flagOp = Flags.SUB;
                cpu.flagA = a;
                cpu.flagB = b;
                cpu.flagResult = result;
                break;
            }
            case Form.BINARY_STORE + 4: {
                VarHandle.acquireFence();
                int at = r[o.base] + (r[o.index] << o.scale) + o.displacement;
                mmu.prepareWrite(at, 4);
                int a = mmu.read32(at);
                int b = r[o.from] + o.immediate;
                int result = a & b;
                mmu.write32(at, result);
                cpu.flagOp = Flags.RESULT;
                cpu.flagB = 0;
                cpu.flagResult = result;
                break;
            }
            case Form.BINARY_STORE + 5: {
                VarHandle.acquireFence();
                int at = r[o.base] + (r[o.index] << o.scale) + o.displacement;
                mmu.prepareWrite(at, 4);
                int a = mmu.read32(at);
                int b = r[o.from] + o.immediate;
                int result = a - b;
                mmu.write32(at, result);
                cpu.flagOp = Flags.SUB;
                cpu.flagA = a;
                cpu.flagB = b;
                cpu.flagResult = result;
                break;
            }
            case Form.BINARY_STORE + 6: {
                VarHandle.acquireFence();
                int at = r[o.base] + (r[o.index] << o.scale) + o.displacement;
                mmu.prepareWrite(at, 4);
                int a = mmu.read32(at);
                int b = r[o.from] + o.immediate;
                int result = a ^ b;
                mmu.write32(at, result);
                cpu.flagOp = Flags.RESULT;
                cpu.flagB = 0;
                cpu.flagResult = result;
                break;
            }
            case Form.TEST_LOAD_8: {
                VarHandle.acquireFence();
                int result = (mmu.read8(r[o.base] + (r[o.index] << o.scale) + o.displacement) & (r[o.from] >>> o.fromShift & 0xFF | o.immediate)) << 24;
                cpu.flagOp = Flags.RESULT | Flags.SHIFT_8;
                cpu.flagB = 0;
                cpu.flagResult = result;
                break;
            }
            case Form.COMPARE_16: {
                VarHandle.acquireFence();
                int a = r[o.to] << 16;
                int b = r[o.from] + o.immediate << 16;
                cpu.flagOp = Flags.SUB | Flags.SHIFT_16;
                cpu.flagA = a;
                cpu.flagB = b;
                cpu.flagResult = a - b;
                break;
            }
            case Form.COMPARE_MEMORY_16: {
                VarHandle.acquireFence();
                int a = mmu.read16(r[o.base] + (r[o.index] << o.scale) + o.displacement) << 16;
                int b = r[o.from] + o.immediate << 16;
                cpu.flagOp = Flags.SUB | Flags.SHIFT_16;
                cpu.flagA = a;
                cpu.flagB = b;
                cpu.flagResult = a - b;
                break;
            }
            case Form.INCREMENT_MEMORY: {
                VarHandle.acquireFence();
                int at = r[o.base] + (r[o.index] << o.scale) + o.displacement;
                mmu.prepareWrite(at, 4);
                int result = mmu.read32(at) + o.immediate;
                mmu.write32(at, result);
                cpu.flagB = cpu.carry() ? 1 : 0;
                cpu.flagOp = o.immediate > 0 ? Flags.INCREMENT : Flags.DECREMENT;
                cpu.flagResult = result;
                break;
            }
            case Form.NEGATE: {
                VarHandle.acquireFence();
                int a = r[o.to];
                r[o.to] = -a;
                cpu.flagOp = Flags.SUB;
                cpu.flagA = 0;
                cpu.flagB = a;
                cpu.flagResult = -a;
                break;
            }
            case Form.NOT:
                VarHandle.acquireFence();
                r[o.to] = ~r[o.to];
                break;
            case Form.MULTIPLY: {
                VarHandle.acquireFence();
                long product = (long) r[o.base] * (r[o.from] + o.immediate);
                r[o.to] = (int) product;
                cpu.flagOp = Flags.RESULT;
                cpu.flagB = product == (int) product ? 0 : Flags.CF | Flags.OF;
                cpu.flagResult = (int) product;
                break;
            }
            case Form.MULTIPLY_LOAD: {
                VarHandle.acquireFence();
                long product = (long) r[o.to] * memory;
                r[o.to] = (int) product;
                cpu.flagOp = Flags.RESULT;
                cpu.flagB = product == (int) product ? 0 : Flags.CF | Flags.OF;
                cpu.flagResult = (int) product;
                break;
            }
            case Form.MULTIPLY_WIDE: {
                VarHandle.acquireFence();
                long product = (r[0] & 0xFFFFFFFFL) * (r[o.to] & 0xFFFFFFFFL);
                r[0] = (int) product;
                r[2] = (int) (product >>> 32);
                cpu.flagOp = Flags.RESULT;
                cpu.flagB = r[2] == 0 ? 0 : Flags.CF | Flags.OF;
                cpu.flagResult = r[0];
                break;
            }
            case Form.SHIFT: {
                VarHandle.acquireFence();
                int count = r[1] & 31;
                if (count != 0) {
                    long result = Alu.shift(o.condition, r[o.to], count, 32, 0);
                    r[o.to] = (int) result;
                    cpu.setStatus((int) (result >>> 32));
            }
                break;
            }
            case Form.PUSH_LOAD: {
                VarHandle.acquireFence();
                mmu.write32(r[4] - 4, memory);
                r[4] -= 4;
                break;
            }
            case Form.LEAVE: {
                VarHandle.acquireFence();
                r[4] = r[5] + 4;
                r[5] = memory;
                break;
            }
            case Form.SIGN_EDX:
                VarHandle.acquireFence();
                r[2] = r[0] >> 31;
                break;
            case Form.SET_CONDITION:
                VarHandle.acquireFence();
                r[o.to] = r[o.to] & ~(0xFF << o.toShift) | (cpu.condition(o.condition) ? 1 : 0) << o.toShift;
                break;
            case Form.MOVE_IF: {
                VarHandle.acquireFence();
                if (cpu.condition(o.condition)) {
                    r[o.to] = r[o.from];
            }
                break;
            }
            case Form.EXCHANGE: {
                VarHandle.acquireFence();
                int value = r[o.to];
                r[o.to] = r[o.from];
                r[o.from] = value;
                break;
            }
            case Form.BINARY_8: {
                VarHandle.acquireFence();
                binary8(o, (r[o.from] >>> o.fromShift & 0xFF | o.immediate));
                break;
            }
            case Form.BINARY_LOAD_8: {
                VarHandle.acquireFence();
                binary8(o, mmu.read8(r[o.base] + (r[o.index] << o.scale) + o.displacement));
                break;
            }
            default:
                throw new IllegalStateException("no form " + o.handler);
        }
    }

    /** ADD OR ADC SBB AND SUB XOR, by number, of the 8-bit register and {@code b}. */
    private void binary8(Operation o, int b) {
        int a = r[o.to] >>> o.toShift & 0xFF;
        int carry = (o.condition == 2 || o.condition == 3) && cpu.carry() ? 1 : 0;
        int result = switch (o.condition) {
            case 0, 2 -> a + b + carry;
            case 1 -> a | b;
            case 4 -> a & b;
            case 6 -> a ^ b;
            default -> a - b - carry;
        };
        r[o.to] = r[o.to] & ~(0xFF << o.toShift) | (result & 0xFF) << o.toShift;
        switch (o.condition) {
            case 0, 2 -> cpu.flagOp = Flags.ADD | Flags.SHIFT_8;
            case 3, 5 -> cpu.flagOp = Flags.SUB | Flags.SHIFT_8;
            default -> {
                cpu.flagOp = Flags.RESULT | Flags.SHIFT_8;
                a = 0;
                b = 0;
            }
        }
        cpu.flagA = a << 24;
        cpu.flagB = b << 24;
        cpu.flagResult = result << 24;
    }
}
