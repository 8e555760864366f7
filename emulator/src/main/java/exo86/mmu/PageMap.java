package exo86.mmu;

import java.util.Arrays;

/**
 * One page map: linear page number to RAM offset of the page, or {@link #MISS} for everything that needs a closer look.
 *
 * <p>The array never changes identity, so it is a constant to a compiler. It is emptied by a list of filled pages, never as a whole.
 */
final class PageMap {
    static final int MISS = Integer.MIN_VALUE;

    final int[] pages = new int[1 << 20];
    private int[] filled = new int[1024];
    private int filledCount;

    PageMap() {
        Arrays.fill(pages, MISS);
    }

    void fill(int page, int ramOffset) {
        if (pages[page] == MISS) {
            if (filledCount == filled.length) {
                compact();
            }
            filled[filledCount++] = page;
        }
        pages[page] = ramOffset;
    }

    /** Pages that were dropped one by one stay listed and may be listed twice; this forgets them, and makes room. */
    private void compact() {
        Arrays.sort(filled, 0, filledCount);
        int kept = 0;
        for (int i = 0; i < filledCount; i++) {
            int page = filled[i];
            if (pages[page] != MISS && (kept == 0 || filled[kept - 1] != page)) {
                filled[kept++] = page;
            }
        }
        filledCount = kept;
        if (kept > filled.length / 2) {
            filled = Arrays.copyOf(filled, filled.length * 2);
        }
    }

    void clear() {
        for (int i = 0; i < filledCount; i++) {
            pages[filled[i]] = MISS;
        }
        filledCount = 0;
    }

    void drop(int page) {
        pages[page] = MISS;
    }

    /** Drops all pages that map to {@code ramOffset}, whatever their linear address. */
    void dropFrame(int ramOffset) {
        for (int i = 0; i < filledCount; i++) {
            if (pages[filled[i]] == ramOffset) {
                pages[filled[i]] = MISS;
            }
        }
    }

    /** Drops the 1024 pages of the 4 MiB around {@code page}. */
    void dropLarge(int page) {
        int first = page & ~0x3FF;
        Arrays.fill(pages, first, first + 0x400, MISS);
    }
}
