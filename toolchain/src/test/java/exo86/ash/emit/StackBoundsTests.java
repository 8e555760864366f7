package exo86.ash.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.ash.source.Diagnostics;
import exo86.ash.source.SourceFile;
import exo86.ash.tree.Program;
import java.util.List;
import org.junit.jupiter.api.Test;

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

    private static String said(String source) {
        Program program = Sources.checked("m", List.of(new SourceFile("m.ash", source)));
        Diagnostics diagnostics = new Diagnostics();
        CodeGenerator.generate(program, new CodeGenerator.Options("m.o", ".", false), diagnostics);
        return Sources.said(diagnostics);
    }
}
