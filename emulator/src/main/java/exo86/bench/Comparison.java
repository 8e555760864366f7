package exo86.bench;

import exo86.bench.Results.Which;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Results seen against a baseline: ratios of medians, less than 1 where the contestant takes less time.
 *
 * @param baseline the contestant that is 1
 * @param apart kernels that stay out of the geometric mean
 * @param clock which of a lap's times counts
 */
public record Comparison(Results results, String baseline, List<String> apart, ToLongFunction<Lap> clock) {
    /** Median microseconds per iteration. */
    public double time(String contestant, String kernel, Which which) {
        return Results.median(results.samples(contestant, kernel, which, clock));
    }

    public double ratio(String contestant, String kernel, Which which) {
        return time(contestant, kernel, which) / time(baseline, kernel, which);
    }

    /** The kernels that the geometric mean is over. */
    public List<String> counted() {
        return results.kernels().stream().filter(kernel -> !apart.contains(kernel)).toList();
    }

    public double geometricMean(String contestant, Which which) {
        return Results.geometricMean(counted().stream().mapToDouble(kernel -> ratio(contestant, kernel, which)).toArray());
    }

    /** Median seconds of the whole process. */
    public double wall(String contestant) {
        return Results.median(results.walls(contestant));
    }

    public double wallRatio(String contestant) {
        return wall(contestant) / wall(baseline);
    }

    /** The contestants that have a ratio. */
    public List<String> compared() {
        return results.contestants().stream().filter(name -> !name.equals(baseline)).toList();
    }
}
