package exo86.mmu;

/**
 * The TLB: one for code and data, unbounded, never evicted for room, so what it holds depends on the guest alone.
 *
 * <p>An entry has the layout of a page-table entry: frame in bits 31–12, P, R/W, U/S, D and G in their places. 4 MiB pages have one entry
 * each; where a 4 KiB and a 4 MiB entry cover the same address (software changed the tables and dropped neither), the small one is used.
 * Lists of filled entries make dropping everything cost what was filled.
 */
final class TranslationBuffer {
    static final int PRESENT = 1, WRITABLE = 2, USER = 4, ACCESSED = 0x20, DIRTY = 0x40, LARGE = 0x80, GLOBAL = 0x100;

    private final int[] small = new int[1 << 20];
    private final int[] large = new int[1 << 10];
    private int[] filled = new int[1024];
    private int filledCount;
    private final boolean[] listed = new boolean[1 << 20];
    private boolean anyLarge;

    /** The entry for linear page number {@code page}, its frame that of the 4 KiB page, or 0. */
    int entry(int page) {
        int e = small[page];
        if (e == 0 && anyLarge) {
            e = large[page >>> 10];
            if (e != 0) {
                e |= (page & 0x3FF) << 12;
            }
        }
        return e;
    }

    void fillSmall(int page, int entry) {
        if (!listed[page]) {
            listed[page] = true;
            if (filledCount == filled.length) {
                filled = java.util.Arrays.copyOf(filled, filledCount * 2);
            }
            filled[filledCount++] = page;
        }
        small[page] = entry;
    }

    /** Also forgets a 4 KiB entry for {@code page}, which the new one replaces. */
    void fillLarge(int page, int entry) {
        small[page] = 0;
        large[page >>> 10] = entry;
        anyLarge = true;
    }

    /** Drops all entries, or all but the global ones. */
    void drop(boolean globalToo) {
        int kept = 0;
        for (int i = 0; i < filledCount; i++) {
            int page = filled[i];
            if (small[page] != 0 && !globalToo && (small[page] & GLOBAL) != 0) {
                filled[kept++] = page;
            } else {
                small[page] = 0;
                listed[page] = false;
            }
        }
        filledCount = kept;
        if (anyLarge) {
            anyLarge = false;
            for (int i = 0; i < large.length; i++) {
                if (globalToo || (large[i] & GLOBAL) == 0) {
                    large[i] = 0;
                } else {
                    anyLarge = true;
                }
            }
        }
    }

    /** Drops what translates linear page {@code page}, a 4 MiB entry as a whole; true if there was anything. */
    boolean dropPage(int page) {
        boolean was = entry(page) != 0;
        small[page] = 0;
        large[page >>> 10] = 0;
        return was;
    }

    /** True if {@code page} lies in a 4 MiB entry. */
    boolean isLarge(int page) {
        return large[page >>> 10] != 0;
    }

    /** Adds every entry in the order of addresses: what is there, not the order of filling. */
    void hash(StateSink sink) {
        int[] pages = java.util.Arrays.copyOf(filled, filledCount);
        java.util.Arrays.sort(pages);
        for (int page : pages) {
            if (small[page] != 0) {
                sink.add((long) page << 32 | small[page] & 0xFFFFFFFFL);
            }
        }
        for (int i = 0; i < large.length && anyLarge; i++) {
            if (large[i] != 0) {
                sink.add((long) (i | 0x40000000) << 32 | large[i] & 0xFFFFFFFFL);
            }
        }
    }
}
