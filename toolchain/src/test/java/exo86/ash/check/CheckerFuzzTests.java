package exo86.ash.check;

import exo86.ash.TestFiles;
import exo86.ash.source.Diagnostics;
import exo86.ash.source.SourceFile;
import exo86.ash.syntax.Parser;
import exo86.ash.syntax.Unit;
import exo86.ash.tree.Program;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Programs that parse but are wrong in ways nobody thought of: accepted ones with a few names, numbers and operators exchanged.
 * The checker says something or accepts; it never throws, and never accepts after having complained.
 */
final class CheckerFuzzTests {
    private static final int RUNS = 100;
    private static final Pattern WORD = Pattern.compile("([A-Za-z_]\\w*)|(\\d\\w*)|(==|!=|<=|>=|<<|>>|[-+*/%&|^<>=.])");

    private static Unit parse(String name, String text, Diagnostics diagnostics) {
        return Parser.parse(new SourceFile(name, text), diagnostics);
    }

    private static String accepted(String name) throws IOException {
        return Files.readString(TestFiles.ashlar("diagnostics/check/accepted/" + name + ".ash"));
    }

    private static List<Unit> others(String without) throws IOException {
        List<Unit> units = new ArrayList<>();
        for (String name : List.of("constants", "statements", "other", "sink", "helper")) {
            if (!name.equals(without)) {
                units.add(parse(name, accepted(name), new Diagnostics()));
            }
        }
        try (InputStream in = CheckerFuzzTests.class.getResourceAsStream("/exo86/ash/library/cpu.ash")) {
            units.add(parse("cpu", new String(in.readAllBytes(), StandardCharsets.UTF_8), new Diagnostics()));
        }
        return units;
    }

    /** The text with some tokens replaced by others of the same kind, or of any kind. */
    private static String mutated(String text, Random random) {
        record Piece(String kind, int start, int end) {
        }
        List<Piece> pieces = new ArrayList<>();
        Matcher words = WORD.matcher(text);
        words.region(text.indexOf('\n', text.indexOf("module")), text.length());
        while (words.find()) {
            String kind = words.group(1) != null ? "name" : words.group(2) != null ? "number" : "sign";
            pieces.add(new Piece(kind, words.start(), words.end()));
        }
        StringBuilder made = new StringBuilder(text);
        int edits = 1 + random.nextInt(3);
        List<Piece> chosen = new ArrayList<>();
        for (int i = 0; i < edits; i++) {
            chosen.add(pieces.get(random.nextInt(pieces.size())));
        }
        chosen.sort((a, b) -> b.start() - a.start());
        for (Piece piece : chosen) {
            List<Piece> same = random.nextInt(8) == 0 ? pieces : pieces.stream().filter(p -> p.kind().equals(piece.kind())).toList();
            Piece other = same.get(random.nextInt(same.size()));
            if (piece.end() <= made.length()) {
                made.replace(piece.start(), piece.end(), text.substring(other.start(), other.end()));
            }
        }
        return made.toString();
    }

    @ParameterizedTest
    @CsvSource({"statements, 1", "statements, 2", "constants, 3", "constants, 4"})
    void wrongProgramsAreReported(String name, int seed) throws IOException {
        Random random = new Random(seed);
        String text = accepted(name);
        int[] parsed = {0};
        for (int run = 0; run < RUNS; run++) {
            String mutated = mutated(text, random);
            String what = name + ", seed " + seed + ", run " + run;
            Diagnostics diagnostics = new Diagnostics();
            List<Unit> units = new ArrayList<>(List.of(parse(name, mutated, diagnostics)));
            if (diagnostics.hasErrors()) {
                continue;
            }
            parsed[0]++;
            units.addAll(others(name));
            Assertions.assertTimeoutPreemptively(Duration.ofSeconds(240), () -> {
                try {
                    Optional<Program> program = Checker.check(units, diagnostics, new Checker.Options("check.accepted." + name, true, java.util.Set.of()));
                    Assertions.assertNotEquals(diagnostics.hasErrors(), program.isPresent(), what);
                } catch (IllegalStateException e) {
                    throw new AssertionError(what + ":\n" + mutated, e);
                }
            }, what);
        }
        Assertions.assertTrue(parsed[0] > RUNS / 8, "only " + parsed[0] + " of " + RUNS + " parse");
    }
}
