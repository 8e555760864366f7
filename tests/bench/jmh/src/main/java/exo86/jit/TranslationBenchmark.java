package exo86.jit;

import exo86.bench.PerOperation;
import exo86.cpu.Engine;
import exo86.isa.Instruction;
import java.util.Collection;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** From hot guest code to a class that can run, step by step, for a loop as compilers make them: 25 instructions in 8 blocks. */
public class TranslationBenchmark extends PerOperation {
    /** Sorts the 40 words at DATA by exchanging neighbours, until a pass finds nothing to do. */
    private static final String CODE = """
            start:  xor ebx, ebx
                    mov esi, 0x30000
                    mov ecx, 39
            pass:   mov eax, [esi]
                    mov edx, [esi+4]
                    cmp eax, edx
                    jle ordered
                    mov [esi], edx
                    mov [esi+4], eax
                    inc ebx
            ordered: lea eax, [eax+edx*2]
                    xor edi, eax
                    add esi, 4
                    push edi
                    and edi, 7
                    pop edi
                    test edi, 1
                    jz even
                    shr edi, 1
            even:   adc ebp, 0
                    dec ecx
                    jnz pass
                    test ebx, ebx
                    jnz start
                    movzx eax, byte [0x30000]
                    cpuid
            """;
    private static final int ENOUGH = 100_000, CPUID = 0xA20F, LIMIT = 110, INSTRUCTIONS = 25;

    private Board board;
    private RegionTable regions;
    private Translator translator;
    private Region region;
    private Routine routine;
    private byte[] classFile;
    private Instruction[] instructions;
    private Link[] links;

    private static Board board(Engine.Factory engine) {
        Board board = new Board(engine, CODE);
        // not at the end of a page, where compiled code leaves accesses to the interpreter
        board.cpu.esp -= 0x100;
        for (int k = 0; k < 40; k++) {
            board.memory.write32(Board.DATA + 4 * k, k * 7919 & 1023);
        }
        return board;
    }

    @Setup
    public void start() {
        board = board(Engine.INTERPRETER);
        regions = new RegionTable(board.memory.size());
        translator = new Translator(board.cpu, regions, new Statistics());
        region();
        if (region.instructions != INSTRUCTIONS) {
            throw new AssertionError(region.instructions + " instructions translated, not " + INSTRUCTIONS);
        }
        Analysed analysed = analysed();
        Emission emission = emission(analysed);
        classFile = emission.write();
        instructions = emission.instructions();
        links = region.outgoing;
    }

    /** The last region that was made runs the program to its end, and leaves what the interpreter leaves. */
    @TearDown
    public void check() {
        Board reference = board(Engine.INTERPRETER);
        board.cpu.mmu.fetchMapped(Board.CODE);
        for (int page = Board.STACK - 0x1000; page <= Board.DATA; page += 0x1000) {
            board.cpu.mmu.write32(page, board.cpu.mmu.read32(page));
        }
        long result = routine.run(ENOUGH, 10);
        int executed = ENOUGH - (int) (result >> 32);
        board.cpu.eip = (int) result;
        board.cpu.time += executed;
        reference.run(executed);
        if (board.memory.read16(board.cpu.eip) != CPUID || board.state() != reference.state()) {
            throw new AssertionError("the region leaves another state than the interpreter after %d instructions".formatted(executed));
        }
    }

    private record Analysed(ControlFlow flow, Collection<BasicBlock> blocks) { }

    private Analysed analysed() {
        ControlFlow flow = translator.flow(Board.CODE, board.cpu.eip, LIMIT);
        Collection<BasicBlock> blocks = flow.from(Board.CODE);
        Liveness.analyse(blocks, flow.entry);
        return new Analysed(flow, blocks);
    }

    private Emission emission(Analysed analysed) {
        return translator.emission(Board.CODE, analysed.flow, analysed.blocks);
    }

    /** What does it cost to find blocks, and what is live in them? Good: below a tenth of {@link #region}. */
    @Benchmark
    public Object analysis() {
        Analysed analysed = analysed();
        if (analysed.flow.instructions() != INSTRUCTIONS) {
            throw new AssertionError(analysed.flow.instructions() + " instructions found, not " + INSTRUCTIONS);
        }
        return analysed;
    }

    /** What does the class file cost, the {@link #analysis} included? Good: less than a half of {@link #region}. */
    @Benchmark
    public byte[] emission() {
        byte[] written = emission(analysed()).write();
        if (written.length != classFile.length) {
            throw new AssertionError(written.length + " bytes written, not " + classFile.length);
        }
        return written;
    }

    /** What does the JVM take to make a hidden class of it and its one object? Good: less than a half of {@link #region}; ours is only the size of the class file. */
    @Benchmark
    public Routine definition() {
        Routine made = translator.loader().define(classFile, links, instructions);
        if (made == routine) {
            throw new AssertionError("nothing was defined");
        }
        return routine = made;
    }

    /**
     * What does a region cost from hot code to its first run, and to be dropped again? Good: below half a millisecond, once HotSpot has
     * compiled the translator. A collection now and then is in it, which takes the classes away.
     */
    @Benchmark
    public Region region() {
        regions.dropAll();
        Region made = translator.translate(Board.CODE);
        if (made == region || regions.find(Board.CODE, Board.CODE, board.cpu.mode()) != made) {
            throw new AssertionError("nothing was translated");
        }
        region = made;
        routine = made.routine;
        return made;
    }
}
