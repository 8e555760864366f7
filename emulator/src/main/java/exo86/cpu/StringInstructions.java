package exo86.cpu;

import exo86.isa.Instruction;
import exo86.isa.Op;

/**
 * String instructions and their repetition (SDM 1 7.3.9).
 *
 * <p>Each finished iteration is committed and counts one in time, so a fault or the end of the budget leaves a state from which the same
 * instruction goes on. Where source and destination are plain memory, MOVS and STOS move as much of a page at a time as that allows. INS and
 * OUTS do one iteration a turn, because a device may raise an interrupt or lower the deadline at any of them. CMPS and SCAS set the flags when
 * the whole instruction ends: whoever interrupts it sees the flags from before it (SDM 2B REP; processors do so for interrupts and single
 * steps as they do for faults), so that it does not matter where the budget cuts it.
 */
final class StringInstructions {
    private final Cpu cpu;
    private final Access access;
    private final IntegerInstructions integer;
    private final SystemInstructions system;
    private int sourceMask;
    /** What CMPS or SCAS compared last. */
    private int left, right;

    StringInstructions(Cpu cpu, Access access, IntegerInstructions integer, SystemInstructions system) {
        this.cpu = cpu;
        this.access = access;
        this.integer = integer;
        this.system = system;
    }

    void execute(Instruction i, int width) {
        sourceMask = i.addressSize == 16 ? 0xFFFF : -1;
        boolean input = i.op == Op.INS || i.op == Op.OUTS;
        boolean comparing = i.op == Op.CMPS || i.op == Op.SCAS;
        if (!i.rep && !i.repne) {
            iterate(i, width);
            if (comparing) {
                integer.compare(left, right, width);
            }
            return;
        }
        if (count() == 0) {
            return;
        }
        // time moves with each iteration; the last one is counted by whoever counts the instruction
        for (;;) {
            int moved = bulk(i, width);
            if (moved == 0) {
                iterate(i, width);
                moved = 1;
            }
            setCount(count() - moved);
            cpu.time += moved;
            if (count() == 0 || comparing && (left == right) != i.rep) {
                if (comparing) {
                    integer.compare(left, right, width);
                }
                break;
            }
            if (input || cpu.time >= cpu.runEnd) {
                cpu.nextEip = cpu.eip;
                break;
            }
        }
        cpu.time--;
    }

    private int count() {
        return cpu.ecx & sourceMask;
    }

    private void setCount(int value) {
        cpu.ecx = cpu.ecx & ~sourceMask | value & sourceMask;
    }

    private int source() {
        return cpu.esi & sourceMask;
    }

    private int destination() {
        return cpu.edi & sourceMask;
    }

    private int step(int width) {
        return (cpu.systemFlags & Flags.DF) != 0 ? -(width >>> 3) : width >>> 3;
    }

    private void advanceSource(int by) {
        cpu.esi = cpu.esi & ~sourceMask | cpu.esi + by & sourceMask;
    }

    private void advanceDestination(int by) {
        cpu.edi = cpu.edi & ~sourceMask | cpu.edi + by & sourceMask;
    }

    private void iterate(Instruction i, int width) {
        int step = step(width);
        Segment from = cpu.segments[i.segment];
        switch (i.op) {
            case MOVS -> {
                int value = access.read(from, source(), width);
                access.write(cpu.es, destination(), width, value);
                advanceSource(step);
                advanceDestination(step);
            }
            case STOS -> {
                access.write(cpu.es, destination(), width, cpu.eax);
                advanceDestination(step);
            }
            case LODS -> {
                cpu.setRegister(0, width, access.read(from, source(), width));
                advanceSource(step);
            }
            case CMPS -> {
                left = access.read(from, source(), width);
                right = access.read(cpu.es, destination(), width);
                advanceSource(step);
                advanceDestination(step);
            }
            case SCAS -> {
                left = cpu.register(0, width);
                right = access.read(cpu.es, destination(), width);
                advanceDestination(step);
            }
            case INS -> {
                int port = cpu.register16(2);
                system.checkPort(port, width >>> 3);
                int at = access.linear(cpu.es, destination(), width >>> 3, true);
                cpu.mmu.checkWrite(at, width >>> 3);
                access.store(at, width, cpu.ports.in(port, width >>> 3));
                advanceDestination(step);
            }
            default -> {
                int port = cpu.register16(2);
                system.checkPort(port, width >>> 3);
                int value = access.read(from, source(), width);
                cpu.ports.out(port, width >>> 3, value);
                advanceSource(step);
            }
        }
    }

