package exo86.cpu;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Arithmetic of the x87, which compiled code leaves to the interpreter's own methods. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class FloatingPointBenchmark {
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
