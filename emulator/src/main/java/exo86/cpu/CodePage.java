package exo86.cpu;

import exo86.mmu.Memory;

/** The blocks of one page of physical memory, by the line in which they begin, and how often each line has been written while it held code. */
final class CodePage {
    private static final int LINES = 0x1000 / Memory.LINE;
    /** Writes to a line that lie further apart are not the same self-modifying loop: 2 to this power instructions. */
    private static final int MEMORY_SHIFT = 22;
    /** So many writes belong to loading a program into memory where another was. */
    private static final int FREE = 2;
    private static final int OFTEN = FREE + 4;
    /** As many doublings of the heat at most. */
    private static final int MAX_PATIENCE = 16;

    /** First of the blocks that begin in each line. */
    final Block[] first = new Block[LINES];
    /** First of the blocks that begin in another page and end in this one. */
    Block crossing;

    private final byte[] writes = new byte[LINES];
    private final int[] lastWrite = new int[LINES];

    /** Number of the line in its page. */
    static int line(int at) {
        return (at & 0xFFF) >>> Memory.LINE_SHIFT;
    }

    /** Code at {@code at} was written at {@code time}. */
    void written(int at, long time) {
        int line = line(at);
        int now = (int) (time >>> MEMORY_SHIFT);
        if (now - lastWrite[line] > 1) {
            writes[line] = 0;
        }
        lastWrite[line] = now;
        if (writes[line] < FREE + MAX_PATIENCE) {
            writes[line]++;
        }
    }

    /** More than {@link #OFTEN} recent writes to the line of {@code at}: nothing but the interpreter's blocks is worth making from it. */
    boolean rewritten(int at, long time) {
        int line = line(at);
        return writes[line] > OFTEN && (int) (time >>> MEMORY_SHIFT) - lastWrite[line] <= 1;
    }

    /** Executions before {@code block} is hot, twice as many as {@code usual} for each recent write to a line of it beyond {@link #FREE}. */
    int heat(Block block, int usual) {
        int patience = 0;
        for (int line = line(block.physical); line <= line(block.endInPage() - 1); line++) {
            patience = Math.max(patience, writes[line] - FREE);
        }
        return (int) Math.min((long) usual << patience, Integer.MAX_VALUE);
    }
}