    /** Moves or stores as many elements as lie in one page of plain memory on each side, forwards; 0 if it is not that simple. */
    private int bulk(Instruction i, int width) {
        boolean moves = i.op == Op.MOVS;
        if (!moves && i.op != Op.STOS || (cpu.systemFlags & Flags.DF) != 0 || cpu.alignmentChecked || cpu.watching) {
            return 0;
        }
        int bytes = width >>> 3;
        int to = destination();
        int n = (int) Math.min(Math.min(count() & 0xFFFFFFFFL, 4096), Math.max(cpu.runEnd - cpu.time, 1));
        n = Math.min(n, pageRest(cpu.es.base + to) / bytes);
        int from = moves ? source() : 0;
        Segment source = cpu.segments[i.segment];
        if (moves) {
            n = Math.min(n, pageRest(source.base + from) / bytes);
        }
        if (n < 2 || !inside(cpu.es, to, n * bytes, true) || moves && !inside(source, from, n * bytes, false)) {
            return 0;
        }
        int target = cpu.mmu.writeMap[cpu.es.base + to >>> 12];
        int origin = moves ? cpu.mmu.readMap[source.base + from >>> 12] : 0;
        if (target < 0 || origin < 0) {
            return 0;
        }
        byte[] ram = cpu.memory.bytes;
        target |= cpu.es.base + to & 0xFFF;
        if (moves) {
            origin |= source.base + from & 0xFFF;
            copy(ram, origin, target, n * bytes, bytes);
            advanceSource(n * bytes);
        } else {
            fill(ram, target, n, bytes);
        }
        advanceDestination(n * bytes);
        return n;
    }

    private static int pageRest(int linear) {
        return 0x1000 - (linear & 0xFFF);
    }

    private boolean inside(Segment segment, int offset, int length, boolean write) {
        boolean wraps = sourceMask != -1 && offset + length > 0x10000;
        return !wraps && (write ? segment.writable : segment.readable) && segment.contains(offset, length);
    }

    /** Copies upwards element by element, as the instruction does where the ranges overlap. */
    private static void copy(byte[] ram, int from, int to, int length, int element) {
        int distance = to - from;
        if (distance <= 0 || distance >= length) {
            System.arraycopy(ram, from, ram, to, length);
        } else if (distance >= element) {
            for (int k = 0; k < length; k += element) {
                System.arraycopy(ram, from + k, ram, to + k, element);
            }
        } else {
            for (int k = 0; k < length; k += element) {
                int low = ram[from + k] & 0xFF;
                int next = element > 1 ? ram[from + k + 1] & 0xFF : 0;
                int third = element > 2 ? ram[from + k + 2] & 0xFF : 0;
                int top = element > 2 ? ram[from + k + 3] & 0xFF : 0;
                ram[to + k] = (byte) low;
                ram[to + k + 1] = (byte) next;
                if (element > 2) {
                    ram[to + k + 2] = (byte) third;
                    ram[to + k + 3] = (byte) top;
                }
            }
        }
    }

    private void fill(byte[] ram, int at, int n, int bytes) {
        int value = cpu.eax;
        if (bytes == 1) {
            java.util.Arrays.fill(ram, at, at + n, (byte) value);
        } else {
            for (int k = 0; k < n * bytes; k++) {
                ram[at + k] = (byte) (value >>> 8 * (k & bytes - 1));
            }
        }
    }
}
