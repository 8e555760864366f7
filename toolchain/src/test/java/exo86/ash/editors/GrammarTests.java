package exo86.ash.editors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import exo86.ash.TestFiles;
import exo86.ash.source.Diagnostics;
import exo86.ash.source.SourceFile;
import exo86.ash.syntax.Parser;
import exo86.ash.syntax.Token;
import exo86.ash.syntax.TokenKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The editors' grammar against the compiler's own lexer. */
final class GrammarTests {
    private static final Path EDITORS = TestFiles.project().resolve("toolchain/editors/vscode");

    private static Grammar grammar() throws IOException {
        return new Grammar(Files.readString(EDITORS.resolve("syntaxes/ashlar.tmLanguage.json")));
    }

    /** What the scope of a token's characters begins with. */
    private static List<String> expected(TokenKind kind) {
        return switch (kind) {
            case NUMBER -> List.of("constant.numeric", "constant.character");
            case TEXT, C_TEXT -> List.of("string", "constant.character.escape", "constant.other.placeholder");
            case IDENTIFIER -> List.of("variable", "entity", "support.type", "storage.modifier", "constant.other");
            case TRUE, FALSE, NONE, UNINIT -> List.of("constant.language");
            case MUT -> List.of("storage.modifier");
            case AS, AS_CHECKED, AND, OR, NOT -> List.of("keyword.operator.word");
            case OPEN, CLOSE, OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET, COMMA, SEMICOLON, COLON, DOT -> List.of("punctuation");
            case AT -> List.of("punctuation", "entity.other.attribute-name");
            case ASSEMBLY -> List.of("meta.assembly", "comment", "string", "variable", "entity.name.label", "constant.numeric", "keyword.mnemonic");
            default -> kind.keyword() ? List.of("keyword.control", "keyword.declaration") : List.of("keyword.operator");
        };
    }

    private static void check(Grammar grammar, String text, String what, Set<TokenKind> met) {
        String[] scopes = grammar.scopes(text);
        int before = 0;
        for (Token token : Parser.tokens(new SourceFile(what, text), new Diagnostics())) {
            for (int i = before; i < token.start(); i++) {
                String scope = scopes[i] == null ? "" : scopes[i];
                assertTrue(Character.isWhitespace(text.charAt(i)) || scope.startsWith("comment"), what + ", between tokens: " + place(text, i) + " is " + scope);
            }
            met.add(token.kind());
            if (token.kind() == TokenKind.NEWLINE || token.kind() == TokenKind.END) {
                continue;
            }
            for (int i = token.start(); i < token.end(); i++) {
                String scope = scopes[i] == null ? "" : scopes[i];
                boolean blank = Character.isWhitespace(text.charAt(i)) && token.kind() == TokenKind.ASSEMBLY;
                assertTrue(blank || expected(token.kind()).stream().anyMatch(scope::startsWith),
                        what + ": " + token.kind() + " `" + token.text().lines().findFirst().orElse("") + "` at " + place(text, i) + " is `" + scope + "`");
            }
            before = Math.max(before, token.end());
        }
    }

    private static String place(String text, int at) {
        long line = 1 + text.substring(0, at).chars().filter(c -> c == '\n').count();
        return "line " + line + ": " + text.substring(at, Math.min(text.length(), at + 10)).replace("\n", "\\n");
    }

    /** Kernel, library and kernels of the bench: every token has the scope of its kind. */
    @Test
    void theTreeIsColouredAsTheLexerReadsIt() throws IOException {
        Grammar grammar = grammar();
        Set<TokenKind> met = EnumSet.noneOf(TokenKind.class);
        List<Path> files = new ArrayList<>();
        for (String folder : List.of("exokernel/kernel", "guest/libos", "tests/bench", "toolchain/src/test/ashlar/tools",
                "toolchain/src/test/ashlar/listing", "toolchain/src/main/resources/exo86/ash/library")) {
            try (Stream<Path> all = Files.walk(TestFiles.project().resolve(folder))) {
                all.filter(f -> f.toString().endsWith(".ash") && !f.toString().contains("/target/")).forEach(files::add);
            }
        }
        assertTrue(files.size() > 60);
        for (Path file : files) {
            check(grammar, Files.readString(file), file.getFileName().toString(), met);
        }
        for (TokenKind kind : List.of(TokenKind.ASSEMBLY, TokenKind.NUMBER, TokenKind.TEXT, TokenKind.IDENTIFIER)) {
            assertTrue(met.contains(kind), kind.toString());
        }
    }

    /** Keywords and symbols, each alone between blanks. */
    @Test
    void everyKindIsCovered() throws IOException {
        Grammar grammar = grammar();
        for (TokenKind kind : TokenKind.values()) {
            boolean written = kind.ordinal() >= TokenKind.MODULE.ordinal() && !kind.name().startsWith("HABIT");
            if (written) {
                check(grammar, "x " + kind.text() + " y\n", kind.text(), EnumSet.noneOf(TokenKind.class));
            }
        }
        for (String text : List.of("c\"zero-ended\"", "\"a {x} \\n \\u{20AC} {{\"", "'\\x41'", "0x1F", "0b101", "0o17", "1_000")) {
            check(grammar, "x = " + text + "\n", text, EnumSet.noneOf(TokenKind.class));
        }
    }

    @Test
    void theExtensionNamesWhatIsThere() throws IOException {
        var contributes = JsonParser.parseString(Files.readString(EDITORS.resolve("package.json"))).getAsJsonObject().getAsJsonObject("contributes");
        String grammar = contributes.getAsJsonArray("grammars").get(0).getAsJsonObject().get("path").getAsString();
        String configuration = contributes.getAsJsonArray("languages").get(0).getAsJsonObject().get("configuration").getAsString();
        assertTrue(Files.exists(EDITORS.resolve(grammar)));
        JsonParser.parseString(Files.readString(EDITORS.resolve(configuration)));
        assertEquals("source.ashlar", contributes.getAsJsonArray("grammars").get(0).getAsJsonObject().get("scopeName").getAsString());
        assertTrue(Files.readAllLines(EDITORS.resolve("extension.js")).size() <= 22, "a small extension");
    }
}
