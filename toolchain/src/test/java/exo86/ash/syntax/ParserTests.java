package exo86.ash.syntax;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.ash.TestFiles;
import exo86.ash.source.Diagnostics;
import exo86.ash.source.Renderer;
import exo86.ash.source.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Trees of whole files against golden text; single expressions against their tree; what is too deep. */
final class ParserTests {
    private static String tree(String text) {
        Diagnostics diagnostics = new Diagnostics();
        Unit unit = Parser.parse(new SourceFile("test.ash", text), diagnostics);
        assertEquals("", new Renderer(false).render(diagnostics.all()));
        return Dump.of(unit);
    }

    @ParameterizedTest
    @ValueSource(strings = {"declarations", "statements", "expressions", "newlines"})
    void goldenTree(String name) throws IOException {
        Path source = TestFiles.ashlar("syntax/" + name + ".ash");
        TestFiles.golden(TestFiles.ashlar("syntax/" + name + ".tree"), tree(Files.readString(source)));
    }

    @Test
    void theModuleCpuParses() throws IOException {
        try (InputStream in = ParserTests.class.getResourceAsStream("/exo86/ash/library/cpu.ash")) {
            assertTrue(tree(new String(in.readAllBytes(), StandardCharsets.UTF_8)).startsWith("(Unit system cpu"));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '=', quoteCharacter = '`', textBlock = """
            a + b * c                = (Binary ADD a (Binary MULTIPLY b c))
            a - b - c                = (Binary SUBTRACT (Binary SUBTRACT a b) c)
            a | b ^ c & d            = (Binary BIT_OR a (Binary BIT_XOR b (Binary BIT_AND c d)))
            x & 3 < y                = (Binary LESS (Binary BIT_AND x 3) y)
            a << b + c               = (Binary SHIFT_LEFT a (Binary ADD b c))
            not a < b and c          = (Binary AND (Unary NOT (Binary LESS a b)) c)
            a or b and c             = (Binary OR a (Binary AND b c))
            -x as u32 * y            = (Binary MULTIPLY (Convert (Unary NEGATE x) u32) y)
            -1 - 1                   = (Binary SUBTRACT -1 1)
            a-1                      = (Binary SUBTRACT a 1)
            x as? u8 as u32          = (Convert (Convert x u8 checked) u32)
            &mut a[i].f              = (AddressOf mutable (Member (Index a i) f))
            &x as *T                 = (Convert (AddressOf x) (Pointer PLAIN T))
            try f().g                = (Try (Member (Call f []) g))
            f() catch g() catch 0    = (Catch (Call f []) - (Catch (Call g []) - 0))
            f() catch |e| e as u32   = (Catch (Call f []) e (Convert e u32))
            p.*.q.*                  = (Deref (Member (Deref p) q))
            a[..]                    = (Subslice a - -)
            a[1..n + 1]              = (Subslice a 1 (Binary ADD n 1))
            [0; 4]                   = (ArrayFill 0 4)
            [[1, 2], [3]]            = (ArrayLiteral [(ArrayLiteral [1 2]) (ArrayLiteral [3])])
            m.T{ a, b: 1 }           = (Literal (Member m T) [(FieldValue a a) (FieldValue b 1)])
            a +? b *? c -? d         = (Binary SUBTRACT_TRAP (Binary ADD_TRAP a (Binary MULTIPLY_TRAP b c)) d)
            f as fn(u32, *T) u8      = (Convert f (Function [u32 (Pointer PLAIN T)] u8))
            p as *?*T                = (Convert p (Pointer PLAIN (Pointer PLAIN nullable T)))
            '\\x41' + '\\n' + '"'      = (Binary ADD (Binary ADD 65 10) 34)
            0xFF_FF + 0b101 + 0o17   = (Binary ADD (Binary ADD 65535 5) 15)
            c"a\\0" as *u8           = (Convert (Text "a\\0" zeroEnded) (Pointer PLAIN u8))
            if a { 1 } else { 2 }    = (If a (Block [(Evaluate 1)]) (Block [(Evaluate 2)]))
            offset_of(m.T, f)        = (OffsetOf m.T f)
            """)
    void expression(String text, String expected) {
        assertEquals("(Unit m (Constant <> X - " + expected + "))", tree("module m\nconst X = " + text).strip().replaceAll("\\s+", " "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "[", "- ", "not ", "f(", "*", "& ", "try ", "if a { ", "{ ", "T{ a: ", "x[", "match x { _ => "})
    void depthIsLimited(String opening) {
        Diagnostics diagnostics = new Diagnostics();
        Parser.parse(new SourceFile("deep.ash", "module m\nfn f() {\n" + opening.repeat(20_000) + "\n}\n"), diagnostics);
        assertTrue(diagnostics.all().stream().anyMatch(d -> d.message().contains("nesting is deeper than 256")), diagnostics.all().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {" + a", ".a", "[0]", "()", " as u32", " or a", ".*"})
    void chainsAreLimited(String link) {
        Diagnostics diagnostics = new Diagnostics();
        Parser.parse(new SourceFile("long.ash", "module m\nconst X = a" + link.repeat(5_000) + "\n"), diagnostics);
        assertTrue(diagnostics.all().stream().anyMatch(d -> d.message().contains("more than 1000 operators")), diagnostics.all().toString());
    }

    @Test
    void longTablesAreNotChains() {
        assertTrue(tree("module m\nconst X = [" + "1 + f(2), ".repeat(5_000) + "]\n").contains("Constant"));
    }
}
