package exo86.cpu;

import exo86.isa.Instruction;

/**
 * Instructions decoded from one place in physical memory for one mode, up to the first that may go elsewhere or change the mode, or the end of
 * the page. An instruction that crosses into the next page is a block alone.
 */
final class Block {
    /** Mode bits. CS.D is set. */
    static final int BIG = 1;
    /** CS, DS, ES and SS are flat, code and stack are 32-bit: the hot forms apply. */
    static final int FLAT = 2;
    /** CPL 3: fetches are user accesses. */
    static final int USER = 4;

    /** {@link #generation} of a block that has been dropped. */
    static final int DROPPED = -1;

    final int physical;
    final int mode;
    final Operation[] operations;
    /** Bytes. */
    final int length;
    /** Physical address of the next page if the block crosses into it, else -1. */
    final int secondPage;
    /** Where it was last looked up, and with which generation of translations: both still hold if they compare equal. */
    int linear;
    int generation = DROPPED;
    /** Executions to go until the block is {@link Interpreted#HOT}. */
    int heat = Integer.MAX_VALUE;
    /** Next in the hash chain of physical addresses. */
    Block nextInBucket;

    Block(int physical, int mode, Operation[] operations, int length, int secondPage) {
        this.physical = physical;
        this.mode = mode;
        this.operations = operations;
        this.length = length;
        this.secondPage = secondPage;
    }

    /** One instruction of a block, prepared for the interpreter's switch. */
    static final class Operation {
        /** Index 8 of the interpreter's registers is always 0: no base, no index, no register. */
        static final int ZERO = 8;

        int handler;
        /** Offsets of this instruction and of the next one from the block's start. */
        int begin, end;
        /** Destination and source register; for 8 bits the register that holds it, and the shift to it. */
        int to = ZERO, from = ZERO, toShift, fromShift;
        int base = ZERO, index = ZERO, scale, displacement;
        int immediate;
        int condition;
        boolean ends;
        Instruction instruction;
    }
}
