package exo86.jit;

import exo86.cpu.Cpu;
import exo86.mmu.Memory;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;

/** From guest code to a region that can run: control flow, data flow, bytecode, class. */
final class Translator {
    /**
     * HotSpot never compiles a method of more than 8,000 bytes. A region that comes out too large is made again with fewer instructions.
     */
    private static final int MAX_BYTECODE = 6500;
    private static final int MAX_INSTRUCTIONS = 110;

    private final Cpu cpu;
    private final RegionTable regions;
    private final Wiring[] wirings = new Wiring[2];
    private final RegionLoader[] loaders = new RegionLoader[2];
    private final Statistics statistics;
    /** Nothing is ever left to the interpreter for being written, or visited, too often. */
    boolean patient;

    Translator(Cpu cpu, RegionTable regions, Statistics statistics) {
        this.cpu = cpu;
        this.regions = regions;
        this.statistics = statistics;
    }

    /** Whether code at RAM offset {@code at} changes so often that it is not worth translating. */
    boolean restless(int at) {
        return !patient && cpu.rewritten(at);
    }

    /** Of the level at which the processor runs. */
    Wiring wiring() {
        return wirings[level()];
    }

    private int level() {
        return (cpu.mode() & Cpu.MODE_USER) != 0 ? 1 : 0;
    }

    RegionLoader loader() {
        int level = level();
        if (loaders[level] == null) {
            wirings[level] = new Wiring(cpu, cpu.mmu.readMap, cpu.mmu.writeMap, regions);
            loaders[level] = new RegionLoader(wirings[level]);
        }
        return loaders[level];
    }

    /** Makes a region from RAM offset {@code physical}, where EIP is; null if nothing there can be translated. */
    Region translate(int physical) {
        long start = System.nanoTime();
        for (int limit = MAX_INSTRUCTIONS; limit > 0; limit = limit * 2 / 3) {
            ControlFlow flow = flow(physical, cpu.eip, limit);
            Collection<BasicBlock> blocks = flow.from(cpu.eip);
            if (blocks.isEmpty()) {
                return null;
            }
            Liveness.analyse(blocks, flow.entry);
            Emission emission = emission(physical, flow, blocks);
            byte[] classFile = emission.write();
            if (emission.size() <= MAX_BYTECODE) {
                Region region = define(physical, flow, blocks, emission, classFile);
                statistics.translated(region, System.nanoTime() - start);
                return region;
            }
        }
        return null;
    }

    /** What {@link #translate} would make of the code at {@code eip}, as text; empty if nothing. */
    Optional<String> listing(int physical, int eip) {
        for (int limit = MAX_INSTRUCTIONS; limit > 0; limit = limit * 2 / 3) {
            ControlFlow flow = flow(physical, eip, limit);
            Collection<BasicBlock> blocks = flow.from(eip);
            if (blocks.isEmpty()) {
                return Optional.empty();
            }
            Liveness.analyse(blocks, flow.entry);
            Emission emission = emission(physical, flow, blocks);
            emission.numbered = true;
            byte[] classFile = emission.write();
            if (emission.size() <= MAX_BYTECODE) {
                return Optional.of(new Listing(flow, blocks, emission).text(classFile));
            }
        }
        return Optional.empty();
    }

    ControlFlow flow(int physical, int eip, int limit) {
        byte[] ram = cpu.mmu.memory.bytes;
        return new ControlFlow(ram, physical & ~0xFFF, eip - (physical & 0xFFF), limit, this::restless, at -> cpu.breakpointAt(cpu.cs.base + at), this::peek,
            Addressing.of(cpu));
    }

    /** Of blocks whose liveness is known. */
    Emission emission(int physical, ControlFlow flow, Collection<BasicBlock> blocks) {
        Predicate<BasicBlock> grouping = block -> !regions.isApart(physical & ~0xFFF | cpu.cs.base + block.eip & 0xFFF);
        return new Emission(flow, blocks, Addressing.of(cpu), loader().unchecked(), grouping);
    }

    private OptionalInt peek(int linear) {
        long physical = (linear & 3) == 0 ? cpu.mmu.probe(linear) : -1;
        return physical < 0 ? OptionalInt.empty() : OptionalInt.of(cpu.mmu.memory.read32((int) physical));
    }

    private Region define(int physical, ControlFlow flow, Collection<BasicBlock> blocks, Emission emission, byte[] classFile) {
        RegionLoader loader = loader();
        int[] targets = emission.links();
        Link[] links = new Link[targets.length];
        for (int k = 0; k < links.length; k++) {
            links[k] = new Link(wiring(), targets[k], cpu.mode(), flow.inside(targets[k]) ? physical & ~0xFFF : Link.UNBOUND);
        }
        Set<Integer> inner = new HashSet<>(flow.enclosing);
        for (BasicBlock block : blocks) {
            if (block != flow.entry) {
                inner.add(block.eip);
            }
        }
        Routine routine = loader.define(classFile, links, emission.instructions());
        Region region = new Region(routine, flow.entry.eip, cpu.cs.base + flow.entry.eip, physical, cpu.mode(), flow.entry.cost, flow.instructions(), emission.size(), flow.lines(), links,
            inner);
        Memory memory = cpu.mmu.memory;
        for (int line = 0; line < 32; line++) {
            if ((region.lines >> line & 1) != 0) {
                memory.markCode(region.page + line * Memory.LINE);
            }
        }
        regions.add(region);
        return region;
    }
}
