package exo86.cpu;

import exo86.mmu.Fault;
import exo86.mmu.Mmu;

/**
 * Runs decoded blocks: the reference engine.
 *
 * <p>While blocks run, the general registers are in {@link #r}, because the hot forms name them by number; index 8 is always 0 and stands for "no
 * register". They go back to the fields of {@link Cpu} before anything that is not a hot form and before {@link #run} returns. A hot form changes a
 * register or a flag only after its last memory access, so a fault finds the state before the instruction.
 *
 * <p>The switch is in two methods, common forms in {@link #execute}, the others in {@link #uncommon}: HotSpot never compiles a method of more
 * than 8,000 bytes.
 */
final class Interpreter implements Engine {
    private final Cpu cpu;
    private final Mmu mmu;
    private final BlockCache blocks;
    private final Executor executor;
    /** EAX … EDI and a zero. */
    private final int[] r = new int[9];
    /** The block that {@link #interpret} last called hot. */
    private Block hot;

    Interpreter(Cpu cpu) {
        this.cpu = cpu;
        this.mmu = cpu.mmu;
        this.blocks = new BlockCache(cpu);
        this.executor = new Executor(cpu);
    }

    @Override
    public void dropAll() {
        blocks.dropAll();
    }

    @Override
    public boolean run(long budget) {
        return interpret(budget, false) != Interpreted.FAULT;
    }

    void cool(int executions) {
        hot.heat = executions;
    }

    /** Runs at least one instruction and at most {@code budget}, until something happens that the boundary's owner must look at. */
    Interpreted interpret(long budget, boolean untilHot) {
        long end = cpu.time + budget;
        cpu.runEnd = end;
        takeOver();
        do {
            Block block;
            int count;
            try {
                block = blocks.find(cpu.cs.base + cpu.eip);
                count = (cpu.mode & Block.FLAT) != 0 ? block.operations.length : withinLimit(block);
            } catch (Fault fault) {
                writeBack();
                cpu.delivery.exception(fault.vector, fault.errorCode, true);
                return Interpreted.FAULT;
            }
            if (--block.heat < 0) {
                block.heat = 0;
                if (untilHot) {
                    hot = block;
                    writeBack();
                    return Interpreted.HOT;
                }
            }
            long left = end - cpu.time;
            int outcome = execute(block, count > left ? (int) left : count);
            if (outcome != GO_ON) {
                return outcome == LEFT ? Interpreted.BOUNDARY : Interpreted.FAULT;
            }
        } while (cpu.time < end && !cpu.special && !cpu.stopRequested);
        writeBack();
        return Interpreted.BOUNDARY;
    }

    /** How many instructions of {@code block} lie inside the code segment; #GP if the first does not. */
    private int withinLimit(Block block) {
        int limit = cpu.cs.limit;
        int n = 0;
        for (Block.Operation operation : block.operations) {
            long last = (cpu.eip & 0xFFFFFFFFL) + operation.end - 1;
            if (last > (limit & 0xFFFFFFFFL)) {
                break;
            }
            n++;
        }
        if (n == 0) {
            throw cpu.generalProtection();
        }
        return n;
    }

    private void takeOver() {
        r[0] = cpu.eax;
        r[1] = cpu.ecx;
        r[2] = cpu.edx;
        r[3] = cpu.ebx;
        r[4] = cpu.esp;
        r[5] = cpu.ebp;
        r[6] = cpu.esi;
        r[7] = cpu.edi;
    }

    private void writeBack() {
        cpu.eax = r[0];
        cpu.ecx = r[1];
        cpu.edx = r[2];
        cpu.ebx = r[3];
        cpu.esp = r[4];
        cpu.ebp = r[5];
        cpu.esi = r[6];
        cpu.edi = r[7];
    }

    private static final int GO_ON = 0, LEFT = 1, FAULTED = 2;

