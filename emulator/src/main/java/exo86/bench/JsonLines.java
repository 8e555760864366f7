package exo86.bench;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import exo86.bench.Results.Which;
import java.util.Arrays;
import java.util.List;

/** A comparison for programs: one object a line, with every sample, so that whoever doubts the medians can take others. */
public final class JsonLines {
    private JsonLines() { }

    public static List<String> of(Comparison comparison) {
        Results results = comparison.results();
        List<String> lines = new java.util.ArrayList<>();
        for (String contestant : results.contestants()) {
            for (String kernel : results.kernels()) {
                JsonObject line = line("kernel", results, contestant);
                line.addProperty("kernel", kernel);
                line.addProperty("iterations", results.iterations(kernel));
                line.add("first", samples(comparison, contestant, kernel, Which.FIRST));
                line.add("last", samples(comparison, contestant, kernel, Which.LAST));
                finite(line, "median", comparison.time(contestant, kernel, Which.LAST));
                finite(line, "ratio", comparison.ratio(contestant, kernel, Which.LAST));
                finite(line, "firstRatio", comparison.ratio(contestant, kernel, Which.FIRST));
                lines.add(line.toString());
            }
            JsonObject line = line("process", results, contestant);
            line.add("seconds", array(results.walls(contestant)));
            finite(line, "median", comparison.wall(contestant));
            finite(line, "ratio", comparison.wallRatio(contestant));
            finite(line, "geomean", comparison.geometricMean(contestant, Which.LAST));
            finite(line, "firstGeomean", comparison.geometricMean(contestant, Which.FIRST));
            lines.add(line.toString());
        }
        return lines;
    }

    private static JsonObject line(String kind, Results results, String contestant) {
        JsonObject line = new JsonObject();
        line.addProperty("kind", kind);
        line.addProperty("guest", results.guest());
        line.addProperty("contestant", contestant);
        return line;
    }

    private static JsonArray samples(Comparison comparison, String contestant, String kernel, Which which) {
        return array(comparison.results().samples(contestant, kernel, which, comparison.clock()));
    }

    private static JsonArray array(double[] values) {
        JsonArray array = new JsonArray();
        Arrays.stream(values).forEach(array::add);
        return array;
    }

    private static void finite(JsonObject line, String name, double value) {
        if (Double.isFinite(value)) {
            line.addProperty(name, value);
        }
    }
}
