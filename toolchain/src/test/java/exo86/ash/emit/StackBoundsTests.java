package exo86.ash.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.ash.source.Diagnostics;
import exo86.ash.source.SourceFile;
import exo86.ash.tree.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code @stack(n)} against the call graph. */
final class StackBoundsTests {
    private static final String CALLS = """
        module m
        var table: [1]fn(u32) u32 = [big]
        fn big(x: u32) u32 {
            var a = [x; 100]
            a[1] = x
            return a[0]
        }
        fn small(x: u32) u32 { return x }
        @recursive(%d) fn down(x: u32) u32 { return if x == 0 { small(x) } else { down(x - 1) } }
        @stack(%d) @entry fn start() never {
            %s
            while true { }
        }
        """;

    @Test
    void aBoundThatHoldsSaysNothing() {
        assertEquals("", said(CALLS.formatted(1, 100, "_ = small(1)")));
        assertEquals("", said(CALLS.formatted(1, 1000, "_ = table[0](1)")));
        assertEquals("", said(CALLS.formatted(10, 1000, "_ = down(9)")));
    }

    @Test
    void whatIsCalledCounts() {
        String said = said(CALLS.formatted(1, 100, "_ = big(1)"));
        assertTrue(said.matches("(?s)m.ash:10:.*`start` may take \\d+ bytes of stack, expected at most 100: m.start \\(\\d+\\), m.big \\(\\d+\\).*"), said);
    }

    @Test
    void aPointerReachesEveryFunctionOfItsType() {
        String said = said(CALLS.formatted(1, 100, "_ = table[0](1)"));
        assertTrue(said.contains("may take") && said.contains("m.big"), said);
    }

    @Test
    void recursionCountsAsOftenAsItSays() {
        String said = said(CALLS.formatted(100, 1000, "_ = down(9)"));
        assertTrue(said.contains("may take") && said.contains("m.down"), said);
    }

    /** A loop through assembly that loads ESP is no recursion; what it calls counts for it and not for who jumps there. */
    private static final String ANEW = """
        system module m
        use cpu
        @interrupt_stack var stack: [%d]u8 = [0; %1$d]
        var sum: u32 = 0
        interrupt(3) fn breakpoint(f: *mut cpu.TrapFrame) never { again(f.eax) }
        @noinline fn again(x: u32) never {
            var a = [x; 30]
            a[x & 15] = 1
            sum += a[x & 7]
            begin()
        }
        asm fn begin() never {
            mov esp, {stack} + 64
            mov eax, 1
            call {again}
        }
        @entry fn start() never { again(1) }
        """;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anInterruptHasTheInterruptStack(boolean optimised) throws IOException {
        assertEquals("", said(system(ANEW.formatted(512)), optimised));
        String said = said(system(ANEW.formatted(128)), optimised);
        assertTrue(said.matches("(?s)m.ash:5:.*`breakpoint` may take \\d+ bytes of stack, expected at most the 128 bytes of `stack`: m.breakpoint \\(80\\), .*"), said);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theReportSaysWhatEachEntryTakes(boolean optimised) throws IOException {
        Program program = system(ANEW.formatted(512));
        String report = CodeGenerator.stackBounds(program, optimised ? Optional.of(Native.optimised(program)) : Optional.empty());
        assertTrue(report.matches("(?s) +\\d+  m\\.breakpoint: m\\.breakpoint \\(80\\), m\\.breakpoint\\.body \\(\\d+\\), m\\.again \\(\\d+\\)\\R.*"), report);
        assertTrue(report.contains("  m.begin: m.begin (0), m.again (") && !report.contains("no bound"), report);
    }

    private static Program system(String source) throws IOException {
        return Sources.checked("m", List.of(new SourceFile("cpu.ash", Files.readString(Sources.CPU)), new SourceFile("m.ash", source)));
    }

    private static String said(Program program, boolean optimised) {
        Diagnostics diagnostics = new Diagnostics();
        CodeGenerator.Options options = new CodeGenerator.Options("m.o", ".", false);
        if (optimised) {
            CodeGenerator.generate(program, Native.optimised(program), options, diagnostics);
        } else {
            CodeGenerator.generate(program, options, diagnostics);
        }
        return Sources.said(diagnostics);
    }

    private static String said(String source) {
        return said(Sources.checked("m", List.of(new SourceFile("m.ash", source))), false);
    }
}
