package exo86.ash.syntax;

import exo86.ash.TestFiles;
import exo86.ash.source.Diagnostics;
import exo86.ash.source.Renderer;
import exo86.ash.source.SourceFile;
import exo86.ash.source.SourceReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No text makes the parser or the renderer throw or run for ever. */
final class ParserFuzzTests {
    private static final int RUNS = 250;

    private static void survives(String text, String what) {
        Diagnostics diagnostics = new Diagnostics();
        try {
            Unit unit = Parser.parse(new SourceFile("fuzz.ash", text), diagnostics);
            Dump.of(unit);
            new Renderer(true).render(diagnostics.all());
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError(what + ":\n" + text, e);
        }
    }

    private static void within(int seed, java.util.function.IntFunction<String> texts) {
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(240), () -> {
            for (int run = 0; run < RUNS; run++) {
                survives(texts.apply(run), "seed " + seed + " run " + run);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void mutatedTokens(int seed) throws IOException {
        Random random = new Random(seed);
        List<String> words = new ArrayList<>();
        for (String name : List.of("declarations", "statements", "expressions")) {
            String text = Files.readString(TestFiles.ashlar("syntax/" + name + ".ash"));
            for (Token token : new Lexer(new SourceFile(name, text), new Diagnostics()).tokens()) {
                words.add(token.kind() == TokenKind.NEWLINE ? "\n" : token.text() + " ");
            }
        }
        within(seed, run -> {
            List<String> mutated = new ArrayList<>(words);
            for (int i = random.nextInt(20); i >= 0; i--) {
                int at = random.nextInt(mutated.size());
                switch (random.nextInt(4)) {
                    case 0 -> mutated.remove(at);
                    case 1 -> mutated.add(at, words.get(random.nextInt(words.size())));
                    case 2 -> mutated.set(at, words.get(random.nextInt(words.size())));
                    default -> mutated.subList(at, Math.min(mutated.size(), at + random.nextInt(30))).clear();
                }
                if (mutated.isEmpty()) {
                    mutated.add("module m");
                }
            }
            return String.join("", mutated);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void shuffledTokens(int seed) {
        Random random = new Random(seed);
        TokenKind[] kinds = TokenKind.values();
        within(seed, run -> {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "module m\nfn f() {" : "");
            for (int i = random.nextInt(300); i >= 0; i--) {
                TokenKind kind = kinds[random.nextInt(kinds.length)];
                text.append(switch (kind) {
                    case IDENTIFIER -> List.of("x", "_", "some", "asm", "interrupt", "test", "user", "pad").get(random.nextInt(8));
                    case NUMBER -> "12";
                    case TEXT -> "\"s\"";
                    case C_TEXT -> "c\"s\"";
                    case NEWLINE -> "\n";
                    case END, BROKEN, ASSEMBLY -> "$";
                    default -> kind.text;
                }).append(' ');
            }
            return text.toString();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 7})
    void randomBytes(int seed) {
        Random random = new Random(seed);
        within(seed, run -> {
            byte[] bytes = new byte[random.nextInt(2_000)];
            random.nextBytes(bytes);
            try {
                SourceReader.decode(bytes, "fuzz");
            } catch (SourceReader.Unreadable e) {
                Assertions.assertTrue(e.getMessage().contains("is not UTF-8"), e.getMessage());
            }
            return new String(bytes, random.nextBoolean() ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
        });
    }
}
