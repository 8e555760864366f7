package exo86.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import exo86.conform.Divergence;
import exo86.conform.Tally;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What {@code exo86 conform} prints: on standard output the failures as they come and a table, or JSON lines; on standard error, at a terminal,
 * how far it is. Groups without a failure share one line of the table with the others of their suite if there are many.
 */
final class ConformReport {
    private static final int MANY = 40;

    private final boolean json;
    private final int groups;
    private final boolean progress = System.console() != null && System.console().isTerminal();
    private final PrintStream out = System.out;
    private int done;
    private long failed;

    ConformReport(boolean json, int groups) {
        this.json = json;
        this.groups = groups;
    }

    void group(Tally tally) {
        done++;
        failed += tally.failures().size();
        erase();
        tally.failures().forEach(failure -> failure(tally, failure));
        if (json && tally.run() + tally.skipped() > 0) {
            JsonObject line = object("group", tally);
            counts(line, tally.passed(), tally.failures().size(), tally.skipped());
            if (tally.compiles()) {
                line.addProperty("compiled", tally.compiledVectors());
                line.addProperty("handedBack", tally.handedBack());
            }
            out.println(line);
        }
    }

    /** How far it is. Groups that have run already count here before it is their turn to be printed. */
    void progress(int vectors, int failures) {
        if (progress) {
            System.err.printf("\r%d of %d groups, %,d vectors, %,d failed", done, groups, vectors, failures);
            System.err.flush();
        }
    }

    private void erase() {
        if (progress) {
            System.err.print("\r" + " ".repeat(70) + "\r");
        }
    }

    private static JsonObject object(String kind, Tally tally) {
        JsonObject line = new JsonObject();
        line.addProperty("schema", "exo86/1");
        line.addProperty("kind", kind);
        line.addProperty("suite", tally.suite);
        line.addProperty("group", tally.group);
        return line;
    }

    private static void counts(JsonObject line, long passed, long failures, long skipped) {
        line.addProperty("passed", passed);
        line.addProperty("failed", failures);
        line.addProperty("skipped", skipped);
    }

    private void failure(Tally tally, Tally.Failure failure) {
        Divergence divergence = failure.divergence();
        if (json) {
            JsonObject line = object("failure", tally);
            line.addProperty("vector", failure.vector());
            line.addProperty("bytes", divergence.bytes());
            line.addProperty("instruction", divergence.instruction());
            JsonArray differences = new JsonArray();
            divergence.differences().forEach(differences::add);
            line.add("differences", differences);
            line.addProperty("rule", divergence.rule());
            if (!divergence.place().isEmpty()) {
                line.addProperty("place", divergence.place());
            }
            out.println(line);
            return;
        }
        out.println("FAIL " + tally.suite + "/" + tally.group + "/" + failure.vector());
        int width = divergence.listing().stream().mapToInt(line -> line.bytes().length()).max().orElse(0);
        divergence.listing().forEach(line -> out.println("     " + line.bytes() + " ".repeat(width - line.bytes().length()) + "  " + line.text()));
        divergence.differences().forEach(difference -> out.println("     " + difference));
        if (!divergence.rule().isEmpty()) {
            out.println("     rule: " + divergence.rule());
        }
        if (!divergence.place().isEmpty()) {
            out.println("     from: " + divergence.place());
        }
    }

    /** True if nothing failed. */
    boolean finish(List<Tally> tallies) {
        erase();
        long passed = tallies.stream().mapToLong(Tally::passed).sum();
        long skipped = tallies.stream().mapToLong(Tally::skipped).sum();
        Map<String, Integer> reasons = new TreeMap<>();
        tallies.forEach(tally -> tally.skips().forEach((reason, n) -> reasons.merge(reason, n, Integer::sum)));
        if (json) {
            JsonObject line = new JsonObject();
            line.addProperty("schema", "exo86/1");
            line.addProperty("kind", "total");
            counts(line, passed, failed, skipped);
            out.println(line);
        } else {
            table(tallies);
            handedBack(tallies);
            reasons.forEach((reason, n) -> out.printf("skipped %d: %s%n", n, reason));
            out.printf("%,d passed, %,d failed, %,d skipped%n", passed, failed, skipped);
        }
        out.flush();
        return failed == 0;
    }

    /** Vectors that the interpreter ran although they were to be compiled, by form: they say nothing about compiled code. */
    private void handedBack(List<Tally> tallies) {
        Map<String, List<Tally>> suites = new TreeMap<>();
        tallies.stream().filter(Tally::compiles).forEach(tally -> suites.computeIfAbsent(tally.suite, key -> new ArrayList<>()).add(tally));
        suites.forEach((suite, all) -> {
            long compiled = all.stream().mapToLong(Tally::compiledVectors).sum();
            long interpreted = all.stream().mapToLong(Tally::handedBack).sum();
            out.printf("%s: %,d vectors ran as compiled code, %,d were handed back to the interpreter%n", suite, compiled, interpreted);
            line("  never compiled:", all.stream().filter(tally -> tally.compiledVectors() == 0).map(tally -> tally.group).toList());
            line("  by a quarter or more:", all.stream().filter(tally -> tally.compiledVectors() > 0 && tally.handedBack() > tally.compiledVectors() / 3)
                    .map(tally -> "%s (%d of %d)".formatted(tally.group, tally.handedBack(), tally.handedBack() + tally.compiledVectors())).toList());
        });
    }

    private void line(String head, List<String> names) {
        if (!names.isEmpty()) {
            out.println(head + " " + String.join(", ", names));
        }
    }

    private void table(List<Tally> tallies) {
        out.printf("%-32s %9s %9s %9s%n", "group", "passed", "failed", "skipped");
        Map<String, long[]> rows = new java.util.LinkedHashMap<>();
        Map<String, Long> sizes = new TreeMap<>();
        tallies.forEach(tally -> sizes.merge(tally.suite, 1L, Long::sum));
        for (Tally tally : tallies) {
            boolean alone = sizes.get(tally.suite) <= MANY || !tally.failures().isEmpty();
            long[] row = rows.computeIfAbsent(alone ? tally.suite + "/" + tally.group : tally.suite + " (no failure)", key -> new long[3]);
            row[0] += tally.passed();
            row[1] += tally.failures().size();
            row[2] += tally.skipped();
        }
        rows.forEach((name, row) -> {
            if (row[0] + row[1] + row[2] > 0) {
                out.printf("%-32s %,9d %,9d %,9d%n", name, row[0], row[1], row[2]);
            }
        });
    }
}
