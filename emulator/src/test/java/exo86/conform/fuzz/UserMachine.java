package exo86.conform.fuzz;

import exo86.cpu.Cpu;
import exo86.cpu.InterruptController;
import exo86.cpu.PortBus;
import exo86.isa.Decoder;
import exo86.isa.Instruction;
import exo86.isa.Op;
import exo86.mmu.Fault;
import exo86.mmu.Memory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Our processor in the state of a vector: 32-bit user mode with Linux's selectors, two pages of code and two of data, FS a segment over the
 * data, everything else unmapped. The kernel lies where no program's pointer goes; a fault or the INT3 at the end is seen by CPL 0.
 *
 * <p>Not compared, because processors may differ: an operand that goes over the end of 4 GiB in a segment of that size (SDM 3A 5.3: #GP, #SS or
 * none); what PUSHA and ENTER have stored when they fault; which of CMPS's operands faults first; a
 * repeated instruction that overwrites itself; bit 4 of a page fault's error code.
 */
final class UserMachine implements PortBus, InterruptController {
    private static final int KERNEL = 0xE5A00000, CODE_PAGES = 0x20000, DATA_PAGES = 0x30000;
    private static final int KERNEL_SIZE = 0x10000;
    private static final int IDT = 0x1000, GDT = 0x2000, TSS = 0x3000, HANDLERS = 0x4000, STACK = 0x6000, DIRECTORY = 0x8000;
    private static final int IMAGE = 0x61830000, IMAGE_AND_HEAP = 0x2800000, TOP = 0xF7000000;
    private static final int TASK = 0x30;
    private static final int USER_CODE = 0x00CFFB00, USER_DATA = 0x00CFF300, SMALL_DATA = 0x0040F300;
    /** {@code out 0xF4,al}: tells {@link #out} that a handler was reached, and changes nothing. */
    private static final int OUT_IMMEDIATE = 0xF4E6;
    private static final int FLAGS = 0xCD5;
    /** Set in the error code of a fetch that faults where CR4.PAE is set (SDM 3A 4.7); we have no PAE. */
    private static final int NO_EXECUTE = 0x10;
    /** What an x87 operation that does not compare leaves undefined in the status word. */
    private static final int CONDITION_CODES = 0x4500;
    private static final List<String> COMPARING = List.of("fcom", "fucom", "ftst", "fxam");
    private static final String[] NAMES = {"eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi"};
    private static final long LONGEST = 200_000;

    private final Memory memory = Memory.flat(1 << 20);
    private final Cpu cpu = new Cpu(memory, this, this);
    private final byte[] codePages = new byte[0x2000];
    private boolean floatingPoint;
    private final byte[] actual = new byte[Vector.DATA_SIZE];

    UserMachine() {
        map(KERNEL, DIRECTORY + 0x1000, 0, KERNEL_SIZE >>> 12, 3);
        map(Vector.CODE & ~0xFFF, DIRECTORY + 0x2000, CODE_PAGES, 2, 7);
        map(Vector.DATA, DIRECTORY + 0x3000, DATA_PAGES, 2, 7);
        for (int vector = 0; vector < 32; vector++) {
            int handler = KERNEL + HANDLERS + vector * 16;
            memory.write32(IDT + vector * 8, 0x80000 | handler & 0xFFFF);
            memory.write32(IDT + vector * 8 + 4, handler & 0xFFFF0000 | 0xEE00);
            memory.write16(HANDLERS + vector * 16, OUT_IMMEDIATE);
        }
        descriptor(1, 0x00CF9A00);
        descriptor(2, 0x00CF9200);
        descriptor(4, USER_CODE);
        descriptor(5, USER_DATA);
        memory.write32(TSS + 4, KERNEL + STACK);
        memory.write32(TSS + 8, 0x10);
        memory.write16(TSS + 102, 104);
        memory.write32(GDT + TASK, KERNEL + TSS << 16 | 103);
        memory.write32(GDT + TASK + 4, KERNEL + TSS & 0xFF000000 | KERNEL + TSS >>> 16 & 0xFF | 0x8900);
        start();
    }

