package exo86.cpu;

import exo86.isa.Instruction;
import exo86.mmu.Fault;
import exo86.mmu.Memory;
import exo86.mmu.Mmu;
import java.lang.invoke.VarHandle;

/**
 * Runs decoded blocks: the reference engine.
 *
 * <p>Flat 32-bit code runs in {@link #chain}, from operation to operation and from block to block. Meanwhile the general registers are in {@link #r},
 * because the hot forms name them by number; index 8 is always 0 and stands for "no register". They go back to the fields of {@link Cpu} before
 * anything that is not a hot form and before {@code chain} returns. A hot form changes a register or a flag only after its last memory access, so a
 * fault finds the state before the instruction. All other code runs in {@link #general}, one instruction after the other.
 *
 * <p>The switch is in two methods, common forms in {@link #chain}, the others in {@link UncommonForms}: HotSpot never compiles a method of more
 * than 8,000 bytes. Two things make the common one fast, both measured with tests/bench/interp-vs-bochs.sh:
 *
 * <ul>
 * <li>Each case begins with a fence. It is no instruction on x86, but without it the compiler loads what any case may need, about twenty fields,
 *     before each turn of the switch (1.25 times the time).
 * <li>Only {@code this} and {@code o} live across a turn; all else is in fields. Local variables would be spilled, and each turn then copies all
 *     of them (1.35 times).
 * </ul>
 */
final class Interpreter implements Engine {
    /** Instructions between two looks at {@link Cpu#stopRequested}. */
    private static final int SLICE = 1 << 14;

    private static final int GO_ON = 0, LEFT = 1, FAULTED = 2;

    private final Cpu cpu;
    private final Mmu mmu;
    private final BlockCache blocks;
    private final byte[] ram;
    final Executor executor;
    private final UncommonForms uncommon;
    /** EAX … EDI and a zero. */
    private final int[] r = new int[9];
    /** The operation whose jump led out of {@link #chain}, because the block that it leads to had to be looked up. */
    private Operation jump;
    /** While {@link #chain} runs an operation, its time is {@code end - left - remaining}. */
    private long end;
    private int left;
    /** The page maps of the running mode. */
    private int[] readMap, writeMap;
    /** The block that {@link #interpret} last called hot. */
    private Block hot;

    Interpreter(Cpu cpu) {
        this.cpu = cpu;
        this.mmu = cpu.mmu;
        this.ram = cpu.memory.bytes;
        this.blocks = new BlockCache(cpu);
        this.executor = new Executor(cpu);
        this.uncommon = new UncommonForms(cpu, r);
    }

    @Override
    public void dropAll() {
        blocks.dropAll();
    }

    @Override
    public void breakpointChanged(int linear) {
        blocks.dropAt(linear);
    }

    @Override
    public boolean run(long budget) {
        return interpret(budget, false, true) != Interpreted.FAULT;
    }

    boolean rewritten(int at) {
        return blocks.rewritten(at);
    }

    void cool(int executions) {
        hot.heat = executions;
    }

    /**
     * Runs at most {@code budget} instructions, until something happens that the boundary's owner must look at; with {@code untilHot} until a hot
     * block is to run, but {@code atLeastOne}, if that is asked for. An instruction that changes the mode, the privilege level or IF, a fault, an
     * interrupt shadow are no reason to come back: an operating system has one every few instructions.
     */
    Interpreted interpret(long budget, boolean untilHot, boolean atLeastOne) {
        long start = cpu.time;
        long end = start + budget;
        boolean alone = false;
        cpu.runEnd = end;
        jump = null;
        for (;;) {
            Block block;
            int outcome;
            try {
                block = blocks.find(cpu.cs.base + cpu.eip);
                if (block.stops && cpu.stopsHere()) {
                    return Interpreted.BOUNDARY;
                }
                if (block.heat > 0) {
                    block.heat--;
                } else if (untilHot && !alone && !(atLeastOne && cpu.time == start)) {
                    hot = block;
                    return Interpreted.HOT;
                } else if (cpu.engine == this) {
                    block.heat = Integer.MAX_VALUE;
                }
                long left = cpu.runEnd - cpu.time;
                outcome = (cpu.mode & Block.FLAT) != 0 ? flat(block, left) : general(block, left);
                if (outcome == GO_ON && !alone) {
                    if (cpu.time < end && !cpu.special && !cpu.stopRequested) {
                        continue;
                    }
                    return Interpreted.BOUNDARY;
                }
            } catch (Fault fault) {
                cpu.delivery.exception(fault.vector, fault.errorCode, true);
                outcome = FAULTED;
            }
            end = Math.min(end, cpu.deadline);
            // before a breakpoint the interrupt shadow stays, for whoever goes on from there
            if (cpu.time >= end || cpu.stopRequested || cpu.rare || (cpu.shadow ? cpu.stopsHere() : cpu.interruptible())) {
                return outcome == FAULTED ? Interpreted.FAULT : Interpreted.BOUNDARY;
            }
            alone = cpu.passShadow();
            cpu.runEnd = alone ? cpu.time + 1 : end;
        }
    }

