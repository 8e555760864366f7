package exo86.ash.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.ash.TestFiles;
import exo86.ash.source.Diagnostics;
import exo86.ash.source.SourceFile;
import exo86.ash.syntax.Parser;
import exo86.ash.syntax.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class FormatterTests {
    /** Wrong on purpose, or laid out otherwise on purpose. */
    private static final List<String> OTHERWISE = List.of("toolchain/src/test/ashlar/diagnostics", "toolchain/src/test/ashlar/syntax",
            "toolchain/src/test/ashlar/format/before.ash", "toolchain/src/test/ashlar/partial/broken.ash");

    private static String format(String text) {
        Diagnostics diagnostics = new Diagnostics();
        String result = Formatter.format(new SourceFile("test.ash", text), diagnostics).orElse("");
        assertEquals(List.of(), diagnostics.all());
        return result;
    }

    /** The tokens that are written, each as its text. */
    private static List<String> tokens(String text) {
        return Parser.tokens(new SourceFile("test.ash", text), new Diagnostics()).stream().map(t -> t.kind() + " " + t.text().strip()).toList();
    }

    private static List<String> comments(String text) {
        List<Token> tokens = Parser.tokens(new SourceFile("test.ash", text), new Diagnostics());
        List<String> comments = new ArrayList<>();
        int at = 0;
        for (Token token : tokens) {
            String between = text.substring(at, Math.max(at, token.start()));
            between.lines().map(String::strip).filter(l -> l.startsWith("//")).forEach(comments::add);
            at = Math.max(at, token.end());
        }
        return comments;
    }

    private static void assertKept(String before, String after, String what) {
        assertEquals(tokens(before), tokens(after), what);
        assertEquals(comments(before), comments(after), what);
        assertEquals(after, format(after), what + ": again");
        assertFalse(after.lines().anyMatch(l -> l.endsWith(" ") && !before.contains(l)), what + ": blanks at the end of a line");
    }

    @Test
    void everyRuleAsItIs() throws IOException {
        String before = Files.readString(TestFiles.ashlar("format/before.ash"));
        String after = format(before);
        assertKept(before, after, "before.ash");
        TestFiles.golden(TestFiles.ashlar("format/after.txt"), after);
    }

    /** The whole tree is laid out: {@code ./exo86 ash fmt FILE} does it. */
    @TestFactory
    Stream<DynamicTest> theTreeIsLaidOut() throws IOException {
        List<Path> files = new ArrayList<>();
        for (String folder : List.of("exokernel", "guest", "tests", "toolchain/src")) {
            try (Stream<Path> all = Files.walk(TestFiles.project().resolve(folder))) {
                all.filter(f -> f.toString().endsWith(".ash") && !f.toString().contains("/target/")).sorted().forEach(files::add);
            }
        }
        assertTrue(files.size() > 150, "files: " + files.size());
        return files.stream().filter(f -> OTHERWISE.stream().noneMatch(o -> shown(f).startsWith(o)))
                .map(f -> DynamicTest.dynamicTest(shown(f), () -> assertEquals(format(Files.readString(f)), Files.readString(f),
                        "not laid out: ./exo86 ash fmt " + shown(f))));
    }

    private static String shown(Path file) {
        return TestFiles.project().relativize(file).toString();
    }

    /** Whatever blanks stand between tokens, the result has the same tokens and is the same for all. */
    @Test
    void blanksBetweenTokensDoNotMatter() throws IOException {
        Random random = new Random(11);
        try (Stream<Path> all = Files.list(TestFiles.ashlar("run"))) {
            for (Path file : all.filter(f -> f.toString().endsWith(".ash")).sorted().toList()) {
                String text = Files.readString(file);
                String torn = torn(text, random);
                String after = format(torn);
                assertKept(torn, after, file + ", torn, seed 11");
                assertEquals(format(text), after, file + ", torn, seed 11");
            }
        }
    }

    /** Where a blank stands, one to three; where none does, half of the time one to three too. */
    private static String torn(String text, Random random) {
        StringBuilder out = new StringBuilder();
        List<Token> tokens = Parser.tokens(new SourceFile("test.ash", text), new Diagnostics());
        int at = 0;
        for (Token token : tokens) {
            String between = text.substring(at, Math.max(at, token.start()));
            if (between.isBlank() && !between.contains("\n")) {
                boolean start = out.isEmpty() || out.charAt(out.length() - 1) == '\n';
                between = start || between.isEmpty() && random.nextBoolean() ? between : " ".repeat(1 + random.nextInt(3));
            }
            out.append(between).append(token.text());
            at = Math.max(at, token.end());
        }
        return out.toString();
    }

    @Test
    void wrongTextIsLeftAlone() {
        Diagnostics diagnostics = new Diagnostics();
        assertTrue(Formatter.format(new SourceFile("x.ash", "module x\nfn ( {\n"), diagnostics).isEmpty());
        assertTrue(diagnostics.hasErrors());
    }

    @Test
    void smallThings() {
        assertEquals("module x\n", format("\n\n  module x"));
        assertEquals("module x\n", format("\uFEFFmodule x\r\n\r\n"));
        assertEquals("module x\n// end\n", format("module x\n// end"));
    }
}
