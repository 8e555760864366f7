package exo86.ash.syntax;

import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.ash.TestFiles;
import exo86.ash.check.Checker;
import exo86.ash.emit.CodeGenerator;
import exo86.ash.ir.Module;
import exo86.ash.ir.lower.Lowering;
import exo86.ash.opt.Passes;
import exo86.ash.source.Diagnostics;
import exo86.ash.source.SourceFile;
import exo86.ash.tree.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that parse but mean nothing: names, numbers and operators exchanged. Checker and code generators report errors and never throw. {@code -Dexo86.fuzz.runs=N} makes more. */
final class CheckerFuzzTests {
    private static final int RUNS = Integer.getInteger("exo86.fuzz.runs", 150);

    private static List<String> sources() throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.list(TestFiles.ashlar("run"))) {
            for (Path file : files.filter(f -> !f.endsWith("host.ash")).sorted().toList()) {
                texts.add(Files.readString(file));
            }
        }
        String page = Files.readString(TestFiles.project().resolve("docs/ashlar.md"));
        for (String part : page.split("```ash\n")) {
            String block = part.substring(0, Math.max(0, part.indexOf("```")));
            texts.add(block.contains("module ") ? block : "module example\n" + block);
        }
        return texts;
    }

    /** The file with a few tokens replaced by others of the same kind, or of any. */
    private static String mutated(String text, Random random) {
        List<Token> tokens = new Lexer(new SourceFile("fuzz", text), new Diagnostics()).tokens();
        StringBuilder out = new StringBuilder(text);
        for (int i = random.nextInt(3); i >= 0; i--) {
            Token at = tokens.get(random.nextInt(tokens.size()));
            List<Token> others = random.nextInt(8) == 0 ? tokens : tokens.stream().filter(t -> t.kind() == at.kind()).toList();
            String replacement = others.get(random.nextInt(others.size())).text();
            if (at.end() <= out.length()) {
                out.replace(at.start(), at.end(), replacement);
            }
        }
        return out.toString();
    }

    /** Code of both levels, whatever it does. */
    private static void generate(Program program) {
        CodeGenerator.Options options = new CodeGenerator.Options("fuzz", ".", true);
        CodeGenerator.generate(program, options, new Diagnostics());
        Module module = Lowering.lower(program);
        Passes.run(module);
        CodeGenerator.generate(program, module, options, new Diagnostics());
    }

    @ParameterizedTest
    @ValueSource(ints = {11, 12})
    void neverThrows(int seed) throws IOException {
        Random random = new Random(seed);
        List<String> sources = sources();
        Unit host = Parser.parse(new SourceFile("host", Files.readString(TestFiles.ashlar("run/host.ash"))), new Diagnostics());
        Unit cpu = Parser.parse(new SourceFile("cpu", "system module cpu\npub struct TrapFrame { eip: u32 }\npub fn bsf(x: u32) u32 { return x }\n"),
                new Diagnostics());
        int checked = 0;
        for (int run = 0; run < RUNS; run++) {
            String text = mutated(sources.get(random.nextInt(sources.size())), random);
            Diagnostics diagnostics = new Diagnostics();
            Unit unit = Parser.parse(new SourceFile("fuzz.ash", text), diagnostics);
            if (diagnostics.hasErrors()) {
                continue;
            }
            checked++;
            try {
                Checker.check(List.of(unit, host, cpu), diagnostics, new Checker.Options(unit.module(), true, Set.of())).ifPresent(CheckerFuzzTests::generate);
            } catch (RuntimeException | AssertionError | StackOverflowError e) {
                throw new AssertionError("seed " + seed + " run " + run + ":\n" + text, e);
            }
        }
        assertTrue(checked > RUNS / 4, "of " + RUNS + " programs " + checked + " parsed");
    }
}