    /** Runs {@code block}, or the part of it that {@code budget} allows, and what follows. */
    private int flat(Block block, long budget) {
        Operation from = jump;
        jump = null;
        if (block.count > budget) {
            return chain(blocks.prefix(block, (int) budget), (int) budget);
        }
        if (from != null && block.generation != Block.NEVER) {
            from.lead(block);
        }
        return chain(block, cpu.special ? block.count : (int) Math.min(budget, Math.max(SLICE, block.count)));
    }

    /** Runs the part of {@code block} that {@code budget} and the code segment's limit allow; #GP if the first instruction is beyond the limit. */
    private int general(Block block, long budget) {
        jump = null;
        long limit = cpu.cs.limit & 0xFFFFFFFFL;
        int changes = blocks.changes;
        int eip = cpu.eip;
        try {
            for (int k = 0; k < block.count && k < budget && blocks.changes == changes; k++) {
                Instruction instruction = block.instructions[k];
                eip += instruction.length;
                if ((cpu.eip & 0xFFFFFFFFL) + instruction.length - 1 > limit) {
                    if (k > 0) {
                        break;
                    }
                    throw cpu.generalProtection();
                }
                cpu.nextEip = eip;
                executor.execute(instruction);
                cpu.eip = cpu.nextEip;
                cpu.time++;
                if (k == block.count - 1 && Executor.leaves(instruction)) {
                    return LEFT;
                }
            }
        } catch (Fault fault) {
            deliver(fault);
            return FAULTED;
        }
        return GO_ON;
    }

