package exo86.ash.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person sees of an error, and what is guessed of a mistyped name. */
final class RendererTests {
    private static String render(String text, int start, int end, boolean colour) {
        SourceFile file = new SourceFile("a.ash", text);
        return new Renderer(colour).render(new Diagnostics.Diagnostic(new Span(file, start, end), "wrong", List.of(), ""));
    }

    @Test
    void placeNoteAndHint() {
        SourceFile file = new SourceFile("a.ash", "one two\n\tthree\n");
        Diagnostics diagnostics = new Diagnostics();
        diagnostics.error(new Span(file, 9, 14), "later", List.of(new Diagnostics.Note(new Span(file, 4, 7), "because")), "do");
        diagnostics.error(new Span(file, 0, 3), "first");
        diagnostics.error(new Span(file, 0, 3), "first");
        assertEquals("""
                a.ash:1:1: error: first
                  1 | one two
                    | ^~~
                a.ash:2:2: error: later
                  2 |     three
                    |     ^~~~~
                a.ash:1:5: note: because
                  1 | one two
                    |     ^~~
                  hint: do
                2 errors
                """, new Renderer(false).render(diagnostics.all()));
    }

    @Test
    void longLinesAreCutAroundTheMark() {
        String shown = render("x".repeat(500) + "HERE" + "y".repeat(500), 500, 504, false);
        String[] lines = shown.split("\n");
        assertTrue(lines[1].length() < 140, lines[1]);
        assertEquals("HERE", lines[1].substring(lines[2].indexOf('^'), lines[2].indexOf('^') + 4));
        assertTrue(lines[2].endsWith("^~~~"), lines[2]);
    }

    @Test
    void marksStayInTheirLineAndControlCharactersOffTheTerminal() {
        assertEquals("a.ash:1:3: error: wrong\n  1 | a\uFFFDbc\n    |   ^~\n", render("a\u001bbc\nnext line", 2, 12, false));
        assertEquals("a.ash:1:2: error: wrong\n  1 | a\n    |  ^\n", render("a", 1, 1, false));
    }

    @Test
    void colourOnlyIfAsked() {
        assertTrue(render("abc", 0, 1, true).contains("\u001b[31merror:"));
        assertTrue(!render("abc", 0, 1, false).contains("\u001b"));
    }

    @ParameterizedTest
    @CsvSource({"lenght,length", "frame_aloc,frame_alloc", "Pet,Pte", "x,''", "whatever,''", "FRAME,frame"})
    void spelling(String wrong, String meant) {
        assertEquals(meant, Spelling.nearest(wrong, List.of("length", "frame_alloc", "Pte", "frame", "zz")).orElse(""));
    }
}
