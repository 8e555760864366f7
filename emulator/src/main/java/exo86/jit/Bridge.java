package exo86.jit;

import exo86.cpu.Cpu;
import exo86.cpu.Flags;
import exo86.isa.Instruction;
import exo86.mmu.Memory;
import java.lang.invoke.MethodHandles;

/**
 * What translated code sees of its machine: constants, and the steps of an access, small enough that HotSpot always inlines them.
 *
 * <p>This class is never used as it stands here: {@link RegionLoader} defines it anew for each machine and privilege level, so that memory and page
 * maps are static finals, that is constants to the compiler. With references that are not constant an access costs 1.2 times as much.
 */
public final class Bridge {
    public static final Wiring WIRING = Wiring.pending();
    public static final Cpu CPU = WIRING.cpu;
    public static final int[] READ = WIRING.readMap;
    public static final int[] WRITE = WIRING.writeMap;
    public static final byte[] RAM = WIRING.ram;

    private Bridge() {
    }

    /** For {@link RegionLoader}: with it classes are defined that see this one's package. */
    public static MethodHandles.Lookup lookup() {
        return MethodHandles.lookup();
    }

    // ---- the stack window: the page of ESP, in two locals, so that most accesses to the stack need no page map

    /** Linear address of ESP's page; if that cannot be written, one in its middle, which no access is compared with, aligned or not. */
    static int window(int esp) {
        return esp & 0xFFFFF000 | WRITE[esp >>> 12] >>> 20 & 0x800;
    }

    /** RAM offset of the page. */
    static int windowRam(int esp) {
        return WRITE[esp >>> 12] & 0x7FFFF000;
    }

    // ---- memory

    /**
     * Index in memory of an access to a segment that is not flat; below 0 if it cannot be made here.
     *
     * @param access number of the segment in bits 0–2, width from bit 3 on, bit 16: it writes, bit 17: it has to be aligned
     */
    static int index(int offset, int access) {
        int bytes = access >>> 6 & 0x3F;
        boolean write = (access & 1 << 16) != 0;
        if (!CPU.allows(access & 7, offset, bytes, write)) {
            return -1;
        }
        int linear = CPU.segmentBase(access & 7) + offset;
        int page = (write ? WRITE : READ)[linear >>> 12];
        return page < 0 || (linear & 0xFFF) > 0x1000 - bytes || access >>> 17 != 0 && (linear & Integer.highestOneBit(bytes) - 1) != 0 ? -1 : page + (linear & 0xFFF);
    }

    /** See {@link Cpu#loadParagraph}. */
    static boolean loadParagraph(int segment, int selector) {
        return CPU.loadParagraph(segment, selector);
    }

    static int load16(int at) {
        return (short) Memory.SHORT.get(RAM, at);
    }

    static int load32(int at) {
        return (int) Memory.INT.get(RAM, at);
    }

    static void store16(int value, int at) {
        Memory.SHORT.set(RAM, at, (short) value);
    }

    static void store32(int value, int at) {
        Memory.INT.set(RAM, at, value);
    }

    // ---- flags

    static void flags(int op, int a, int b, int result) {
        CPU.flagOp = op;
        CPU.flagA = a;
        CPU.flagB = b;
        CPU.flagResult = result;
    }

    /** CF as 0 or 1. */
    static int carry(int op, int a, int b, int result) {
        return Flags.carry(op, a, b, result) ? 1 : 0;
    }

    static boolean showsFlags() {
        return CPU.showsFlags();
    }

    /** What PUSHF pushes, but for a virtual-8086 program that does not see them all. */
    static int eflags(int op, int a, int b, int result) {
        return CPU.systemFlags & ~(Flags.RF | Flags.VM) | Flags.pack(op, a, b, result);
    }

    // ---- the direction flag, which is not among the lazy ones

    static void upwards() {
        CPU.systemFlags &= ~Flags.DF;
    }

    static void downwards() {
        CPU.systemFlags |= Flags.DF;
    }