    private void deliver(Fault fault) {
        if (fault.vector == Fault.FREEZE) {
            cpu.halted = true;
            cpu.stateChanged();
        } else {
            cpu.delivery.exception(fault.vector, fault.errorCode, true);
        }
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

    /**
     * Runs {@code block} and those that follow it, up to {@code slice} instructions, as long as they are known and the translations through which
     * they were found hold.
     */
    private int chain(Block block, int slice) {
        takeOver();
        readMap = mmu.readMap;
        writeMap = mmu.writeMap;
        Operation o = block.first;
        end = cpu.time + slice;
        left = slice - block.count;
        try {
            for (;;) {
                Block next;
                int a, b, result, op;
                int handler = o.handler;
                int memory = 0;
                if (handler >= Form.FIRST_READ) {
                    VarHandle.acquireFence();
                    int at = r[o.base] + (r[o.index] << o.scale) + o.displacement;
                    int page = readMap[at >>> 12];
                    if ((page | 0xFFC - (at & 0xFFF)) >= 0) {
                        memory = (int) Memory.INT.get(ram, page | at & 0xFFF);
                    } else if (mmu.faultsOnRead(at)) {
                        // not thrown: that is a third of the time to the handler (sys.elf fault)
                        return fault(o, mmu.fault());
                    } else {
                        memory = mmu.read32(at);
                    }
                }
                transfer: {
                    arithmetic: {
                        switch (handler) {
                        case Form.SET_ADDRESS:
                            VarHandle.acquireFence();
                            r[o.to] = r[o.base] + (r[o.index] << o.scale) + o.displacement;
                            o = o.next;
                            continue;
                        case Form.LOAD:
                            VarHandle.acquireFence();
                            r[o.to] = memory;
                            o = o.next;
                            continue;
                        case Form.STORE: {
                            VarHandle.acquireFence();
                            int at = r[o.base] + (r[o.index] << o.scale) + o.displacement;
                            int page = writeMap[at >>> 12];
                            int value = r[o.from] + o.immediate;
                            if ((page | 0xFFC - (at & 0xFFF)) >= 0) {
                                Memory.INT.set(ram, page | at & 0xFFF, value);
                            } else {
                                if (mmu.faultsOnWrite(at)) {
                                    return fault(o, mmu.fault());
                                }
                                mmu.write32(at, value);
                            }
                            o = o.next;
                            continue;
                        }
                        case Form.LOAD_ZERO_8: {
                            VarHandle.acquireFence();
                            int at = r[o.base] + (r[o.index] << o.scale) + o.displacement;
                            int page = readMap[at >>> 12];
                            r[o.to] = page >= 0 ? ram[page | at & 0xFFF] & 0xFF : mmu.read8(at);
                            o = o.next;
                            continue;
                        }
                        case Form.STORE_8: {
                            VarHandle.acquireFence();
                            int at = r[o.base] + (r[o.index] << o.scale) + o.displacement;
                            int page = writeMap[at >>> 12];
                            int value = r[o.from] >>> o.fromShift & 0xFF | o.immediate;
                            if (page >= 0) {
                                ram[page | at & 0xFFF] = (byte) value;
                            } else {
                                mmu.write8(at, value);
                            }
                            o = o.next;
                            continue;
                        }
                        case Form.LOAD_8:
                            VarHandle.acquireFence();
                            r[o.to] = r[o.to] & ~(0xFF << o.toShift) | mmu.read8(r[o.base] + (r[o.index] << o.scale) + o.displacement) << o.toShift;
                            o = o.next;
                            continue;
                        case Form.ZERO_8:
                            VarHandle.acquireFence();
                            r[o.to] = r[o.from] >>> o.fromShift & 0xFF;
                            o = o.next;
                            continue;
                        case Form.BINARY + 0:
                            VarHandle.acquireFence();
                            a = r[o.to];
                            b = r[o.from] + o.immediate;
                            result = a + b;
                            r[o.to] = result;
                            op = Flags.ADD;
                            break arithmetic;
                        case Form.BINARY + 1:
                            VarHandle.acquireFence();
                            a = 0;
                            b = 0;
                            result = r[o.to] | (r[o.from] + o.immediate);
                            r[o.to] = result;
                            op = Flags.RESULT;
                            break arithmetic;
                        case Form.BINARY + 4:
                            VarHandle.acquireFence();
                            a = 0;
                            b = 0;
                            result = r[o.to] & (r[o.from] + o.immediate);
                            r[o.to] = result;
                            op = Flags.RESULT;
                            break arithmetic;
                        case Form.BINARY + 5:
                            VarHandle.acquireFence();
                            a = r[o.to];
                            b = r[o.from] + o.immediate;
                            result = a - b;
                            r[o.to] = result;
                            op = Flags.SUB;
                            break arithmetic;
                        case Form.BINARY + 6:
                            VarHandle.acquireFence();
                            a = 0;
                            b = 0;
                            result = r[o.to] ^ (r[o.from] + o.immediate);
                            r[o.to] = result;
                            op = Flags.RESULT;
                            break arithmetic;
                        case Form.BINARY_LOAD + 0:
                            VarHandle.acquireFence();
                            a = r[o.to];
                            b = memory;
                            result = a + b;
                            r[o.to] = result;
                            op = Flags.ADD;
                            break arithmetic;
                        case Form.BINARY_LOAD + 1:
                            VarHandle.acquireFence();
                            a = 0;
                            b = 0;
                            result = r[o.to] | memory;
                            r[o.to] = result;
                            op = Flags.RESULT;
                            break arithmetic;
                        case Form.BINARY_LOAD + 4:
                            VarHandle.acquireFence();
                            a = 0;
                            b = 0;
                            result = r[o.to] & memory;
                            r[o.to] = result;
                            op = Flags.RESULT;
                            break arithmetic;
                        case Form.BINARY_LOAD + 5:
                            VarHandle.acquireFence();
                            a = r[o.to];
                            b = memory;
                            result = a - b;
                            r[o.to] = result;
                            op = Flags.SUB;
                            break arithmetic;
                        case Form.BINARY_LOAD + 6:
                            VarHandle.acquireFence();
                            a = 0;
                            b = 0;
                            result = r[o.to] ^ memory;
                            r[o.to] = result;
                            op = Flags.RESULT;
                            break arithmetic;
                        case Form.BINARY + 7:
                            VarHandle.acquireFence();
                            a = r[o.to];
                            b = r[o.from] + o.immediate;
                            result = a - b;
                            op = Flags.SUB;
                            break arithmetic;
                        case Form.BINARY_LOAD + 7:
                            VarHandle.acquireFence();
                            a = r[o.to];
                            b = memory;
                            result = a - b;
                            op = Flags.SUB;
                            break arithmetic;
                        case Form.COMPARE_MEMORY:
                            VarHandle.acquireFence();
                            a = memory;
                            b = r[o.from] + o.immediate;
                            result = a - b;
                            op = Flags.SUB;
                            break arithmetic;
                        case Form.COMPARE_8:
                            VarHandle.acquireFence();
                            a = r[o.to] >>> o.toShift << 24;
                            b = (r[o.from] >>> o.fromShift & 0xFF | o.immediate) << 24;
                            result = a - b;
                            op = Flags.SUB | Flags.SHIFT_8;
                            break arithmetic;
                        case Form.COMPARE_LOAD_8:
                            VarHandle.acquireFence();
                            a = r[o.to] >>> o.toShift << 24;
                            b = mmu.read8(r[o.base] + (r[o.index] << o.scale) + o.displacement) << 24;
                            result = a - b;
                            op = Flags.SUB | Flags.SHIFT_8;
                            break arithmetic;
                        case Form.COMPARE_MEMORY_8:
                            VarHandle.acquireFence();
                            a = mmu.read8(r[o.base] + (r[o.index] << o.scale) + o.displacement) << 24;
                            b = (r[o.from] >>> o.fromShift & 0xFF | o.immediate) << 24;
                            result = a - b;
                            op = Flags.SUB | Flags.SHIFT_8;
                            break arithmetic;
                        case Form.TEST:
                            VarHandle.acquireFence();
                            a = 0;
                            b = 0;
                            result = r[o.to] & r[o.from] + o.immediate;
                            op = Flags.RESULT;
                            break arithmetic;
                        case Form.TEST_LOAD:
                            VarHandle.acquireFence();
                            a = 0;
                            b = 0;
                            result = memory & r[o.from] + o.immediate;
                            op = Flags.RESULT;
                            break arithmetic;
                        case Form.TEST_8:
                            VarHandle.acquireFence();
                            a = 0;
                            b = 0;
                            result = (r[o.to] >>> o.toShift & (r[o.from] >>> o.fromShift & 0xFF | o.immediate)) << 24;
                            op = Flags.RESULT | Flags.SHIFT_8;
                            break arithmetic;
                        case Form.INCREMENT:
                            VarHandle.acquireFence();
                            a = 0;
                            b = cpu.carry() ? 1 : 0;
                            result = r[o.to] + 1;
                            r[o.to] = result;
                            op = Flags.INCREMENT;
                            break arithmetic;
                        case Form.DECREMENT:
                            VarHandle.acquireFence();
                            a = 0;
                            b = cpu.carry() ? 1 : 0;
                            result = r[o.to] - 1;
                            r[o.to] = result;
                            op = Flags.DECREMENT;
                            break arithmetic;
                        case Form.SHIFT_LEFT: {
                            VarHandle.acquireFence();
                            a = r[o.to];
                            result = a << o.immediate;
                            int carry = a >>> 32 - o.immediate & 1;
                            b = carry | (result >>> 31 ^ carry) << 11;
                            r[o.to] = result;
                            op = Flags.RESULT;
                            break arithmetic;
                        }
                        case Form.SHIFT_RIGHT:
                            VarHandle.acquireFence();
                            a = r[o.to];
                            result = a >>> o.immediate;
                            b = a >>> o.immediate - 1 & 1 | (result ^ result << 1) >>> 31 << 11;
                            r[o.to] = result;
                            op = Flags.RESULT;
                            break arithmetic;
                        case Form.SHIFT_ARITHMETIC:
                            VarHandle.acquireFence();
                            a = r[o.to];
                            result = a >> o.immediate;
                            b = a >> o.immediate - 1 & 1;
                            r[o.to] = result;
                            op = Flags.RESULT;
                            break arithmetic;
                        case Form.PUSH: {
                            VarHandle.acquireFence();
                            int at = r[4] - 4;
                            int page = writeMap[at >>> 12];
                            int value = r[o.from] + o.immediate;
                            if ((page | 0xFFC - (at & 0xFFF)) >= 0) {
                                Memory.INT.set(ram, page | at & 0xFFF, value);
                            } else {
                                mmu.write32(at, value);
                            }
                            r[4] = at;
                            o = o.next;
                            continue;
                        }
                        case Form.POP:
                            VarHandle.acquireFence();
                            r[4] += 4;
                            r[o.to] = memory;
                            o = o.next;
                            continue;
                        case Form.COMPARE_JUMP + 0:
                            VarHandle.acquireFence();
                            a = r[o.to];
                            b = r[o.from] + o.immediate;
                            cpu.flagOp = Flags.SUB;
                            cpu.flagA = a;
                            cpu.flagB = b;
                            cpu.flagResult = a - b;
                            next = a == b ? o.taken : o.other;
                            break transfer;
                        case Form.COMPARE_JUMP + 1:
                            VarHandle.acquireFence();
                            a = r[o.to];
                            b = r[o.from] + o.immediate;
                            cpu.flagOp = Flags.SUB;
                            cpu.flagA = a;
                            cpu.flagB = b;
                            cpu.flagResult = a - b;
                            next = a < b ? o.taken : o.other;
                            break transfer;
                        case Form.COMPARE_JUMP + 2:
                            VarHandle.acquireFence();
                            a = r[o.to];
                            b = r[o.from] + o.immediate;
                            cpu.flagOp = Flags.SUB;
                            cpu.flagA = a;
                            cpu.flagB = b;
                            cpu.flagResult = a - b;
                            next = a <= b ? o.taken : o.other;
                            break transfer;
                        case Form.COMPARE_JUMP + 3:
                            VarHandle.acquireFence();
                            a = r[o.to];
                            b = r[o.from] + o.immediate;
                            cpu.flagOp = Flags.SUB;
                            cpu.flagA = a;
                            cpu.flagB = b;
                            cpu.flagResult = a - b;
                            next = Integer.compareUnsigned(a, b) < 0 ? o.taken : o.other;
                            break transfer;
                        case Form.COMPARE_JUMP + 4:
                            VarHandle.acquireFence();
                            a = r[o.to];
                            b = r[o.from] + o.immediate;
                            cpu.flagOp = Flags.SUB;
                            cpu.flagA = a;
                            cpu.flagB = b;
                            cpu.flagResult = a - b;
                            next = Integer.compareUnsigned(a, b) <= 0 ? o.taken : o.other;
                            break transfer;
                        case Form.COMPARE_LOAD_JUMP + 0:
                            VarHandle.acquireFence();
                            a = r[o.to];
                            b = memory;
                            cpu.flagOp = Flags.SUB;
                            cpu.flagA = a;
                            cpu.flagB = b;
                            cpu.flagResult = a - b;
                            next = a == b ? o.taken : o.other;
                            break transfer;
                        case Form.COMPARE_LOAD_JUMP + 1:
                            VarHandle.acquireFence();
                            a = r[o.to];
                            b = memory;
                            cpu.flagOp = Flags.SUB;
                            cpu.flagA = a;
                            cpu.flagB = b;
                            cpu.flagResult = a - b;
                            next = a < b ? o.taken : o.other;
                            break transfer;
                        case Form.COMPARE_LOAD_JUMP + 2:
                            VarHandle.acquireFence();
                            a = r[o.to];
                            b = memory;
                            cpu.flagOp = Flags.SUB;
                            cpu.flagA = a;
                            cpu.flagB = b;
                            cpu.flagResult = a - b;
                            next = a <= b ? o.taken : o.other;
                            break transfer;
                        case Form.COMPARE_LOAD_JUMP + 3:
                            VarHandle.acquireFence();
                            a = r[o.to];
                            b = memory;
                            cpu.flagOp = Flags.SUB;
                            cpu.flagA = a;
                            cpu.flagB = b;
                            cpu.flagResult = a - b;
                            next = Integer.compareUnsigned(a, b) < 0 ? o.taken : o.other;
                            break transfer;
                        case Form.COMPARE_LOAD_JUMP + 4:
                            VarHandle.acquireFence();
                            a = r[o.to];
                            b = memory;
                            cpu.flagOp = Flags.SUB;
                            cpu.flagA = a;
                            cpu.flagB = b;
                            cpu.flagResult = a - b;
                            next = Integer.compareUnsigned(a, b) <= 0 ? o.taken : o.other;
                            break transfer;
                        case Form.COMPARE_MEMORY_JUMP + 0:
                            VarHandle.acquireFence();
                            a = memory;
                            b = r[o.from] + o.immediate;
                            cpu.flagOp = Flags.SUB;
                            cpu.flagA = a;
                            cpu.flagB = b;
                            cpu.flagResult = a - b;
                            next = a == b ? o.taken : o.other;
                            break transfer;
                        case Form.COMPARE_MEMORY_JUMP + 1:
                            VarHandle.acquireFence();
                            a = memory;
                            b = r[o.from] + o.immediate;
                            cpu.flagOp = Flags.SUB;
                            cpu.flagA = a;
                            cpu.flagB = b;
                            cpu.flagResult = a - b;
                            next = a < b ? o.taken : o.other;
                            break transfer;
                        case Form.COMPARE_MEMORY_JUMP + 2:
                            VarHandle.acquireFence();
                            a = memory;
                            b = r[o.from] + o.immediate;
                            cpu.flagOp = Flags.SUB;
                            cpu.flagA = a;
                            cpu.flagB = b;
                            cpu.flagResult = a - b;
                            next = a <= b ? o.taken : o.other;
                            break transfer;
                        case Form.COMPARE_MEMORY_JUMP + 3:
                            VarHandle.acquireFence();
                            a = memory;
                            b = r[o.from] + o.immediate;
                            cpu.flagOp = Flags.SUB;
                            cpu.flagA = a;
                            cpu.flagB = b;
                            cpu.flagResult = a - b;
                            next = Integer.compareUnsigned(a, b) < 0 ? o.taken : o.other;
                            break transfer;
                        case Form.COMPARE_MEMORY_JUMP + 4:
                            VarHandle.acquireFence();
                            a = memory;
                            b = r[o.from] + o.immediate;
                            cpu.flagOp = Flags.SUB;
                            cpu.flagA = a;
                            cpu.flagB = b;
                            cpu.flagResult = a - b;
                            next = Integer.compareUnsigned(a, b) <= 0 ? o.taken : o.other;
                            break transfer;
                        case Form.TEST_JUMP + 0:
                            VarHandle.acquireFence();
                            result = r[o.to] & r[o.from] + o.immediate;
                            cpu.flagOp = Flags.RESULT;
                            cpu.flagB = 0;
                            cpu.flagResult = result;
                            next = result == 0 ? o.taken : o.other;
                            break transfer;
                        case Form.TEST_JUMP + 1:
                            VarHandle.acquireFence();
                            result = r[o.to] & r[o.from] + o.immediate;
                            cpu.flagOp = Flags.RESULT;
                            cpu.flagB = 0;
                            cpu.flagResult = result;
                            next = result < 0 ? o.taken : o.other;
                            break transfer;
                        case Form.TEST_JUMP + 2:
                            VarHandle.acquireFence();
                            result = r[o.to] & r[o.from] + o.immediate;
                            cpu.flagOp = Flags.RESULT;
                            cpu.flagB = 0;
                            cpu.flagResult = result;
                            next = result <= 0 ? o.taken : o.other;
                            break transfer;
                        case Form.JUMP_ZERO:
                            VarHandle.acquireFence();
                            next = cpu.flagResult == 0 ? o.taken : o.other;
                            break transfer;
                        case Form.JUMP_NEGATIVE:
                            VarHandle.acquireFence();
                            next = cpu.flagResult < 0 ? o.taken : o.other;
                            break transfer;
                        case Form.JUMP_NOT_POSITIVE:
                            VarHandle.acquireFence();
                            next = cpu.flagResult <= 0 ? o.taken : o.other;
                            break transfer;
                        case Form.JUMP_LESS:
                            VarHandle.acquireFence();
                            next = cpu.flagA < cpu.flagB ? o.taken : o.other;
                            break transfer;
                        case Form.JUMP_LESS_EQUAL:
                            VarHandle.acquireFence();
                            next = cpu.flagA <= cpu.flagB ? o.taken : o.other;
                            break transfer;
                        case Form.JUMP_BELOW:
                            VarHandle.acquireFence();
                            next = Integer.compareUnsigned(cpu.flagA, cpu.flagB) < 0 ? o.taken : o.other;
                            break transfer;
                        case Form.JUMP_BELOW_EQUAL:
                            VarHandle.acquireFence();
                            next = Integer.compareUnsigned(cpu.flagA, cpu.flagB) <= 0 ? o.taken : o.other;
                            break transfer;
                        case Form.JUMP_IF:
                            VarHandle.acquireFence();
                            next = cpu.condition(o.condition) ? o.taken : o.other;
                            break transfer;
                        case Form.JUMP:
                            VarHandle.acquireFence();
                            next = o.taken;
                            break transfer;
                        case Form.CALL: {
                            VarHandle.acquireFence();
                            int at = r[4] - 4;
                            int page = writeMap[at >>> 12];
                            int value = o.after;
                            if ((page | 0xFFC - (at & 0xFFF)) >= 0) {
                                Memory.INT.set(ram, page | at & 0xFFF, value);
                            } else {
                                mmu.write32(at, value);
                            }
                            r[4] = at;
                            next = o.taken;
                            break transfer;
                        }
                        case Form.RETURN:
                            VarHandle.acquireFence();
                            r[4] += 4 + o.immediate;
                            next = o.taken;
                            if (next.linear != memory) {
                                next = o.taken = blocks.guess(memory);
                            }
                            break transfer;
                        case Form.JUMP_LOAD:
                            VarHandle.acquireFence();
                            next = o.taken;
                            if (next.linear != memory) {
                                next = o.taken = blocks.guess(memory);
                            }
                            break transfer;
                        case Form.JUMP_REGISTER:
                            VarHandle.acquireFence();
                            next = follow(o, r[o.to]);
                            break transfer;
                        case Form.CALL_REGISTER: {
                            VarHandle.acquireFence();
                            int target = r[o.to];
                            mmu.write32(r[4] - 4, o.after);
                            r[4] -= 4;
                            next = follow(o, target);
                            break transfer;
                        }
                        case Form.CALL_LOAD:
                            VarHandle.acquireFence();
                            mmu.write32(r[4] - 4, o.after);
                            r[4] -= 4;
                            next = follow(o, memory);
                            break transfer;
                        case Form.LOOP: {
                            VarHandle.acquireFence();
                            int count = r[1] - 1;
                            r[1] = count;
                            next = count != 0 ? o.taken : o.other;
                            break transfer;
                        }
                        case Form.COLD:
                            VarHandle.acquireFence();
                            writeBack();
                            cpu.eip = o.eip;
                            cpu.nextEip = o.after;
                            cpu.time = end - left - o.remaining;
                            executor.execute(o.instruction);
                            if (o.ends) {
                                cpu.eip = cpu.nextEip;
                                cpu.time++;
                                return o.leaves ? LEFT : GO_ON;
                            }
                            takeOver();
                            o = o.next;
                            continue;
                        case Form.STOP:
                            VarHandle.acquireFence();
                            writeBack();
                            cpu.eip = o.eip;
                            cpu.time = end - left - o.remaining;
                            return GO_ON;
                        default:
                            uncommon.run(o, memory);
                            o = o.next;
                            continue;
                        }
                    }
                    cpu.flagOp = op;
                    cpu.flagA = a;
                    cpu.flagB = b;
                    cpu.flagResult = result;
                    o = o.next;
                    continue;
                }
                // The next block may run if it is known, is not to be handed over, and fits.
                if (next.generation != mmu.generation && !blocks.holds(next) || next.heat == 0 || left < next.count) {
                    writeBack();
                    cpu.eip = next.linear;
                    cpu.time = end - left;
                    jump = o;
                    return GO_ON;
                }
                next.heat--;
                left -= next.count;
                o = next.first;
            }
        } catch (Fault fault) {
            return fault(o, fault);
        }
    }

    private int fault(Operation o, Fault fault) {
        if (!o.cold()) {
            writeBack();
            cpu.eip = o.eip;
            cpu.time = end - left - o.remaining;
        }
        deliver(fault);
        return FAULTED;
    }

    /** The block that an indirect jump leads to; most often the same as last time. */
    private Block follow(Operation o, int target) {
        Block next = o.taken;
        return next.linear == target ? next : (o.taken = blocks.guess(target));
    }
}