    /** Runs the first {@code count} instructions of {@code block}: GO_ON with the registers in {@link #r}, else with them in {@link Cpu}. */
    private int execute(Block block, int count) {
        Cpu cpu = this.cpu;
        Mmu mmu = this.mmu;
        BlockCache blocks = this.blocks;
        int[] r = this.r;
        Block.Operation[] operations = block.operations;
        int start = cpu.eip;
        long before = cpu.time;
        int k = 0;
        blocks.blockEnd = count;
        try {
            while (k < blocks.blockEnd) {
                Block.Operation o = operations[k];
                switch (o.handler) {
                case Form.SET_ADDRESS:
                    r[o.to] = r[o.base] + (r[o.index] << o.scale) + o.displacement;
                    break;
                case Form.LOAD:
                    r[o.to] = mmu.read32(r[o.base] + (r[o.index] << o.scale) + o.displacement);
                    break;
                case Form.STORE:
                    mmu.write32(r[o.base] + (r[o.index] << o.scale) + o.displacement, r[o.from] + o.immediate);
                    break;
                case Form.LOAD_ZERO_8:
                    r[o.to] = mmu.read8(r[o.base] + (r[o.index] << o.scale) + o.displacement);
                    break;
                case Form.STORE_8:
                    mmu.write8(r[o.base] + (r[o.index] << o.scale) + o.displacement, (r[o.from] >>> o.fromShift & 0xFF | o.immediate));
                    break;
                case Form.LOAD_8:
                    r[o.to] = r[o.to] & ~(0xFF << o.toShift) | (mmu.read8(r[o.base] + (r[o.index] << o.scale) + o.displacement)) << o.toShift;
                    break;
                case Form.BINARY + 0: {
                    int a = r[o.to];
                    int b = r[o.from] + o.immediate;
                    int result = a + b;
                    r[o.to] = result;
                    cpu.flagOp = Flags.ADD;
                    cpu.flagA = a;
                    cpu.flagB = b;
                    cpu.flagResult = result;
                    break;
                }
                case Form.BINARY + 1: {
                    int a = r[o.to];
                    int b = r[o.from] + o.immediate;
                    int result = a | b;
                    r[o.to] = result;
                    cpu.flagOp = Flags.RESULT;
                    cpu.flagB = 0;
                    cpu.flagResult = result;
                    break;
                }
                case Form.BINARY + 2: {
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
                case Form.BINARY + 4: {
                    int a = r[o.to];
                    int b = r[o.from] + o.immediate;
                    int result = a & b;
                    r[o.to] = result;
                    cpu.flagOp = Flags.RESULT;
                    cpu.flagB = 0;
                    cpu.flagResult = result;
                    break;
                }
                case Form.BINARY + 5: {
                    int a = r[o.to];
                    int b = r[o.from] + o.immediate;
                    int result = a - b;
                    r[o.to] = result;
                    cpu.flagOp = Flags.SUB;
                    cpu.flagA = a;
                    cpu.flagB = b;
                    cpu.flagResult = result;
                    break;
                }
                case Form.BINARY + 6: {
                    int a = r[o.to];
                    int b = r[o.from] + o.immediate;
                    int result = a ^ b;
                    r[o.to] = result;
                    cpu.flagOp = Flags.RESULT;
                    cpu.flagB = 0;
                    cpu.flagResult = result;
                    break;
                }
                case Form.BINARY + 7: {
                    int a = r[o.to];
                    int b = r[o.from] + o.immediate;
                    int result = a - b;
                    cpu.flagOp = Flags.SUB;
                    cpu.flagA = a;
                    cpu.flagB = b;
                    cpu.flagResult = result;
                    break;
                }
                case Form.BINARY_LOAD + 0: {
                    int a = r[o.to];
                    int b = mmu.read32(r[o.base] + (r[o.index] << o.scale) + o.displacement);
                    int result = a + b;
                    r[o.to] = result;
                    cpu.flagOp = Flags.ADD;
                    cpu.flagA = a;
                    cpu.flagB = b;
                    cpu.flagResult = result;
                    break;
                }
                case Form.BINARY_LOAD + 1: {
                    int a = r[o.to];
                    int b = mmu.read32(r[o.base] + (r[o.index] << o.scale) + o.displacement);
                    int result = a | b;
                    r[o.to] = result;
                    cpu.flagOp = Flags.RESULT;
                    cpu.flagB = 0;
                    cpu.flagResult = result;
                    break;
                }
                case Form.BINARY_LOAD + 2: {
                    int a = r[o.to];
                    int b = mmu.read32(r[o.base] + (r[o.index] << o.scale) + o.displacement);
                    int result = a + b + (cpu.carry() ? 1 : 0);
                    r[o.to] = result;
                    cpu.flagOp = Flags.ADD;
                    cpu.flagA = a;
                    cpu.flagB = b;
                    cpu.flagResult = result;
                    break;
                }
                case Form.BINARY_LOAD + 3: {
                    int a = r[o.to];
                    int b = mmu.read32(r[o.base] + (r[o.index] << o.scale) + o.displacement);
                    int result = a - b - (cpu.carry() ? 1 : 0);
                    r[o.to] = result;
                    cpu.flagOp = Flags.SUB;
                    cpu.flagA = a;
                    cpu.flagB = b;
                    cpu.flagResult = result;
                    break;
                }
                case Form.BINARY_LOAD + 4: {
                    int a = r[o.to];
                    int b = mmu.read32(r[o.base] + (r[o.index] << o.scale) + o.displacement);
                    int result = a & b;
                    r[o.to] = result;
                    cpu.flagOp = Flags.RESULT;
                    cpu.flagB = 0;
                    cpu.flagResult = result;
                    break;
                }
                case Form.BINARY_LOAD + 5: {
                    int a = r[o.to];
                    int b = mmu.read32(r[o.base] + (r[o.index] << o.scale) + o.displacement);
                    int result = a - b;
                    r[o.to] = result;
                    cpu.flagOp = Flags.SUB;
                    cpu.flagA = a;
                    cpu.flagB = b;
                    cpu.flagResult = result;
                    break;
                }
                case Form.BINARY_LOAD + 6: {
                    int a = r[o.to];
                    int b = mmu.read32(r[o.base] + (r[o.index] << o.scale) + o.displacement);
                    int result = a ^ b;
                    r[o.to] = result;
                    cpu.flagOp = Flags.RESULT;
                    cpu.flagB = 0;
                    cpu.flagResult = result;
                    break;
                }
                case Form.BINARY_LOAD + 7: {
                    int a = r[o.to];
                    int b = mmu.read32(r[o.base] + (r[o.index] << o.scale) + o.displacement);
                    int result = a - b;
                    cpu.flagOp = Flags.SUB;
                    cpu.flagA = a;
                    cpu.flagB = b;
                    cpu.flagResult = result;
                    break;
                }
                case Form.BINARY_STORE + 7: {
                    int at = r[o.base] + (r[o.index] << o.scale) + o.displacement;
                    int a = mmu.read32(at);
                    int b = r[o.from] + o.immediate;
                    int result = a - b;
                    cpu.flagOp = Flags.SUB;
                    cpu.flagA = a;
                    cpu.flagB = b;
                    cpu.flagResult = result;
                    break;
                }
                case Form.TEST: {
                    int result = r[o.to] & (r[o.from] + o.immediate);
                    cpu.flagOp = Flags.RESULT;
                    cpu.flagB = 0;
                    cpu.flagResult = result;
                    break;
                }
                case Form.TEST_LOAD: {
                    int result = mmu.read32(r[o.base] + (r[o.index] << o.scale) + o.displacement) & (r[o.from] + o.immediate);
                    cpu.flagOp = Flags.RESULT;
                    cpu.flagB = 0;
                    cpu.flagResult = result;
                    break;
                }
                case Form.COMPARE_MEMORY_8: {
                    int a = mmu.read8(r[o.base] + (r[o.index] << o.scale) + o.displacement) << 24;
                    int b = (r[o.from] >>> o.fromShift & 0xFF | o.immediate) << 24;
                    cpu.flagOp = Flags.SUB | Flags.SHIFT_8;
                    cpu.flagA = a;
                    cpu.flagB = b;
                    cpu.flagResult = a - b;
                    break;
                }
                case Form.COMPARE_8: {
                    int a = r[o.to] >>> o.toShift << 24;
                    int b = (r[o.from] >>> o.fromShift & 0xFF | o.immediate) << 24;
                    cpu.flagOp = Flags.SUB | Flags.SHIFT_8;
                    cpu.flagA = a;
                    cpu.flagB = b;
                    cpu.flagResult = a - b;
                    break;
                }
                case Form.COMPARE_LOAD_8: {
                    int a = r[o.to] >>> o.toShift << 24;
                    int b = mmu.read8(r[o.base] + (r[o.index] << o.scale) + o.displacement) << 24;
                    cpu.flagOp = Flags.SUB | Flags.SHIFT_8;
                    cpu.flagA = a;
                    cpu.flagB = b;
                    cpu.flagResult = a - b;
                    break;
                }
                case Form.TEST_8: {
                    int result = (r[o.to] >>> o.toShift & (r[o.from] >>> o.fromShift & 0xFF | o.immediate)) << 24;
                    cpu.flagOp = Flags.RESULT | Flags.SHIFT_8;
                    cpu.flagB = 0;
                    cpu.flagResult = result;
                    break;
                }
                case Form.INCREMENT: {
                    int result = r[o.to] + 1;
                    cpu.flagB = cpu.carry() ? 1 : 0;
                    cpu.flagOp = Flags.INCREMENT;
                    cpu.flagResult = result;
                    r[o.to] = result;
                    break;
                }
                case Form.DECREMENT: {
                    int result = r[o.to] - 1;
                    cpu.flagB = cpu.carry() ? 1 : 0;
                    cpu.flagOp = Flags.DECREMENT;
                    cpu.flagResult = result;
                    r[o.to] = result;
                    break;
                }
                case Form.SHIFT_LEFT: {
                    int a = r[o.to];
                    int result = a << o.immediate;
                    int carry = a >>> 32 - o.immediate & 1;
                    r[o.to] = result;
                    cpu.flagOp = Flags.RESULT;
                    cpu.flagB = carry | (result >>> 31 ^ carry) << 11;
                    cpu.flagResult = result;
                    break;
                }
                case Form.SHIFT_RIGHT: {
                    int a = r[o.to];
                    int result = a >>> o.immediate;
                    r[o.to] = result;
                    cpu.flagOp = Flags.RESULT;
                    cpu.flagB = a >>> o.immediate - 1 & 1 | (result ^ result << 1) >>> 31 << 11;
                    cpu.flagResult = result;
                    break;
                }
                case Form.SHIFT_ARITHMETIC: {
                    int a = r[o.to];
                    int result = a >> o.immediate;
                    r[o.to] = result;
                    cpu.flagOp = Flags.RESULT;
                    cpu.flagB = a >> o.immediate - 1 & 1;
                    cpu.flagResult = result;
                    break;
                }
                case Form.PUSH: {
                    int top = r[4] - 4;
                    mmu.write32(top, r[o.from] + o.immediate);
                    r[4] = top;
                    break;
                }
                case Form.POP: {
                    int value = mmu.read32(r[4]);
                    r[4] += 4;
                    r[o.to] = value;
                    break;
                }
                case Form.NO_OPERATION:
                    break;
                case Form.JUMP_EQUAL: {
                    cpu.eip = start + o.end + (Flags.zero(cpu.flagOp, cpu.flagA, cpu.flagResult) ? o.immediate : 0);
                    cpu.time = before + k + 1;
                    return GO_ON;
                }
                case Form.JUMP_NOT_EQUAL: {
                    cpu.eip = start + o.end + (Flags.zero(cpu.flagOp, cpu.flagA, cpu.flagResult) ? 0 : o.immediate);
                    cpu.time = before + k + 1;
                    return GO_ON;
                }
                case Form.JUMP_IF: {
                    cpu.eip = start + o.end + (cpu.condition(o.condition) ? o.immediate : 0);
                    cpu.time = before + k + 1;
                    return GO_ON;
                }
                case Form.JUMP: {
                    cpu.eip = start + o.end + o.immediate;
                    cpu.time = before + k + 1;
                    return GO_ON;
                }
                case Form.CALL: {
                    mmu.write32(r[4] - 4, start + o.end);
                    r[4] -= 4;
                    cpu.eip = start + o.end + o.immediate;
                    cpu.time = before + k + 1;
                    return GO_ON;
                }
                case Form.RETURN: {
                    int target = mmu.read32(r[4]);
                    r[4] += 4 + o.immediate;
                    cpu.eip = target;
                    cpu.time = before + k + 1;
                    return GO_ON;
                }
                case Form.JUMP_REGISTER: {
                    cpu.eip = r[o.to];
                    cpu.time = before + k + 1;
                    return GO_ON;
                }
                case Form.JUMP_LOAD: {
                    cpu.eip = mmu.read32(r[o.base] + (r[o.index] << o.scale) + o.displacement);
                    cpu.time = before + k + 1;
                    return GO_ON;
                }
                case Form.CALL_REGISTER: {
                    int target = r[o.to];
                    mmu.write32(r[4] - 4, start + o.end);
                    r[4] -= 4;
                    cpu.eip = target;
                    cpu.time = before + k + 1;
                    return GO_ON;
                }
                case Form.CALL_LOAD: {
                    int target = mmu.read32(r[o.base] + (r[o.index] << o.scale) + o.displacement);
                    mmu.write32(r[4] - 4, start + o.end);
                    r[4] -= 4;
                    cpu.eip = target;
                    cpu.time = before + k + 1;
                    return GO_ON;
                }
                case Form.COLD: {
                    writeBack();
                    cpu.eip = start + o.begin;
                    cpu.nextEip = start + o.end;
                    cpu.time = before + k;
                    executor.execute(o.instruction);
                    if (o.ends) {
                        cpu.eip = cpu.nextEip;
                        cpu.time++;
                        return LEFT;
                    }
                    takeOver();
                    break;
                }
                default:
                    uncommon(o);
                    break;
                }
                k++;
            }
        } catch (Fault fault) {
            fault(operations[k], start, before + k, fault);
            return FAULTED;
        }
        cpu.eip = start + operations[k - 1].end;
        cpu.time = before + k;
        return GO_ON;
    }

    private void fault(Block.Operation o, int start, long now, Fault fault) {
        if (o.handler != Form.COLD) {
            writeBack();
            cpu.eip = start + o.begin;
            cpu.time = now;
        }
        if (fault.vector == Fault.FREEZE) {
            cpu.halted = true;
            cpu.stateChanged();
        } else {
            cpu.delivery.exception(fault.vector, fault.errorCode, true);
        }
    }

    private void uncommon(Block.Operation o) {
        Cpu cpu = this.cpu;
        Mmu mmu = this.mmu;
        int[] r = this.r;
        switch (o.handler) {
            case Form.MOVE_8:
                r[o.to] = r[o.to] & ~(0xFF << o.toShift) | ((r[o.from] >>> o.fromShift & 0xFF | o.immediate)) << o.toShift;
                break;
            case Form.LOAD_ZERO_16:
                r[o.to] = mmu.read16(r[o.base] + (r[o.index] << o.scale) + o.displacement);
                break;
            case Form.LOAD_SIGN_8:
                r[o.to] = (byte) mmu.read8(r[o.base] + (r[o.index] << o.scale) + o.displacement);
                break;
            case Form.LOAD_SIGN_16:
                r[o.to] = (short) mmu.read16(r[o.base] + (r[o.index] << o.scale) + o.displacement);
                break;
            case Form.STORE_16:
                mmu.write16(r[o.base] + (r[o.index] << o.scale) + o.displacement, r[o.from] + o.immediate);
                break;
            case Form.ZERO_8:
                r[o.to] = r[o.from] >>> o.fromShift & 0xFF;
                break;
            case Form.ZERO_16:
                r[o.to] = r[o.from] & 0xFFFF;
                break;
            case Form.SIGN_8:
                r[o.to] = (byte) (r[o.from] >>> o.fromShift);
                break;
            case Form.SIGN_16:
                r[o.to] = (short) r[o.from];
                break;
            case Form.BINARY_STORE + 0: {
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
                int result = (mmu.read8(r[o.base] + (r[o.index] << o.scale) + o.displacement) & (r[o.from] >>> o.fromShift & 0xFF | o.immediate)) << 24;
                cpu.flagOp = Flags.RESULT | Flags.SHIFT_8;
                cpu.flagB = 0;
                cpu.flagResult = result;
                break;
            }
            case Form.COMPARE_16: {
                int a = r[o.to] << 16;
                int b = r[o.from] + o.immediate << 16;
                cpu.flagOp = Flags.SUB | Flags.SHIFT_16;
                cpu.flagA = a;
                cpu.flagB = b;
                cpu.flagResult = a - b;
                break;
            }
            case Form.COMPARE_MEMORY_16: {
                int a = mmu.read16(r[o.base] + (r[o.index] << o.scale) + o.displacement) << 16;
                int b = r[o.from] + o.immediate << 16;
                cpu.flagOp = Flags.SUB | Flags.SHIFT_16;
                cpu.flagA = a;
                cpu.flagB = b;
                cpu.flagResult = a - b;
                break;
            }
            case Form.INCREMENT_MEMORY: {
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
                int a = r[o.to];
                r[o.to] = -a;
                cpu.flagOp = Flags.SUB;
                cpu.flagA = 0;
                cpu.flagB = a;
                cpu.flagResult = -a;
                break;
            }
            case Form.NOT:
                r[o.to] = ~r[o.to];
                break;
            case Form.MULTIPLY: {
                long product = (long) r[o.base] * (r[o.from] + o.immediate);
                r[o.to] = (int) product;
                cpu.flagOp = Flags.RESULT;
                cpu.flagB = product == (int) product ? 0 : Flags.CF | Flags.OF;
                cpu.flagResult = (int) product;
                break;
            }
            case Form.MULTIPLY_LOAD: {
                long product = (long) r[o.to] * mmu.read32(r[o.base] + (r[o.index] << o.scale) + o.displacement);
                r[o.to] = (int) product;
                cpu.flagOp = Flags.RESULT;
                cpu.flagB = product == (int) product ? 0 : Flags.CF | Flags.OF;
                cpu.flagResult = (int) product;
                break;
            }
            case Form.MULTIPLY_WIDE: {
                long product = (r[0] & 0xFFFFFFFFL) * (r[o.to] & 0xFFFFFFFFL);
                r[0] = (int) product;
                r[2] = (int) (product >>> 32);
                cpu.flagOp = Flags.RESULT;
                cpu.flagB = r[2] == 0 ? 0 : Flags.CF | Flags.OF;
                cpu.flagResult = r[0];
                break;
            }
            case Form.SHIFT: {
                int count = r[1] & 31;
                if (count != 0) {
                    long result = Alu.shift(o.condition, r[o.to], count, 32, 0);
                    r[o.to] = (int) result;
                    cpu.setStatus((int) (result >>> 32));
            }
                break;
            }
            case Form.PUSH_LOAD: {
                int value = mmu.read32(r[o.base] + (r[o.index] << o.scale) + o.displacement);
                mmu.write32(r[4] - 4, value);
                r[4] -= 4;
                break;
            }
            case Form.LEAVE: {
                int value = mmu.read32(r[5]);
                r[4] = r[5] + 4;
                r[5] = value;
                break;
            }
            case Form.SIGN_EDX:
                r[2] = r[0] >> 31;
                break;
            case Form.SET_CONDITION:
                r[o.to] = r[o.to] & ~(0xFF << o.toShift) | (cpu.condition(o.condition) ? 1 : 0) << o.toShift;
                break;
            case Form.MOVE_IF: {
                if (cpu.condition(o.condition)) {
                    r[o.to] = r[o.from];
            }
                break;
            }
            case Form.EXCHANGE: {
                int value = r[o.to];
                r[o.to] = r[o.from];
                r[o.from] = value;
                break;
            }
            case Form.BINARY_8: {
                binary8(o, (r[o.from] >>> o.fromShift & 0xFF | o.immediate));
                break;
            }
            case Form.BINARY_LOAD_8: {
                binary8(o, mmu.read8(r[o.base] + (r[o.index] << o.scale) + o.displacement));
                break;
            }
            default:
                throw new IllegalStateException("no form " + o.handler);
        }
    }

    /** ADD OR ADC SBB AND SUB XOR, by number, of the 8-bit register and {@code b}. */
    private void binary8(Block.Operation o, int b) {
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
