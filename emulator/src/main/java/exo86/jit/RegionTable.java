package exo86.jit;

import exo86.mmu.Memory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The regions of one machine: by linear address for speed, by physical page for truth.
 *
 * <p>{@link #at} only proposes: whoever asks compares address, mode and the read map. A written line drops what was made from it; a line that is
 * dropped often is left to the interpreter.
 */
final class RegionTable {
    /** More drops of a line than this, and nothing is made from it any more. */
    private static final int MAX_DROPS = 4;
    private static final int MASK = 0xFFFF;

    private final Entry nothing;
    private final Entry[] byLinear = new Entry[MASK + 1];
    private final List<List<Region>> byPage = new ArrayList<>();
    private final byte[] drops;
    /** No line is ever left to the interpreter. */
    boolean patient;
    int count;
    int dropped;

    RegionTable(int memorySize) {
        nothing = new Entry(new Nothing(), 0, 0, 0, Entry.DROPPED, Integer.MAX_VALUE);
        Arrays.fill(byLinear, nothing);
        for (int page = 0; page < memorySize >>> 12; page++) {
            byPage.add(List.of());
        }
        drops = new byte[memorySize >>> Memory.LINE_SHIFT];
    }

    /** Stands where no region is. */
    private static final class Nothing extends Region {
        @Override
        public long run(int budget, int depth, int entry) {
            throw new IllegalStateException("no region");
        }
    }

    private static int slot(int linear) {
        return (linear ^ linear >>> 13) & MASK;
    }

    /** The entry that was used last of those that share a place with {@code linear}; never null. */
    Entry at(int linear) {
        return byLinear[slot(linear)];
    }

    /** The entry at RAM offset {@code physical} for this address and mode, or null; makes {@link #at} propose it, unless it rests. */
    Entry find(int physical, int linear, int mode) {
        for (Region region : byPage.get(physical >>> 12)) {
            for (Entry entry : region.entries) {
                if (entry.physical == physical && entry.eip == linear && entry.mode == mode) {
                    if (!entry.resting) {
                        byLinear[slot(linear)] = entry;
                    }
                    return entry;
                }
            }
        }
        return null;
    }

    /** Makes {@link #at} propose {@code entry} no more, until {@link #find} is asked for it after its rest. */
    void rest(Entry entry) {
        entry.resting = true;
        byLinear[slot(entry.eip)] = nothing;
    }

    /** Adds a region; of two entries for one place the earlier region keeps its own. Links inside the page are bound at once. */
    void add(Region region) {
        int page = region.page >>> 12;
        if (byPage.get(page).isEmpty()) {
            byPage.set(page, new ArrayList<>());
        }
        byPage.get(page).add(region);
        for (Entry entry : region.entries) {
            Entry there = byLinear[slot(entry.eip)];
            if (there.eip != entry.eip || there.mode != entry.mode) {
                byLinear[slot(entry.eip)] = entry;
            }
            for (Region other : byPage.get(page)) {
                bind(other, entry);
            }
        }
        for (Region other : byPage.get(page)) {
            for (Entry entry : other.entries) {
                bind(region, entry);
            }
        }
        count++;
    }

    private static void bind(Region from, Entry to) {
        if (from.entries.getFirst().mode == to.mode && from.entries.getFirst().eip >>> 12 == to.eip >>> 12) {
            for (Link link : from.outgoing) {
                if (link.eip() == to.eip && link.target == link) {
                    link.bind(to);
                }
            }
        }
    }

    /** Whether code in the line of RAM offset {@code at} changes so often that it is not worth translating. */
    boolean restless(int at) {
        return !patient && drops[at >>> Memory.LINE_SHIFT] > MAX_DROPS;
    }

    void lineWritten(int line) {
        List<Region> regions = byPage.get(line >>> 12);
        int bit = 1 << (line >>> Memory.LINE_SHIFT & 31);
        boolean any = false;
        for (int k = regions.size() - 1; k >= 0; k--) {
            Region region = regions.get(k);
            if ((region.lines & bit) != 0) {
                regions.remove(k);
                drop(region);
                any = true;
            }
        }
        if (any && drops[line >>> Memory.LINE_SHIFT] < Byte.MAX_VALUE) {
            drops[line >>> Memory.LINE_SHIFT]++;
        }
    }

    private void drop(Region region) {
        for (Entry entry : region.entries) {
            entry.mode = Entry.DROPPED;
            List.copyOf(entry.incoming).forEach(Link::unbind);
            int slot = slot(entry.eip);
            if (byLinear[slot] == entry) {
                byLinear[slot] = nothing;
            }
        }
        for (Link link : region.outgoing) {
            link.unbind();
        }
        count--;
        dropped++;
    }

    void dropAll() {
        for (List<Region> regions : byPage) {
            regions.forEach(this::drop);
            if (!regions.isEmpty()) {
                regions.clear();
            }
        }
    }
}
