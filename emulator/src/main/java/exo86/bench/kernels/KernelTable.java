package exo86.bench.kernels;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Ratios to {@link Recorded#BASE}, less is better: for each of our variants executed instructions, data references and text, a kernel a line, and
 * the geometric means (over the kernels that ran); then the other compilers' means.
 */
public final class KernelTable {
    private static final int NAME = 11;
    private static final List<ToDoubleFunction<Figures>> COLUMNS = List.of(Figures::instructions, Figures::references, Figures::text);

    private final Recorded recorded;
    private final Map<String, Map<String, Figures>> ours = new LinkedHashMap<>();
    private final List<String> kernels;

    public KernelTable(List<String> kernels, Recorded recorded) {
        this.kernels = List.copyOf(kernels);
        this.recorded = recorded;
    }

    public void add(String variant, String kernel, Figures figures) {
        ours.computeIfAbsent(variant, v -> new LinkedHashMap<>()).put(kernel, figures);
    }

    /** The ratio of one kernel's figure. */
    private double ratio(String kernel, Figures figures, ToDoubleFunction<Figures> column) {
        return column.applyAsDouble(figures) / Math.max(1, column.applyAsDouble(base(kernel)));
    }

    private Figures base(String kernel) {
        return recorded.of(kernel, Recorded.BASE).orElseThrow();
    }

    /** The geometric mean of a variant's ratios over all kernels. */
    public double mean(String variant, ToDoubleFunction<Figures> column) {
        return mean(ours.get(variant), column);
    }

    /** The largest ratio of a variant's executed instructions. */
    public double worst(String variant) {
        return ours.get(variant).entrySet().stream().mapToDouble(e -> ratio(e.getKey(), e.getValue(), Figures::instructions)).max().orElse(0);
    }

    private double mean(Map<String, Figures> figures, ToDoubleFunction<Figures> column) {
        return Math.exp(figures.entrySet().stream().mapToDouble(e -> Math.log(ratio(e.getKey(), e.getValue(), column))).average().orElse(0));
    }

    public String render() {
        StringBuilder out = new StringBuilder();
        out.append(" ".repeat(NAME)).append(right(Recorded.BASE, 22));
        ours.keySet().forEach(v -> out.append("   ").append(right(v, 20)));
        out.append('\n').append(left("kernel", NAME)).append(right("instructions", 13)).append(right("refs", 9));
        ours.keySet().forEach(_ -> out.append("   ").append(right("instr", 7)).append(right("refs", 7)).append(right("text", 6)));
        out.append('\n');
        for (String kernel : kernels) {
            Figures base = base(kernel);
            out.append(left(kernel, NAME)).append(right(grouped(base.instructions()), 13)).append(right(grouped(base.references()), 9));
            ours.values().forEach(figures -> cells(out, column -> figures.containsKey(kernel) ? ratio(kernel, figures.get(kernel), column) : Double.NaN));
            out.append('\n');
        }
        out.append(left("geomean", NAME)).append(" ".repeat(22));
        ours.values().forEach(figures -> cells(out, column -> mean(figures, column)));
        out.append("\n\n");
        others(out);
        return out.toString();
    }

    private void others(StringBuilder out) {
        for (String compiler : recorded.compilers()) {
            Map<String, Figures> figures = new LinkedHashMap<>();
            kernels.forEach(kernel -> recorded.of(kernel, compiler).ifPresent(f -> figures.put(kernel, f)));
            out.append(left(compiler, NAME)).append(" ".repeat(22));
            cells(out, column -> mean(figures, column));
            out.append('\n');
        }
    }

    private static void cells(StringBuilder out, ToDoubleFunction<ToDoubleFunction<Figures>> value) {
        List<String> cells = new ArrayList<>();
        COLUMNS.forEach(column -> cells.add(shown(value.applyAsDouble(column))));
        out.append("   ").append(right(cells.get(0), 7)).append(right(cells.get(1), 7)).append(right(cells.get(2), 6));
    }

    private static String shown(double ratio) {
        return Double.isNaN(ratio) ? "-" : String.format(Locale.ROOT, "%.2f", ratio);
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String left(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }

    private static String right(String text, int width) {
        return " ".repeat(Math.max(1, width - text.length())) + text;
    }
}
