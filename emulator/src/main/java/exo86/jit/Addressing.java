package exo86.jit;

import exo86.cpu.Cpu;
import exo86.isa.Registers;

/**
 * How code of one mode forms addresses: facts of translation, because the mode stands in a region's key.
 *
 * @param bits 16 or 32: operands and addresses without a prefix
 * @param codeBase linear address of EIP 0
 * @param codeLimit the last EIP
 * @param wideStack the stack pointer is ESP, not SP
 * @param flat segments whose offsets are linear addresses and that may be read and written, a bit each; of others base, limit and rights are
 *     looked at by each access
 * @param selectors what a selector is
 * @param aligned data that is not aligned is #AC
 */
record Addressing(int bits, int codeBase, int codeLimit, boolean wideStack, int flat, Selectors selectors, boolean aligned) {
    static final Addressing FLAT = new Addressing(32, 0, -1, true, 1 << Registers.ES | 1 << Registers.SS | 1 << Registers.DS, Selectors.DESCRIPTORS, false);

    /** Names of descriptors; paragraphs, as in real mode; the same in virtual-8086 mode, where some instructions look at IOPL. */
    enum Selectors { DESCRIPTORS, PARAGRAPHS, VIRTUAL }

    /** Of the mode in which {@code cpu} is now. */
    static Addressing of(Cpu cpu) {
        int mode = cpu.mode();
        if ((mode & Cpu.MODE_FLAT) != 0) {
            return FLAT;
        }
        int flat = ((mode & Cpu.MODE_FLAT_ES) != 0 ? 1 << Registers.ES : 0) | ((mode & Cpu.MODE_FLAT_SS) != 0 ? 1 << Registers.SS : 0)
            | ((mode & Cpu.MODE_FLAT_DS) != 0 ? 1 << Registers.DS : 0);
        Selectors selectors = (mode & Cpu.MODE_PARAGRAPHS) == 0 ? Selectors.DESCRIPTORS : (mode & Cpu.MODE_USER) == 0 ? Selectors.PARAGRAPHS : Selectors.VIRTUAL;
        return new Addressing((mode & Cpu.MODE_BIG) != 0 ? 32 : 16, cpu.cs.base, cpu.cs.limit, (mode & Cpu.MODE_WIDE_STACK) != 0, flat, selectors,
            (mode & Cpu.MODE_ALIGNED) != 0);
    }

    boolean flat(int segment) {
        return (flat >> segment & 1) != 0;
    }

    /** Stack accesses need no check of the segment. */
    boolean flatStack() {
        return wideStack && flat(Registers.SS);
    }

    /** Whether control may go to {@code eip}. */
    boolean reaches(int eip) {
        return Integer.compareUnsigned(eip, codeLimit) <= 0;
    }
}
