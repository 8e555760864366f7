package exo86.conform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What other machines printed when they ran our suite's images, next to the expectations: how many vectors agree, how many differ for a reason
 * that the vector states, with a count for each reason, and the rest, which somebody has to explain.
 */
public final class Agreement {
    /** The machines, in the words of the vectors' {@code differs} lines; also the endings of the files. */
    private static final List<String> MACHINES = List.of("bochs", "qemu");

    private final Path folder;
    private final StringBuilder table = new StringBuilder();
    private final List<String> unexplained = new ArrayList<>();
    /** Vectors that differ, by reason; a number for each machine. */
    private final Map<String, int[]> reasons = new TreeMap<>();
    private final int[] total = new int[1 + 3 * MACHINES.size()];

    /**
     * @param folder holds NAME.qemu and NAME.bochs for each image NAME
     */
    public Agreement(Path folder) {
        this.folder = folder;
        table.append("| group | vectors |");
        MACHINES.forEach(machine -> table.append(" %1$s agrees | %1$s differs, explained | %1$s unexplained |".formatted(machine)));
        table.append("\n|---|---|").append("---|".repeat(3 * MACHINES.size())).append('\n');
    }

    public void add(VectorGroup group) throws IOException {
        int[] row = new int[total.length];
        for (VectorImage image : group.images()) {
            row[0] += image.vectors().size();
            for (int m = 0; m < MACHINES.size(); m++) {
                add(group, image, m, row);
            }
        }
        for (int k = 0; k < row.length; k++) {
            total[k] += row[k];
        }
        row(group.name(), row);
    }

    private void add(VectorGroup group, VectorImage image, int number, int[] row) throws IOException {
        String machine = MACHINES.get(number);
        int at = 1 + 3 * number;
        Path output = folder.resolve(image.name() + "." + machine);
        String printed = Files.exists(output) ? new String(Files.readAllBytes(output), StandardCharsets.ISO_8859_1) : "";
        int[] next = {0};
        group.judge(image, printed, printed.contains("\nshutdown") || printed.startsWith("shutdown"), (name, verdict) -> {
            List<String> known = image.vectors().get(next[0]++).differencesOn(machine);
            if (!(verdict instanceof Verdict.Failed(Divergence divergence))) {
                row[at]++;
            } else if (known.isEmpty()) {
                row[at + 2]++;
                unexplained.add(machine + " " + group.name() + "/" + name + ": " + String.join("; ", divergence.differences()));
            } else {
                row[at + 1]++;
                reasons.computeIfAbsent(String.join("; ", known), reason -> new int[MACHINES.size()])[number]++;
            }
        });
    }

    private void row(String name, int[] numbers) {
        table.append("| ").append(name).append(" |");
        Arrays.stream(numbers).forEach(number -> table.append(String.format(Locale.ROOT, " %,d |", number)));
        table.append('\n');
    }

    /** The table, in Markdown, and behind it a second one: the reasons, the most frequent first. */
    public String table() {
        row("**all**", total);
        table.append("\n| why it differs | ").append(String.join(" | ", MACHINES)).append(" |\n|---|").append("---|".repeat(MACHINES.size())).append('\n');
        reasons.entrySet().stream().sorted(Comparator.comparingInt(entry -> -Arrays.stream(entry.getValue()).sum())).forEach(entry -> row(entry.getKey(), entry.getValue()));
        return table.toString();
    }

    /** One line for each vector on which a machine differs and the vector does not say so. */
    public List<String> unexplained() {
        return List.copyOf(unexplained);
    }
}
