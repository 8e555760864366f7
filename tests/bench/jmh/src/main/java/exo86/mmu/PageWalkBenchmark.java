package exo86.mmu;

import exo86.bench.PerOperation;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Reads of 512 pages of 4 KiB, a word of each, through page tables whose accessed bits are set. */
public class PageWalkBenchmark extends PerOperation {
    private static final int PAGES = 512, DIRECTORY = 0x200000, TABLE = 0x201000, LINEAR = 0x00400000;
    private static final int PAGING = 1 << 31 | 1;

    private final Memory memory = Memory.flat(4 << 20);
    private final Mmu mmu = new Mmu(memory);
    private int sum;

    /** Page k of the linear range is frame k, and holds a number of its own at an offset of its own. */
    @Setup
    public void map() {
        memory.write32(DIRECTORY + (LINEAR >>> 20), TABLE | 7);
        for (int k = 0; k < PAGES; k++) {
            memory.write32(TABLE + 4 * k, k << 12 | 7);
            memory.write32(k << 12 | offset(k), k * 0x9E3779B9);
            sum += k * 0x9E3779B9;
        }
        mmu.control(PAGING, DIRECTORY, 0, true);
        checked(touch());
    }

    /** All has been read through the tables if their accessed bits say so, and through the TLB if it holds the last page. */
    @TearDown
    public void check() {
        for (int k = 0; k < PAGES; k++) {
            if (memory.read32(TABLE + 4 * k) != (k << 12 | 0x27) || mmu.cached(LINEAR + (k << 12)) >>> 12 != k) {
                throw new AssertionError("page " + k + " was never walked to");
            }
        }
    }

    private static int offset(int page) {
        return page * 68 & 0xFFC;
    }

    private int touch() {
        int found = 0;
        for (int k = 0; k < PAGES; k++) {
            found += mmu.read32(LINEAR | k << 12 | offset(k));
        }
        return found;
    }

    private int checked(int found) {
        if (found != sum) {
            throw new AssertionError("the pages hold %08x, not %08x".formatted(found, sum));
        }
        return found;
    }

    /** What does a read cost that the page map knows, the usual case of the interpreter's slow forms? Good: below 3 ns. It is what the others are compared with. */
    @Benchmark
    @OperationsPerInvocation(PAGES)
    public int hit() {
        return checked(touch());
    }

    /**
     * What does the first read of a page cost after a CR3 load: dropping what was there, the walk, filling TLB and page map? Good: below 30 ns,
     * ten times a hit.
     */
    @Benchmark
    @OperationsPerInvocation(PAGES)
    public int walk() {
        mmu.control(PAGING, DIRECTORY, 0, true);
        return checked(touch());
    }

    /** What does INVLPG cost, and the walk behind it? Good: less than twice {@link #walk}: dropping one page is six stores. */
    @Benchmark
    @OperationsPerInvocation(PAGES)
    public int dropAndWalk() {
        int found = 0;
        for (int k = 0; k < PAGES; k++) {
            int linear = LINEAR | k << 12 | offset(k);
            mmu.dropPage(linear);
            found += mmu.read32(linear);
        }
        return checked(found);
    }
}
