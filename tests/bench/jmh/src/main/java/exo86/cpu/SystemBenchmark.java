package exo86.cpu;

import exo86.bench.PerOperation;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** What an operating system does all day: into the kernel and back, another address space. */
public class SystemBenchmark extends PerOperation {
    private static final int TURNS = 2048, PAGES = 8;

    private static final String TRAPS = """
                    xor ebx, ebx
                    mov ecx, 2048
            again:  int 0x30
                    dec ecx
                    jnz again
                    in al, 0
            """;

    private static final String HANDLER = """
                    add ebx, ecx
                    rol ebx, 1
                    iret
            """;

    private static final String SPACES = """
                    xor ebx, ebx
                    mov ecx, 2048
            again:  mov cr3, eax
                    add ebx, [0x40000]
                    add ebx, [0x41000]
                    add ebx, [0x42000]
                    add ebx, [0x43000]
                    add ebx, [0x44000]
                    add ebx, [0x45000]
                    add ebx, [0x46000]
                    add ebx, [0x47000]
                    dec ecx
                    jnz again
                    in al, 0
            """;

    @Param
    public EngineChoice engine;
    private GuestProgram traps, spaces;

    @Setup
    public void start() {
        int handled = 0;
        for (int k = TURNS; k != 0; k--) {
            handled = Integer.rotateLeft(handled + k, 1);
        }
        // a turn: INT, the handler's three, DEC, JNZ
        traps = GuestProgram.user(engine.factory, TRAPS, HANDLER, handled, 2 + TURNS * 6 + 1);
        spaces = GuestProgram.paging(engine.factory, SPACES, TURNS * ((1 << PAGES) - 1) * 3, 2 + TURNS * (PAGES + 3) + 1);
        for (int k = 0; k < PAGES; k++) {
            spaces.data(1024 * k, 3 << k);
        }
    }

    /**
     * What does a system call cost at least: INT from ring 3 through a gate, IRET back, and the four instructions around them? Good: below 180 ns on
     * both engines, 0.6 of what QEMU takes for `trap` of sys.elf.
     */
    @Benchmark
    @OperationsPerInvocation(TURNS)
    public int interruptAndReturn() {
        return traps.run();
    }

    /**
     * What does another address space cost: a load of CR3, then the first touch of eight pages of data and the one with the code? Good: below 500 ns,
     * a sixth of what QEMU takes for `cr3` of sys.elf.
     */
    @Benchmark
    @OperationsPerInvocation(TURNS)
    public int loadAndRefill() {
        return spaces.run();
    }
}
