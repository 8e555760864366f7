package exo86.jit;

import exo86.cpu.Cpu;
import exo86.cpu.Engine;
import exo86.cpu.Interpreted;
import exo86.mmu.Mmu;

/** The engine that runs regions where there are any and leaves the rest to the interpreter. */
public final class Jit implements Engine {
    /** Executions of a block before it is translated. */
    public static final int HEAT = 50;
    /** Java calls that regions may nest: some 100 KB of stack. */
    private static final int DEPTH = 200;
    /** A budget that fits into an int and leaves room for what a block adds back. */
    private static final int MAX_SLICE = 1 << 30;

    private final Cpu cpu;
    private final Mmu mmu;
    private final int heat;
    private final RegionTable regions;
    private final Translator translator;
    private final Statistics statistics = new Statistics();

    public Jit(Cpu cpu) {
        this(cpu, HEAT);
    }

    /** @param heat executions of a block before it is translated; 0: before its first */
    public Jit(Cpu cpu, int heat) {
        this.cpu = cpu;
        this.mmu = cpu.mmu;
        this.heat = heat;
        this.regions = new RegionTable(mmu.memory.size(), new Nothing());
        this.translator = new Translator(cpu, regions, statistics);
    }

    /** Stands where no region is. */
    private static final class Nothing extends Region {
        @Override
        public long run(int budget, int depth) {
            throw new IllegalStateException("no region");
        }
    }

    public Statistics statistics() {
        return statistics;
    }

    @Override
    public int heat() {
        return heat;
    }

    @Override
    public void codeWritten(int line) {
        regions.lineWritten(line);
    }

    @Override
    public void dropAll() {
        regions.dropAll();
    }

    @Override
    public boolean run(long budget) {
        Cpu cpu = this.cpu;
        if ((cpu.mode() & Cpu.MODE_FLAT) == 0) {
            return cpu.interpret(budget) != Interpreted.FAULT;
        }
        long end = cpu.time + budget;
        while (true) {
            int eip = cpu.eip;
            Region region = regions.at(eip);
            if (region.linear != eip || region.mode != cpu.mode() || mmu.readMap[eip >>> 12] != region.page) {
                Interpreted why = cpu.interpretUntilHot(end - cpu.time);
                if (why != Interpreted.HOT) {
                    return why != Interpreted.FAULT;
                }
                region = hot();
                if (region == null) {
                    cpu.cool(Integer.MAX_VALUE);
                    continue;
                }
            }
            long left = end - cpu.time;
            if (left < region.need) {
                return cpu.interpret(left) != Interpreted.FAULT;
            }
            Wiring wiring = translator.wiring();
            bind(wiring, region);
            enter(wiring, region, (int) Math.min(left, MAX_SLICE));
            if (cpu.time >= end || cpu.stopRequested) {
                return true;
            }
            if (wiring.missed) {
                statistics.misses++;
                Interpreted why = cpu.interpretOneAtLeast(end - cpu.time);
                if (why != Interpreted.HOT) {
                    return why != Interpreted.FAULT;
                }
            }
        }
    }

    private void enter(Wiring wiring, Region region, int budget) {
        wiring.missed = false;
        wiring.unbound = null;
        long result = region.run(budget, DEPTH);
        int executed = budget - (int) (result >> 32);
        cpu.eip = (int) result;
        cpu.time += executed;
        statistics.dispatches++;
        statistics.compiled += executed;
    }

    /** The last region left through a link that leads nowhere yet: here is where it leads. */
    private static void bind(Wiring wiring, Region region) {
        Link link = wiring.unbound;
        if (link != null) {
            wiring.unbound = null;
            if (link.eip() == region.linear) {
                link.bind(region);
            }
        }
    }

    /** The block at EIP is hot and can be fetched: its region, found or made; null if it cannot be translated. */
    private Region hot() {
        int physical = mmu.memory.readOffset(mmu.fetchMapped(cpu.eip));
        if (physical < 0) {
            return null;
        }
        int at = physical | cpu.eip & 0xFFF;
        Region region = regions.find(at, cpu.eip, cpu.mode());
        if (region == null && !regions.restless(at)) {
            region = translator.translate(at);
            if (region == null) {
                statistics.refused++;
            }
        }
        return region;
    }
}
