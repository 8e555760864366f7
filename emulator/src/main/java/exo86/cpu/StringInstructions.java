package exo86.cpu;

import exo86.isa.Instruction;
import exo86.isa.Op;
import exo86.mmu.Memory;

/**
 * String instructions and their repetition (SDM 1 7.3.9).
 *
 * <p>Each finished iteration is committed and counts one in time, so a fault or the end of the budget leaves a state from which the same
 * instruction goes on. Where source and destination are plain memory, all but LODS, INS and OUTS go through as much of it at a time as lies
 * together. INS and OUTS do one iteration a turn, because a device may raise an interrupt or lower the deadline at any of them. CMPS and SCAS set
 * the flags when the whole instruction ends: whoever interrupts it sees the flags from before it (SDM 2B REP; processors do so for interrupts and
 * single steps as they do for faults), so that it does not matter where the budget cuts it.
 */
final class StringInstructions {
    /** Elements at a time, so that whoever waits for the processor does not wait long. */
    private static final int MOST = 1 << 16;

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
            int moved = bulk(i, width, Math.max(cpu.runEnd - cpu.time, 1));
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

    /** See {@link Cpu#repeat}. */
    int repeat(Instruction i, int most) {
        sourceMask = i.addressSize == 16 ? 0xFFFF : -1;
        boolean comparing = i.op == Op.CMPS || i.op == Op.SCAS;
        if (count() == 0) {
            return 0;
        }
        int done = 0;
        while (done < most) {
            int moved = bulk(i, i.width0, most - done);
            if (moved == 0) {
                if (!mapped(i, i.width0 >>> 3)) {
                    break;
                }
                iterate(i, i.width0);
                moved = 1;
            }
            setCount(count() - moved);
            done += moved;
            if (count() == 0 || comparing && (left == right) != i.rep) {
                if (comparing) {
                    integer.compare(left, right, i.width0);
                }
                return done - 1;
            }
        }
        return ~done;
    }

    /** Whether the next iteration is sure not to fault, nor to touch anything but plain memory. */
    private boolean mapped(Instruction i, int bytes) {
        boolean writes = i.op == Op.MOVS || i.op == Op.STOS;
        return (i.op == Op.STOS || i.op == Op.SCAS || mapped(cpu.segments[i.segment], source(), bytes, false))
            && (i.op == Op.LODS || mapped(cpu.es, destination(), bytes, writes));
    }

