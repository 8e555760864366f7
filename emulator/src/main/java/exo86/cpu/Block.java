package exo86.cpu;

import exo86.isa.Instruction;

/**
 * Instructions decoded from one place in memory for one mode, up to the first that may go elsewhere or change the mode, or the end of the
 * page. An instruction that crosses into the next page is a block alone.
 *
 * <p>A block belongs to one linear address, so a jump from one to another can be a reference: it holds as long as {@link #generation} is that
 * of the MMU, or if the page map still says {@link #page}.
 */
final class Block {
    /** Mode bits. CS.D is set. */
    static final int BIG = 1;
    /** CS, DS, ES and SS are flat, code and stack are 32-bit: the hot forms apply. */
    static final int FLAT = 2;
    /** CPL 3: fetches are user accesses. */
    static final int USER = 4;

    /** {@link #generation} of a block that must be looked up before it runs: unresolved, dropped, across two pages, or at a breakpoint. */
    static final int NEVER = -1;

    /** {@link #page} of such a block: no page map ever holds it. */
    private static final int NO_PAGE = -2;

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
    /** RAM offset of the page in which the whole block lies, or {@link #NO_PAGE}: it may run while the current read map has this page at its address. */
    int page;
    /** Bytes that have been written since they were decoded, as offsets from the start; none if equal. */
    int staleFrom, staleTo;
    /** A run stops before it: it must be looked up before each execution. */
    boolean stops;
    /** Executions to go until the block is {@link Interpreted#HOT}. */
    int heat = Integer.MAX_VALUE;
    /** Next of the blocks that begin in the same line, and of those that cross into the same page. */
    Block nextInLine, nextCrossing;
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
        this.page = ownPage();
    }

    /** Stands for whatever code is at {@code linear}: a jump that has not been followed leads here. */
    static Block unresolved(int linear) {
        return new Block(linear, -1, 0, NO_INSTRUCTIONS, 0, -1);
    }

    /** There is a breakpoint at its first instruction. */
    void stopBefore() {
        stops = true;
        page = NO_PAGE;
    }

    private int ownPage() {
        return secondPage < 0 && physical >= 0 && !stops ? physical & ~0xFFF : NO_PAGE;
    }

    /** Where the bytes in the first page end. */
    int endInPage() {
        return Math.min(physical + length, (physical & ~0xFFF) + 0x1000);
    }

    boolean isStale() {
        return staleFrom != staleTo;
    }

    /** What was written has been decoded anew: {@code operations} stand for all instructions, in flat code. */
    void restart(Operation operations) {
        first = operations;
        staleFrom = staleTo = 0;
        page = ownPage();
    }

    /** The bytes have changed: no operation of it runs any more, not even if it is running. */
    void stop() {
        generation = NEVER;
        page = NO_PAGE;
        single = null;
        for (Operation o = first; o != null; o = o.next) {
            o.handler = Form.STOP;
        }
    }
}
