package exo86.cpu;

import exo86.isa.Instruction;

/**
 * Instructions decoded from one place in memory for one mode, up to the first that may go elsewhere or change the mode, or the end of the
 * page. An instruction that crosses into the next page is a block alone.
 *
 * <p>A block belongs to one linear address, so a jump from one to another can be a reference: it holds as long as {@link #generation} is that
 * of the MMU.
 */
final class Block {
    /** Mode bits. CS.D is set. */
    static final int BIG = 1;
    /** CS, DS, ES and SS are flat, code and stack are 32-bit: the hot forms apply. */
    static final int FLAT = 2;
    /** CPL 3: fetches are user accesses. */
    static final int USER = 4;

    /** {@link #generation} of a block that must be looked up before it runs: unresolved, dropped, or across two pages. */
    static final int NEVER = -1;

    private static final Instruction[] NO_INSTRUCTIONS = {};

    final int linear, physical, mode;
    final Instruction[] instructions;
    /** How many instructions there are. */
    final int count;
    /** Bytes. */
    final int length;
    /** Physical address of the next page if the block crosses into it, else -1. */
    final int secondPage;
    /** The instructions as operations, in flat code. */
    Operation first;
    /** The translations with which it was last looked up. */
    int generation = NEVER;
    /** Executions to go until the block is {@link Interpreted#HOT}. */
    int heat = Integer.MAX_VALUE;
    /** Next in the hash chain of physical addresses. */
    Block nextInBucket;
    /** The first instruction as a block, for single steps. */
    Block single;

    Block(int linear, int physical, int mode, Instruction[] instructions, int length, int secondPage) {
        this.linear = linear;
        this.physical = physical;
        this.mode = mode;
        this.instructions = instructions;
        this.count = instructions.length;
        this.length = length;
        this.secondPage = secondPage;
    }

    /** Stands for whatever code is at {@code linear}: a jump that has not been followed leads here. */
    static Block unresolved(int linear) {
        return new Block(linear, -1, 0, NO_INSTRUCTIONS, 0, -1);
    }

    /** The bytes have changed: no operation of it runs any more, not even if it is running. */
    void stop() {
        generation = NEVER;
        for (Operation o = first; o != null; o = o.next) {
            o.handler = Form.STOP;
        }
    }
}
