package exo86.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * What a race gave for one guest.
 *
 * @param guest the file's name
 * @param trials by contestant, in the order of the columns; as many for each
 */
public record Results(String guest, Map<String, List<Trial>> trials) {
    /** Which of a guest's laps of a kernel. */
    public enum Which { FIRST, LAST }

    /** Names of the guest's kernels, in its order. */
    public List<String> kernels() {
        Set<String> names = new LinkedHashSet<>();
        trials.values().forEach(all -> all.forEach(trial -> trial.laps().forEach(lap -> names.add(lap.kernel()))));
        return List.copyOf(names);
    }

    public List<String> contestants() {
        return List.copyOf(trials.keySet());
    }

    /** How often the guest runs each kernel. */
    public int laps() {
        return trials.values().stream().flatMap(List::stream).flatMap(trial -> trial.laps().stream()).mapToInt(Lap::number).max().orElse(0) + 1;
    }

    public long iterations(String kernel) {
        return laps(trials.values().iterator().next().getFirst(), kernel).getFirst().iterations();
    }

    private static List<Lap> laps(Trial trial, String kernel) {
        return trial.laps().stream().filter(lap -> lap.kernel().equals(kernel)).toList();
    }

    /** Microseconds per iteration, one figure a round. */
    public double[] samples(String contestant, String kernel, Which which, ToLongFunction<Lap> clock) {
        return trials.get(contestant).stream().map(trial -> laps(trial, kernel)).filter(laps -> !laps.isEmpty())
                .map(laps -> which == Which.FIRST ? laps.getFirst() : laps.getLast())
                .mapToDouble(lap -> clock.applyAsLong(lap) / 1e3 / lap.iterations()).toArray();
    }

    /** Seconds from start to end of the process, one figure a round. */
    public double[] walls(String contestant) {
        return trials.get(contestant).stream().mapToDouble(trial -> trial.wall() / 1e9).toArray();
    }

    /** The middle one, or the mean of the two in the middle; not a number if there is none. */
    public static double median(double[] values) {
        if (values.length == 0) {
            return Double.NaN;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Geometric mean of positive numbers. */
    public static double geometricMean(double[] values) {
        return Math.exp(Arrays.stream(values).map(Math::log).average().orElse(Double.NaN));
    }

    /** One line for each kernel on whose result two runs disagree, whoever made them. */
    public List<String> disagreements() {
        List<String> lines = new ArrayList<>();
        for (String kernel : kernels()) {
            Map<String, Set<String>> sums = new LinkedHashMap<>();
            trials.forEach((contestant, all) -> all.forEach(trial -> {
                List<Lap> own = laps(trial, kernel);
                String sum = own.isEmpty() ? "not run" : String.join(" ", own.stream().map(lap -> lap.checksum() + "/" + lap.iterations()).toList());
                sums.computeIfAbsent(sum, key -> new LinkedHashSet<>()).add(contestant);
            }));
            if (sums.size() > 1) {
                lines.add("%s, %s: %s".formatted(guest, kernel,
                        String.join("; ", sums.entrySet().stream().map(entry -> String.join(", ", entry.getValue()) + " computed " + entry.getKey()).toList())));
            }
        }
        return lines;
    }
}
