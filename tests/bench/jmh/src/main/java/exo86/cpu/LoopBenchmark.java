package exo86.cpu;

import exo86.bench.PerOperation;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** What programs spend their time in. */
public class LoopBenchmark extends PerOperation {
    private static final int TURNS = 8192, IN_LOOP = 8;

    private static final String CODE = """
                    xor ebx, ebx
                    mov ecx, 8192
            again:  mov edx, ecx
                    and edx, 1023
                    add ebx, [0x40000+edx*4]
                    rol ebx, 3
                    xor ebx, ecx
                    mov [0x40000+edx*4], ecx
                    dec ecx
                    jnz again
                    in al, 0
            """;

    @Param
    public EngineChoice engine;
    private GuestProgram program;

    /** Memory holds what a run leaves there: each computes the same. */
    @Setup
    public void start() {
        int[] data = new int[1024];
        compute(data);
        int result = compute(data);
        program = GuestProgram.kernel(engine.factory, CODE, result, 2 + TURNS * IN_LOOP + 1);
        for (int k = 0; k < data.length; k++) {
            program.data(k, data[k]);
        }
    }

    @TearDown
    public void check() {
        program.check();
    }

    /** The same in Java. */
    private static int compute(int[] data) {
        int sum = 0;
        for (int k = TURNS; k != 0; k--) {
            sum = Integer.rotateLeft(sum + data[k & 1023], 3) ^ k;
            data[k & 1023] = k;
        }
        return sum;
    }

    /**
     * What does an instruction of a hot loop cost, of which every fourth accesses memory? Good: the interpreter below 4 ns, compiled code below 0.5,
     * where the loop's own chain of dependent operations is the limit.
     */
    @Benchmark
    @OperationsPerInvocation(TURNS * IN_LOOP)
    public int instruction() {
        return program.run();
    }
}
