package exo86.jit;

import exo86.cpu.Cpu;
import exo86.isa.Instruction;

/**
 * What the regions of one machine and one privilege level share beside constants: where a new region finds its links and leaves itself, and what an
 * exit tells the dispatcher. Public because regions are classes of another loader; nothing else uses it.
 */
public final class Wiring {
    /** For {@link Bridge}'s class initialiser, which has no other way to get its constants. */
    private static final ThreadLocal<Wiring> HANDED_OVER = new ThreadLocal<>();

    public final Cpu cpu;
    public final byte[] ram;
    public final int[] readMap;
    public final int[] writeMap;
    final RegionTable regions;

    /** For the class initialiser of the region that is being defined. */
    public Link[] links;
    /** The same: instructions that shared operations take. */
    public Instruction[] instructions;
    /** The region whose class has just been initialised. */
    public Routine created;
    /** The last exit was not because of where control goes, but because the instruction at EIP has to be interpreted (or the budget is low). */
    public boolean missed;
    /** And that was because a {@link StackGroup} did not lie in one page. */
    public boolean apart;
    /** The link without a target through which control has left, if any. */
    public Link unbound;

    Wiring(Cpu cpu, int[] readMap, int[] writeMap, RegionTable regions) {
        this.cpu = cpu;
        this.ram = cpu.mmu.memory.bytes;
        this.readMap = readMap;
        this.writeMap = writeMap;
        this.regions = regions;
    }

    static void handOver(Wiring wiring) {
        HANDED_OVER.set(wiring);
    }

    /** The wiring that the current thread is about to make constants of. */
    public static Wiring pending() {
        return HANDED_OVER.get();
    }

    /** Continues at {@code eip}, which was computed: in a region if one is known there, else back to the dispatcher. */
    public long go(int eip, int budget, int depth) {
        Region region = regions.at(eip);
        if (region.eip == eip && region.mode == cpu.mode() && readMap[eip >>> 12] == region.page) {
            return region.routine.run(budget, depth);
        }
        return result(budget, eip);
    }

    /** The same where CS has a base. */
    public long goInSegment(int eip, int budget, int depth) {
        int linear = eip + cpu.cs.base;
        Region region = regions.at(linear);
        if (region.eip == eip && region.mode == cpu.mode() && readMap[linear >>> 12] == region.page) {
            return region.routine.run(budget, depth);
        }
        return result(budget, eip);
    }

    /** What {@link Routine#run} returns. */
    static long result(int budget, int eip) {
        return (long) budget << 32 | eip & 0xFFFFFFFFL;
    }
}