    private boolean mapped(Segment segment, int offset, int bytes, boolean write) {
        int linear = segment.base + offset;
        return (write ? segment.writable : segment.readable) && segment.contains(offset, bytes) && pageRest(linear) >= bytes
            && (write ? cpu.mmu.writeMap : cpu.mmu.readMap)[linear >>> 12] >= 0 && !(cpu.alignmentChecked && (linear & bytes - 1) != 0);
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

    /**
     * Moves, stores or compares, forwards, as many elements, {@code elements} at most, as lie together in plain memory on each side; 0 if it is not that
     * simple. What is compared ends with the element that ends the instruction, which is then in {@link #left} and {@link #right}.
     */
    private int bulk(Instruction i, int width, long elements) {
        if (i.op == Op.INS || i.op == Op.OUTS || i.op == Op.LODS || (cpu.systemFlags & Flags.DF) != 0 || cpu.alignmentChecked || cpu.watching) {
            return 0;
        }
        boolean writes = i.op == Op.MOVS || i.op == Op.STOS;
        boolean two = i.op == Op.MOVS || i.op == Op.CMPS;
        int bytes = width >>> 3;
        int most = (int) Math.min(Math.min(count() & 0xFFFFFFFFL, MOST), elements) * bytes;
        int to = destination();
        int length = together(cpu.es, to, most, writes);
        int from = source();
        Segment source = cpu.segments[i.segment];
        if (two && length > bytes) {
            length = together(source, from, length, false);
        }
        int n = length / bytes;
        if (n < 2) {
            return 0;
        }
        length = n * bytes;
        byte[] ram = cpu.memory.bytes;
        int target = (writes ? cpu.mmu.writeMap : cpu.mmu.readMap)[cpu.es.base + to >>> 12] | cpu.es.base + to & 0xFFF;
        int origin = two ? cpu.mmu.readMap[source.base + from >>> 12] | source.base + from & 0xFFF : 0;
        switch (i.op) {
            case MOVS -> copy(ram, origin, target, length, bytes);
            case STOS -> fill(ram, target, n, bytes);
            case CMPS -> n = compare(ram, origin, target, n, width, i.rep);
            default -> n = scan(ram, target, n, width, i.rep);
        }
        if (two) {
            advanceSource(n * bytes);
        }
        advanceDestination(n * bytes);
        return n;
    }

    /** Bytes from {@code offset} on, at most {@code most}, that the segment allows and that stand one behind the other in plain memory. */
    private int together(Segment segment, int offset, int most, boolean write) {
        int[] map = write ? cpu.mmu.writeMap : cpu.mmu.readMap;
        int linear = segment.base + offset;
        int page = map[linear >>> 12];
        int length = Math.min(most, pageRest(linear));
        if (page < 0 || !inside(segment, offset, length, write)) {
            return 0;
        }
        while (length < most) {
            int next = map[linear + length >>> 12];
            int longer = Math.min(most, length + 0x1000);
            if (next != (page += 0x1000) || linear + length == 0 || !inside(segment, offset, longer, write)) {
                break;
            }
            length = longer;
        }
        return length;
    }

    /** Elements compared until two differ, or agree with {@code whileEqual} false: the last of them is the one that ends it, if any of {@code n} does. */
    private int compare(byte[] ram, int from, int to, int n, int width, boolean whileEqual) {
        int bytes = width >>> 3;
        int k;
        if (whileEqual) {
            int mismatch = java.util.Arrays.mismatch(ram, from, from + n * bytes, ram, to, to + n * bytes);
            k = mismatch < 0 ? n - 1 : mismatch / bytes;
        } else {
            k = 0;
            while (k < n - 1 && element(ram, from + k * bytes, bytes) != element(ram, to + k * bytes, bytes)) {
                k++;
            }
        }
        left = element(ram, from + k * bytes, bytes);
        right = element(ram, to + k * bytes, bytes);
        return k + 1;
    }

    /** The same with the accumulator on the one side. */
    private int scan(byte[] ram, int to, int n, int width, boolean whileEqual) {
        int bytes = width >>> 3;
        int wanted = cpu.register(0, width);
        int k = 0;
        if (bytes == 1 && !whileEqual) {
            byte sought = (byte) wanted;
            while (k < n - 1 && ram[to + k] != sought) {
                k++;
            }
        } else {
            while (k < n - 1 && element(ram, to + k * bytes, bytes) == wanted == whileEqual) {
                k++;
            }
        }
        left = wanted;
        right = element(ram, to + k * bytes, bytes);
        return k + 1;
    }

    private static int element(byte[] ram, int at, int bytes) {
        return bytes == 1 ? ram[at] & 0xFF : bytes == 2 ? (short) Memory.SHORT.get(ram, at) & 0xFFFF : (int) Memory.INT.get(ram, at);
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
        int value = bytes == 1 ? (cpu.eax & 0xFF) * 0x01010101 : bytes == 2 ? (cpu.eax & 0xFFFF) * 0x00010001 : cpu.eax;
        if (value == Integer.rotateLeft(value, 8)) {
            java.util.Arrays.fill(ram, at, at + n * bytes, (byte) value);
            return;
        }
        for (int k = 0; k < n; k++) {
            if (bytes == 2) {
                Memory.SHORT.set(ram, at + k * 2, (short) value);
            } else {
                Memory.INT.set(ram, at + k * 4, value);
            }
        }
    }
}
