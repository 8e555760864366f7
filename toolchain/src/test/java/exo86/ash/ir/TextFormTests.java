package exo86.ash.ir;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.ash.opt.Passes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The text form is read back as it was written, and no text makes the parser fail otherwise than by saying where it is wrong. */
final class TextFormTests {
    @Test
    void whatIsPrintedIsReadBack() throws IOException, TextException {
        int functions = 0;
        for (Path file : Runs.programs()) {
            Module module = Runs.lowered(file);
            functions += roundTrip(module);
            Passes.run(module);
            functions += roundTrip(module);
        }
        assertTrue(functions > 1000, "functions read back: " + functions);
    }

    private static int roundTrip(Module module) throws TextException {
        for (Function function : module.functions()) {
            String text = Printer.print(function, true);
            List<Function> read = Parser.functions(text);
            assertEquals(1, read.size());
            assertEquals(text, Printer.print(read.getFirst(), true));
            assertEquals(List.of(), Verifier.complaints(read.getFirst()));
        }
        return module.functions().size();
    }

    @Test
    void damagedTextIsRefusedWithALine() throws IOException {
        Random random = new Random(86);
        int refused = 0;
        for (Path file : Runs.programs().subList(0, 12)) {
            for (Function function : Runs.lowered(file).functions()) {
                StringBuilder text = new StringBuilder(Printer.print(function, true));
                for (int change = 0; change < 3; change++) {
                    int at = random.nextInt(text.length());
                    switch (random.nextInt(3)) {
                        case 0 -> text.deleteCharAt(at);
                        case 1 -> text.insert(at, "%^$&@(){}[]|,:=\"\\-+*? 9a\n".charAt(random.nextInt(25)));
                        default -> text.setLength(at + 1);
                    }
                }
                try {
                    Parser.functions(text.toString()).forEach(Verifier::complaints);
                } catch (TextException wrong) {
                    assertTrue(wrong.line() > 0);
                    refused++;
                }
            }
        }
        assertTrue(refused > 100, "texts refused: " + refused);
    }

    @Test
    void theVerifierSeesWhatIsBroken() throws TextException {
        assertFalse(complaints("^0(%0):\n %1 = add %2, 1\n %2 = add %0, 1\n return %1").isEmpty());
        assertFalse(complaints("^0(%0):\n jump ^1()\n^1(%1):\n return %1").isEmpty());
        assertFalse(complaints("^0(%0):\n %0 = add %0, 1\n return %0").isEmpty());
        assertFalse(complaints("^0(%0):\n %1 = udiv %0, 0\n return %1").isEmpty());
        assertFalse(complaints("^0(%0):\n return %0, %0").isEmpty());
        assertFalse(complaints("^0(%0):\n branch eq %0, 1 ^1() ^2()\n^1():\n %1 = add %0, 1\n jump ^2()\n^2():\n return %1").isEmpty());
        assertTrue(complaints("^0(%0):\n return %0").isEmpty());
    }

    @Test
    void inlinedCallsAreOfTheFunction() throws TextException {
        String head = "function f() registers 0 results 0 at \"a.ash\":3 {\n";
        Function function = Parser.functions(head + """
                  inlined #0 g at "b.ash":7 @4
                  inlined #1 h at "b.ash":9 @"b.ash":8 in #0
                  slot $0 size 4 align 4 home n#1
                ^0():
                  debug n#1 = 5 @9 in #1
                  return @"a.ash":5
                }
                """).getFirst();
        assertEquals(List.of(), Verifier.complaints(function));
        InlinedCall inner = function.inlined().getLast();
        assertEquals("h", inner.callee().name());
        assertEquals("g", inner.outer().orElseThrow().callee().name());
        assertEquals(inner, function.homes().getFirst().variable().inlined().orElseThrow());
        assertEquals(inner.callee().variables(), List.of(function.homes().getFirst().variable().origin()));
        assertThrows(TextException.class, () -> Parser.functions(head + "^0():\n  return @4 in #0\n}\n"));
        assertThrows(TextException.class, () -> Parser.functions(head + "  inlined #1 g @4\n^0():\n  return @4\n}\n"));
        function.inlined().remove(inner);
        assertEquals(3, Verifier.complaints(function).size(), Verifier.complaints(function).toString());
    }

    private static List<String> complaints(String body) throws TextException {
        return Verifier.complaints(Parser.functions("function f(%0) registers 1 results 1 {\n" + body + "\n}\n").getFirst());
    }

    @Test
    void messagesNameTheLine() {
        TextException wrong = assertThrows(TextException.class, () -> Parser.functions("function f() registers 0 results 0 {\n^0():\n  bogus 3\n}\n"));
        assertEquals(3, wrong.line());
    }
}