    static int inDirection(int bytes) {
        return (CPU.systemFlags & Flags.DF) == 0 ? bytes : -bytes;
    }

    // ---- division of EDX:EAX

    /** 0 if the quotient does not fit, or the divisor is 0. */
    static int divides(int eax, int edx, int by) {
        return Integer.compareUnsigned(edx, by) < 0 ? 1 : 0;
    }

    static int dividesSigned(int eax, int edx, int by) {
        if (by == 0) {
            return 0;
        }
        long quotient = dividend(eax, edx) / by;
        return quotient == (int) quotient ? 1 : 0;
    }

    /** Quotient in the low, remainder in the high half. */
    static long divide(int eax, int edx, int by) {
        if (edx == 0) {
            return Integer.divideUnsigned(eax, by) & 0xFFFFFFFFL | (long) Integer.remainderUnsigned(eax, by) << 32;
        }
        long dividend = dividend(eax, edx);
        long divisor = by & 0xFFFFFFFFL;
        return Long.divideUnsigned(dividend, divisor) & 0xFFFFFFFFL | Long.remainderUnsigned(dividend, divisor) << 32;
    }

    static long divideSigned(int eax, int edx, int by) {
        long dividend = dividend(eax, edx);
        return dividend / by & 0xFFFFFFFFL | dividend % by << 32;
    }

    private static long dividend(int eax, int edx) {
        return (long) edx << 32 | eax & 0xFFFFFFFFL;
    }

    /** Of 16 by 8 or 32 by 16 bits: quotient and above it the remainder, {@code width} bits each; -1 where that is #DE. */
    static long divideNarrow(int dividend, int by, int width) {
        if (by == 0) {
            return -1;
        }
        int quotient = Integer.divideUnsigned(dividend, by);
        return quotient >>> width != 0 ? -1 : quotient | (Integer.remainderUnsigned(dividend, by) & 0xFFFFFFFFL) << width;
    }

    static long divideNarrowSigned(int dividend, int by, int width) {
        int shift = 32 - width;
        long signed = width == 8 ? (short) dividend : dividend;
        int divisor = by << shift >> shift;
        if (divisor == 0) {
            return -1;
        }
        long quotient = signed / divisor;
        int mask = -1 >>> shift;
        return quotient != (int) quotient << shift >> shift ? -1 : quotient & mask | (signed % divisor & mask) << width;
    }

    // ---- shared operations that touch memory: only where a page map has been found to have it, so they cannot fault

    /** See {@link Cpu#repeat}. */
    static int repeat(Instruction instruction, int most) {
        return CPU.repeat(instruction, most);
    }

    static boolean floatingPointReady() {
        return CPU.floatingPointReady();
    }

    /** See {@link Cpu#executeFloatingPoint}. */
    static void floatingPoint(Instruction instruction, int offset, int at, int eip) {
        CPU.eip = eip;
        CPU.executeFloatingPoint(instruction, offset, at);
    }

    static int statusWord() {
        return CPU.floatingPoint.status();
    }

    static int selector(int segment) {
        return CPU.segment(segment).selector;
    }

    // ---- exits

    static long result(int budget, int eip) {
        return (long) budget << 32 | eip & 0xFFFFFFFFL;
    }

    static long missed(int budget, int eip) {
        WIRING.missed = true;
        return (long) budget << 32 | eip & 0xFFFFFFFFL;
    }

    static long apart(int budget, int eip) {
        WIRING.apart = true;
        return missed(budget, eip);
    }

    /** Where {@code link} leads if a fetch from its {@code page} finds what it was bound for; else the link itself, which leaves. */
    static Routine leading(Link link, int page) {
        return READ[page] == link.expected ? link.target : link;
    }

    static long goInSegment(int eip, int budget, int depth) {
        return WIRING.goInSegment(eip, budget, depth);
    }

    static long go(int eip, int budget, int depth) {
        return WIRING.go(eip, budget, depth);
    }
}
