package exo86.ash.opt;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import exo86.ash.check.Checker;
import exo86.ash.emit.Sources;
import exo86.ash.ir.Module;
import exo86.ash.ir.Runs;
import exo86.ash.ir.lower.Lowering;
import exo86.ash.opt.RandomPrograms.Node;
import exo86.ash.source.Diagnostics;
import exo86.ash.source.SourceFile;
import exo86.ash.syntax.Parser;
import exo86.ash.tree.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Random programs do after all passes what they did before, in the interpreter. {@code -Dseed=N} begins elsewhere, {@code -Dprograms=N} makes more. A program that
 * differs is made smaller, statement by statement, before it is shown.
 */
final class RandomProgramTests {
    private final SourceFile host = read("host");
    private final SourceFile cpu;

    RandomProgramTests() throws IOException {
        cpu = new SourceFile("cpu.ash", Files.readString(Sources.CPU));
    }

    private static SourceFile read(String name) throws IOException {
        return new SourceFile(name + ".ash", Files.readString(Runs.PROGRAMS.resolve(name + ".ash")));
    }

    @Test
    void passesKeepWhatProgramsDo() {
        long first = Long.getLong("seed", 8600);
        int count = Integer.getInteger("programs", 100);
        int ran = 0;
        for (long seed = first; seed < first + count; seed++) {
            List<List<Node>> functions = RandomPrograms.statements(seed);
            Optional<String> wrong = difference(seed, functions);
            if (wrong.isPresent()) {
                fail("seed " + seed + ": " + wrong.get() + "\n" + shrink(seed, functions));
            }
            ran += checked(text(seed, functions)).isPresent() ? 1 : 0;
        }
        assertTrue(ran > count * 3 / 4, "of " + count + " programs from seed " + first + " were well-typed: " + ran);
    }

    /** A value that had been moved in front of an inner loop counted as defined outside of the loop around it. */
    @Test
    void programsThatOnceDifferedStayEqual() {
        for (long seed : new long[] {50656}) {
            List<List<Node>> functions = RandomPrograms.statements(seed);
            assertTrue(checked(text(seed, functions)).isPresent());
            difference(seed, functions).ifPresent(wrong -> fail("seed " + seed + ": " + wrong));
        }
    }

    private static String text(long seed, List<List<Node>> functions) {
        return RandomPrograms.typed(seed, RandomPrograms.source(seed, functions));
    }

    private Optional<Program> checked(String text) {
        Diagnostics diagnostics = new Diagnostics();
        var units = List.of(host, cpu, new SourceFile("random.ash", text)).stream().map(source -> Parser.parse(source, diagnostics)).toList();
        Optional<Program> program = diagnostics.hasErrors() ? Optional.empty() : Checker.check(units, diagnostics, new Checker.Options("random"));
        return diagnostics.hasErrors() ? Optional.empty() : program;
    }

    private Optional<String> difference(long seed, List<List<Node>> functions) {
        Optional<Program> program = checked(text(seed, functions));
        if (program.isEmpty()) {
            return Optional.empty();
        }
        Runs.Result before = Runs.run(Lowering.lower(program.get()));
        try {
            Module module = Lowering.lower(program.get());
            Passes.run(module);
            Runs.Result after = Runs.run(module);
            return before.output().equals(after.output()) && before.exit() == after.exit() ? Optional.empty()
                    : Optional.of("expected " + before.output() + "found " + after.output());
        } catch (RuntimeException broken) {
            return Optional.of(broken.toString());
        }
    }

    /** The smallest program found that still differs. */
    private String shrink(long seed, List<List<Node>> functions) {
        boolean again = true;
        while (again) {
            again = false;
            for (List<Node> body : functions) {
                again |= shrink(seed, functions, body);
            }
        }
        return text(seed, functions);
    }

    private boolean shrink(long seed, List<List<Node>> functions, List<Node> body) {
        boolean smaller = false;
        for (int i = body.size() - 1; i >= 0; i--) {
            Node removed = body.remove(i);
            if (difference(seed, functions).isPresent()) {
                smaller = true;
                continue;
            }
            List<Node> inner = new ArrayList<>(removed.inside);
            body.addAll(i, inner);
            if (!inner.isEmpty() && difference(seed, functions).isPresent()) {
                smaller = true;
                continue;
            }
            body.subList(i, i + inner.size()).clear();
            body.add(i, removed);
            smaller |= shrink(seed, functions, removed.inside);
        }
        return smaller;
    }
}