    /** Loads TR, with an instruction as every kernel does, asks CPUID, and turns paging on. */
    private void start() {
        cpu.enterFlatProtectedMode(STACK);
        cpu.gdtBase = GDT;
        cpu.gdtLimit = 0xFF;
        byte[] code = HexFormat.of().parseHex("0f00d8" + "b801000000" + "0fa2");
        memory.write(STACK, code, 0, code.length);
        cpu.eax = TASK;
        cpu.step();
        cpu.step();
        cpu.step();
        floatingPoint = (cpu.edx & 1) != 0;
        cpu.gdtBase = KERNEL + GDT;
        cpu.idtBase = KERNEL + IDT;
        cpu.idtLimit = 0xFF;
        cpu.cr0 |= Cpu.CR0_PG | Cpu.CR0_WP | Cpu.CR0_AM | Cpu.CR0_MP | Cpu.CR0_NE;
        cpu.cr3 = DIRECTORY;
        cpu.mmu.control(cpu.cr0, cpu.cr3, cpu.cr4, true);
    }

    private void map(int linear, int table, int frame, int pages, int bits) {
        memory.write32(DIRECTORY + (linear >>> 22) * 4, table | 7);
        for (int page = 0; page < pages; page++) {
            memory.write32(table + ((linear >>> 12 & 0x3FF) + page) * 4, frame + (page << 12) | bits);
        }
    }

    private void descriptor(int index, int high) {
        memory.write32(GDT + index * 8, 0xFFFF);
        memory.write32(GDT + index * 8 + 4, high);
    }

    /** False if the vector is about a floating-point unit and CPUID says that there is none. */
    boolean canRun(Vector vector) {
        return floatingPoint || !vector.floatingPoint();
    }

    /** What differs from the real processor, both in single steps and in blocks; nothing if all is as it should be. */
    List<String> differences(Vector vector) {
        List<String> wrong = new ArrayList<>();
        for (boolean steps : new boolean[] {true, false}) {
            run(vector, steps);
            compare(vector, wrong);
            if (!wrong.isEmpty() && (inRecordersMemory() || modifiedUnderRepeat(vector))) {
                wrong.clear();
            }
            if (!wrong.isEmpty()) {
                wrong.addFirst(steps ? "step by step" : "in blocks");
                return wrong;
            }
        }
        return wrong;
    }

    /** True if the program went where the process that recorded it has memory of its own: its image and heap, and the kernel's pages on top. */
    private boolean inRecordersMemory() {
        boolean pageFault = cpu.cpl == 0 && (cpu.eip - KERNEL - HANDLERS) >>> 4 == Fault.PF;
        return pageFault && (Integer.compareUnsigned(cpu.cr2() - IMAGE, IMAGE_AND_HEAP) < 0 || Integer.compareUnsigned(cpu.cr2(), TOP) >= 0);
    }

    /** True if the program changed its own code and repeats string instructions: a real processor may finish one that overwrites itself. */
    private boolean modifiedUnderRepeat(Vector vector) {
        byte[] now = new byte[vector.code.length];
        memory.read(CODE_PAGES + (Vector.CODE & 0xFFF), now, 0, now.length);
        return Arrays.mismatch(now, vector.code) >= 0 && new String(vector.code, StandardCharsets.ISO_8859_1).matches("(?s).*[\\u00F2\\u00F3].*");
    }

    private void run(Vector vector, boolean steps) {
        Arrays.fill(codePages, (byte) 0xCC);
        System.arraycopy(vector.code, 0, codePages, Vector.CODE & 0xFFF, vector.code.length);
        memory.write(CODE_PAGES, codePages, 0, codePages.length);
        memory.write(DATA_PAGES, vector.memoryBefore, 0, Vector.DATA_SIZE);
        cpu.time = 0;
        cpu.cpl = 3;
        for (int segment = 0; segment < 6; segment++) {
            cpu.setSegment(segment, segment == 1 ? 0x23 : 0x2B, 0, -1, segment == 1 ? USER_CODE : USER_DATA);
        }
        cpu.setSegment(4, 7, Vector.DATA, Vector.DATA_SIZE - 1, SMALL_DATA);
        for (int k = 0; k < 8; k++) {
            cpu.setRegister(k, vector.before[k]);
        }
        cpu.eip = Vector.CODE;
        cpu.setEflags(vector.before[8] | 2);
        cpu.deadline = LONGEST;
        if (!steps) {
            cpu.run();
        }
        while (steps && cpu.cpl == 3 && cpu.time < LONGEST) {
            cpu.step();
        }
    }

