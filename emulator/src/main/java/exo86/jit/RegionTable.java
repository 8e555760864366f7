package exo86.jit;

import exo86.mmu.Memory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The regions of one machine: by linear address for speed, by physical page for truth.
 *
 * <p>{@link #at} only proposes: whoever asks compares address, mode and the read map. A written line drops what was made from it.
 */
final class RegionTable {
    private static final int MASK = 0xFFFF;
    private static final int REFUSED = 0x1000;
    /** Exits because of a group of stack accesses, after which there is none. */
    private static final int TOLERATED = 32;

    private final Region nothing;
    private final Region[] byLinear = new Region[MASK + 1];
    private final List<List<Region>> byPage = new ArrayList<>();
    /** EIP of code that was not translated, by its low bits: a guess, for {@link Region#tires} alone. */
    private final int[] refused = new int[REFUSED];
    /** How often a {@link StackGroup} lay in two pages, by line of code; and the lines that are translated without. */
    private final Map<Integer, Integer> timesApart = new HashMap<>();
    private final BitSet apart = new BitSet();
    int count;
    int dropped;

    RegionTable(int memorySize) {
        nothing = new Region(new Nothing(), 0, 0, 0, Region.DROPPED, Integer.MAX_VALUE, 0, 0, 0, new Link[0], Set.of());
        Arrays.fill(byLinear, nothing);
        for (int page = 0; page < memorySize >>> 12; page++) {
            byPage.add(List.of());
        }
    }

    /** Stands where no region is. */
    private static final class Nothing extends Routine {
        @Override
        public long run(int budget, int depth) {
            throw new IllegalStateException("no region");
        }
    }

    private static int slot(int linear) {
        return (linear ^ linear >>> 13) & MASK;
    }

    /** The region that was used last of those that share a place with {@code linear}; never null. */
    Region at(int linear) {
        return byLinear[slot(linear)];
    }

    /** The region at RAM offset {@code physical} for this EIP and mode, or null; makes {@link #at} propose it, unless it rests. */
    Region find(int physical, int eip, int mode) {
        for (Region region : byPage.get(physical >>> 12)) {
            if (region.physical == physical && region.eip == eip && region.mode == mode) {
                if (!region.resting) {
                    byLinear[slot(region.linear)] = region;
                }
                return region;
            }
        }
        return null;
    }

    /**
     * Whether the block at RAM offset {@code physical} is inside of a region, at whose start control will soon be again: true once for each region and
     * block. After a miss or the end of a slice control is in the middle of a loop; a region from each of these places would be the same code again,
     * which HotSpot compiles again: qsort of cpu10.elf took 2.1 times as long.
     */
    boolean inside(int physical, int eip, int mode) {
        boolean any = false;
        for (Region region : byPage.get(physical >>> 12)) {
            if (region.mode == mode) {
                any |= region.containsForTheFirstTime(eip);
            }
        }
        return any;
    }

    /** Makes {@link #at} propose {@code region} no more, until {@link #find} is asked for it after its rest. */
    void rest(Region region) {
        region.resting = true;
        byLinear[slot(region.linear)] = nothing;
    }

    /** The code at this EIP is the interpreter's. */
    void refuse(int eip) {
        refused[eip & REFUSED - 1] = eip;
    }

    /** Whether {@link #refuse} was said of it lately. */
    boolean refused(int eip) {
        return refused[eip & REFUSED - 1] == eip;
    }

    /**
     * A {@link StackGroup} of the code at RAM offset {@code physical} did not lie in one page. If that happens again and again, regions there are made
     * anew, without groups: stacks that grow over a page's end are rare, but then an exit each time costs more than looking at each access.
     */
    void apart(int physical) {
        if (timesApart.merge(physical >>> Memory.LINE_SHIFT, 1, Integer::sum) != TOLERATED) {
            return;
        }
        int bit = bit(physical);
        for (Region region : byPage.get(physical >>> 12)) {
            for (int line = 0; line < 32 && (region.lines & bit) != 0; line++) {
                if ((region.lines >> line & 1) != 0) {
                    apart.set((region.page >>> Memory.LINE_SHIFT) + line);
                }
            }
        }
        // as if the line had been written
        lineWritten(physical);
    }

    /** Whether code at RAM offset {@code physical} is translated without groups. */
    boolean isApart(int physical) {
        return apart.get(physical >>> Memory.LINE_SHIFT);
    }

    /** Of a line in its page, as in {@link Region#lines}. */
    private static int bit(int address) {
        return 1 << (address >>> Memory.LINE_SHIFT & 31);
    }

    /** Adds a region. Links inside the page are bound at once. */
    void add(Region region) {
        int page = region.page >>> 12;
        if (byPage.get(page).isEmpty()) {
            byPage.set(page, new ArrayList<>());
        }
        byPage.get(page).add(region);
        byLinear[slot(region.linear)] = region;
        for (Region other : byPage.get(page)) {
            bind(other, region);
            bind(region, other);
        }
        count++;
    }

    private static void bind(Region from, Region to) {
        if (from.mode == to.mode && (from.linear ^ to.linear) >>> 12 == 0) {
            for (Link link : from.outgoing) {
                if (link.eip() == to.eip && link.target == link) {
                    link.bind(to);
                }
            }
        }
    }

    void lineWritten(int line) {
        int bit = bit(line);
        drop(byPage.get(line >>> 12), region -> (region.lines & bit) != 0);
    }

    /** Drops what was made from the instruction at {@code linear}, in every address space, and what leads there because it was left out. */
    void dropAround(int linear) {
        int bit = bit(linear);
        for (List<Region> regions : byPage) {
            drop(regions, region -> (region.linear ^ linear) >>> 12 == 0
                && ((region.lines & bit) != 0 || region.leadsTo(region.eip + linear - region.linear)));
        }
    }

    /** Those of a page's regions that {@code which} holds for. */
    private void drop(List<Region> regions, Predicate<Region> which) {
        for (int k = regions.size() - 1; k >= 0; k--) {
            Region region = regions.get(k);
            if (which.test(region)) {
                regions.remove(k);
                drop(region);
            }
        }
    }

    private void drop(Region region) {
        region.mode = Region.DROPPED;
        List.copyOf(region.incoming).forEach(Link::unbind);
        int slot = slot(region.linear);
        if (byLinear[slot] == region) {
            byLinear[slot] = nothing;
        }
        for (Link link : region.outgoing) {
            link.unbind();
        }
        count--;
        dropped++;
    }

    void dropAll() {
        byPage.forEach(regions -> drop(regions, region -> true));
    }
}
