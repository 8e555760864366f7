package exo86.jit;

import exo86.cpu.Cpu;
import exo86.cpu.Engine;
import exo86.cpu.Interpreted;
import exo86.mmu.Mmu;
import java.util.Optional;

/** The engine that runs regions where there are any and leaves the rest to the interpreter. */
public final class Jit implements Engine {
    /** Executions of a block before it is translated. */
    public static final int HEAT = Integer.getInteger("heat", 50);
    /** A block inside of a region becomes a region of its own after so many times {@link #HEAT} executions. */
    private static final int PATIENCE = 40;
    /** Java calls that regions may nest: some 100 KB of stack. */
    private static final int DEPTH = 200;
    /** Executions of code that is written often until it is looked at again. */
    private static final int PAUSE = 20_000;
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
        this.regions = new RegionTable(mmu.memory.size());
        this.translator = new Translator(cpu, regions, statistics);
    }

    /** For vectors, which run once: all is translated before its first execution, in lines that change often too. */
    public static Jit eager(Cpu cpu) {
        Jit jit = new Jit(cpu, 0);
        jit.translator.patient = true;
        return jit;
    }

    /**
     * The region that starts at a linear address, as guest code beside what is known of it and its bytecode; empty if no page is there or its first
     * instruction is never compiled. Made for the processor's present mode; changes nothing.
     */
    @Override
    public Optional<String> listing(int linear) {
        long physical = mmu.probe(linear);
        int page = physical < 0 ? -1 : mmu.memory.readOffset((int) physical);
        return page < 0 || !cpu.compilable() ? Optional.empty() : translator.listing(page | linear & 0xFFF, linear - cpu.cs.base);
    }

    public Statistics statistics() {
        return statistics;
    }

    @Override
    public int heat() {
        return heat;
    }

    @Override
    public boolean covers(int eip) {
        Region region = regions.at(cpu.cs.base + eip);
        return region.eip == eip && region.mode != Region.DROPPED;
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
    public void breakpointChanged(int linear) {
        regions.dropAround(linear);
    }

    @Override
    public boolean run(long budget) {
        Cpu cpu = this.cpu;
        long end = cpu.time + budget;
        while (true) {
            int eip = cpu.eip;
            int linear = cpu.cs.base + eip;
            Region region = regions.at(linear);
            if (region.eip != eip || region.mode != cpu.mode() || mmu.readMap[linear >>> 12] != region.page) {
                Interpreted why = cpu.interpretUntilHot(end - cpu.time);
                if (why != Interpreted.HOT) {
                    return why != Interpreted.FAULT;
                }
                end = Math.min(end, cpu.deadline);
                region = hot();
                if (region == null) {
                    continue;
                }
            }
            long left = end - cpu.time;
            if (left < region.need) {
                // one block: what follows it may need less
                Interpreted why = cpu.interpretOneAtLeast(left);
                if (why != Interpreted.HOT) {
                    return why != Interpreted.FAULT;
                }
                end = Math.min(end, cpu.deadline);
                continue;
            }
            Wiring wiring = translator.wiring();
            bind(wiring, region);
            int executed = enter(wiring, region, (int) Math.min(left, MAX_SLICE));
            if (cpu.time >= end || cpu.stopRequested) {
                return true;
            }
            // short visits count where they end at code that is never translated: a place without a region may have one soon
            if ((wiring.missed || regions.refused(cpu.eip)) && region.tires(executed) && !translator.patient) {
                regions.rest(region);
            }
            if (wiring.missed) {
                statistics.misses++;
                if (wiring.apart) {
                    wiring.apart = false;
                    apart(cpu.linearEip());
                }
                Interpreted why = cpu.interpretOneAtLeast(end - cpu.time);
                if (why != Interpreted.HOT) {
                    return why != Interpreted.FAULT;
                }
                end = Math.min(end, cpu.deadline);
            }
        }
    }

    private int enter(Wiring wiring, Region region, int budget) {
        wiring.missed = false;
        wiring.unbound = null;
        long result = region.routine.run(budget, DEPTH);
        int executed = budget - (int) (result >> 32);
        cpu.eip = (int) result;
        cpu.time += executed;
        statistics.dispatches++;
        statistics.compiled += executed;
        return executed;
    }

    /**
     * Control has left because of a {@link StackGroup} that did not lie in one page. It may have gone on since, in a region further out, to anywhere: then
     * some other code is blamed, which costs time only, and a page that is not there has none.
     */
    private void apart(int linear) {
        int page = mmu.readMap[linear >>> 12];
        if (page >= 0) {
            regions.apart(page | linear & 0xFFF);
        }
    }

    /** The last region left through a link that leads nowhere yet: here is where it leads. */
    private static void bind(Wiring wiring, Region region) {
        Link link = wiring.unbound;
        if (link != null) {
            wiring.unbound = null;
            if (link.fits(region)) {
                link.bind(region);
            }
        }
    }

    /** The block at EIP is hot and can be fetched: its region, found or made; null if the interpreter is to have it, which is told to cool it. */
    private Region hot() {
        if (!cpu.compilable()) {
            return refuse();
        }
        int physical = mmu.memory.readOffset(mmu.fetchMapped(cpu.cs.base + cpu.eip));
        if (physical < 0) {
            return refuse();
        }
        int at = physical | cpu.linearEip() & 0xFFF;
        Region known = regions.find(at, cpu.eip, cpu.mode());
        if (known != null) {
            return known.resting ? cool(known.rest()) : known;
        }
        if (heat > 0 && regions.inside(at, cpu.eip, cpu.mode())) {
            return cool(PATIENCE * heat);
        }
        if (translator.restless(at)) {
            regions.refuse(cpu.eip);
            return cool(PAUSE);
        }
        Region region = translator.translate(at);
        return region == null ? refuse() : region;
    }

    private Region refuse() {
        statistics.refused++;
        regions.refuse(cpu.eip);
        return cool(Integer.MAX_VALUE);
    }

    private Region cool(int executions) {
        cpu.cool(executions);
        return null;
    }
}
