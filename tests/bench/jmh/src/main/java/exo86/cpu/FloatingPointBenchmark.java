package exo86.cpu;

import exo86.bench.PerOperation;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Arithmetic of the x87, which compiled code leaves to the interpreter's own methods. */
public class FloatingPointBenchmark extends PerOperation {
    private static final int TURNS = 1024, ADDS = 8;

    private static final String CODE = """
                    fninit
                    fld dword [0x40000]
                    fldz
                    mov ecx, 1024
            again:  fadd st0, st1
                    fadd st0, st1
                    fadd st0, st1
                    fadd st0, st1
                    fadd st0, st1
                    fadd st0, st1
                    fadd st0, st1
                    fadd st0, st1
                    dec ecx
                    jnz again
                    fistp dword [0x40004]
                    mov ebx, [0x40004]
                    in al, 0
            """;

    @Param
    public EngineChoice engine;
    private GuestProgram program;

    @Setup
    public void start() {
        program = GuestProgram.kernel(engine.factory, CODE, TURNS * ADDS * 5 / 4, 4 + TURNS * (ADDS + 2) + 3);
        program.data(0, Float.floatToIntBits(1.25f));
    }

    @TearDown
    public void check() {
        program.check();
    }

    /**
     * What does FADD of two registers cost, with a fifth of a loop around it? Good: below 50 ns, and compiled code below the
     * interpreter: its call is the same method, so the difference is what dispatching costs.
     */
    @Benchmark
    @OperationsPerInvocation(TURNS * ADDS)
    public int add() {
        return program.run();
    }
}