    private void compare(Vector vector, List<String> wrong) {
        if (cpu.cpl == 3) {
            wrong.add("does not end");
            return;
        }
        int fault = (cpu.eip - KERNEL - HANDLERS) >>> 4;
        Op operation = vector.fault == Vector.NO_FAULT ? Op.INVALID : operation(vector);
        if (operation == Op.CMPS && fault != Vector.NO_FAULT) {
            return;
        }
        if (fault == Fault.PF && (vector.fault == Fault.GP || vector.fault == Fault.SS) && Math.abs(cpu.cr2()) < 32) {
            return;
        }
        if (fault != vector.fault) {
            wrong.add("exception " + fault + " not " + vector.fault);
            return;
        }
        int frame = cpu.esp - KERNEL;
        if (Fault.hasErrorCode(fault)) {
            // where our kernel's pages are, the recording machine had none
            int present = fault == Fault.PF && Integer.compareUnsigned(cpu.cr2() - KERNEL, KERNEL_SIZE) < 0 ? 1 : 0;
            same("error code", memory.read32(frame) & ~present, vector.errorCode & ~NO_EXECUTE, wrong);
            frame += 4;
        }
        if (fault == Fault.PF) {
            same("cr2", cpu.cr2(), vector.faultAddress, wrong);
        }
        same("eip", memory.read32(frame) - (fault == Vector.NO_FAULT ? 1 : 0), vector.eip, wrong);
        int flags = memory.read32(frame + 8);
        int different = (flags ^ vector.after[8]) & FLAGS & ~vector.undefinedFlags;
        if (different != 0) {
            wrong.add("flags %03x not %03x: %03x differ".formatted(flags & FLAGS, vector.after[8] & FLAGS, different));
        }
        if (vector.destinationUndefined) {
            return;
        }
        for (int k = 0; k < 8; k++) {
            int mask = k == 0 && vector.floatingPoint() && !COMPARING.contains(vector.form) ? ~CONDITION_CODES : -1;
            same(NAMES[k], (k == 4 ? memory.read32(frame + 12) : cpu.register(k)) & mask, vector.after[k] & mask, wrong);
        }
        memory.read(DATA_PAGES, actual, 0, Vector.DATA_SIZE);
        int at = Arrays.mismatch(actual, vector.memoryAfter);
        if (at >= 0 && !(fault == Fault.PF && (operation == Op.PUSHA || operation == Op.ENTER))) {
            wrong.add("[%08x] %02x not %02x".formatted(Vector.DATA + at, actual[at], vector.memoryAfter[at]));
        }
    }

    /** The instruction where the vector ended. */
    private static Op operation(Vector vector) {
        Instruction instruction = new Instruction();
        int at = vector.eip - Vector.CODE;
        boolean inside = at >= 0 && at < vector.code.length;
        return inside && Decoder.decode(vector.code, at, vector.code.length, 32, instruction) != Decoder.TRUNCATED ? instruction.op : Op.INVALID;
    }

    private static void same(String name, int ours, int real, List<String> wrong) {
        if (ours != real) {
            wrong.add("%s %08x not %08x".formatted(name, ours, real));
        }
    }

    @Override
    public int in(int port, int bytes) {
        return -1 >>> 32 - 8 * bytes;
    }

    @Override
    public void out(int port, int bytes, int value) {
        cpu.stopRequested = true;
    }

    @Override
    public boolean raised() {
        return false;
    }

    @Override
    public int acknowledge() {
        return 0;
    }
}
