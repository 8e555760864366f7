package exo86.bench;

import exo86.bench.Results.Which;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** A comparison as text: a kernel a line, then the geometric mean and the whole process. */
public final class Table {
    private final Comparison comparison;
    private final Results results;
    private final List<List<String>> rows = new ArrayList<>();

    private Table(Comparison comparison) {
        this.comparison = comparison;
        this.results = comparison.results();
    }

    public static String of(Comparison comparison) {
        return new Table(comparison).text();
    }

    private String text() {
        boolean twice = results.laps() > 1;
        List<String> heads = row("kernel", "iterations", name -> name, this::ratioHead);
        if (twice) {
            comparison.compared().forEach(name -> heads.add("first lap"));
        }
        rows.add(heads);
        for (String kernel : results.kernels()) {
            List<String> row = row(kernel, Long.toString(results.iterations(kernel)), name -> microseconds(comparison.time(name, kernel, Which.LAST)),
                    name -> ratio(comparison.ratio(name, kernel, Which.LAST)));
            if (twice) {
                comparison.compared().forEach(name -> row.add(ratio(comparison.ratio(name, kernel, Which.FIRST))));
            }
            rows.add(row);
        }
        if (!comparison.compared().isEmpty()) {
            List<String> mean = row("geomean", "", name -> "", name -> ratio(comparison.geometricMean(name, Which.LAST)));
            if (twice) {
                comparison.compared().forEach(name -> mean.add(ratio(comparison.geometricMean(name, Which.FIRST))));
            }
            rows.add(mean);
        }
        rows.add(row("process, s", "", name -> number("%.2f", comparison.wall(name)), name -> ratio(comparison.wallRatio(name))));
        return render();
    }

    private String ratioHead(String name) {
        return name + "/" + comparison.baseline();
    }

    private List<String> row(String name, String iterations, Function<String, String> time, Function<String, String> ratio) {
        List<String> row = new ArrayList<>(List.of(name, iterations));
        results.contestants().forEach(contestant -> row.add(time.apply(contestant)));
        comparison.compared().forEach(contestant -> row.add(ratio.apply(contestant)));
        return row;
    }

    private static String microseconds(double value) {
        return number(value < 10 ? "%.3f" : value < 1000 ? "%.1f" : "%.0f", value);
    }

    private static String ratio(double value) {
        return number(value < 0.1 ? "%.3f" : "%.2f", value);
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }

    private String render() {
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int width = width(column);
                line.append(column == 0 ? ("%-" + width + "s").formatted(row.get(column)) : ("  %" + width + "s").formatted(row.get(column)));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private int width(int column) {
        return rows.stream().filter(row -> column < row.size()).mapToInt(row -> row.get(column).length()).max().orElse(1);
    }
}
