package exo86.conform;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What other machines printed when they ran our suite's images, next to the expectations: how many vectors agree, how many differ for a reason
 * that the vector states, and the rest, which somebody has to explain.
 */
public final class Agreement {
    /** The machines, in the words of the vectors' {@code differs} lines; also the endings of the files. */
    private static final List<String> MACHINES = List.of("bochs", "qemu");

    private final Path folder;
    private final StringBuilder table = new StringBuilder();
    private final List<String> unexplained = new ArrayList<>();
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
                add(group, image, MACHINES.get(m), row, 1 + 3 * m);
            }
        }
        for (int k = 0; k < row.length; k++) {
            total[k] += row[k];
        }
        row(group.name(), row);
    }

    private void add(VectorGroup group, VectorImage image, String machine, int[] row, int at) throws IOException {
        Path output = folder.resolve(image.name() + "." + machine);
        String printed = Files.exists(output) ? new String(Files.readAllBytes(output), StandardCharsets.ISO_8859_1) : "";
        int[] next = {0};
        VectorGroup.judge(image, printed, printed.contains("\nshutdown") || printed.startsWith("shutdown"), (name, verdict) -> {
            boolean known = image.vectors().get(next[0]++).differsOn(machine);
            if (verdict instanceof Verdict.Failed(Divergence divergence)) {
                row[at + (known ? 1 : 2)]++;
                if (!known) {
                    unexplained.add(machine + " " + group.name() + "/" + name + ": " + String.join("; ", divergence.differences()));
                }
            } else {
                row[at]++;
            }
        });
    }

    private void row(String name, int[] numbers) {
        table.append("| ").append(name).append(" |");
        Arrays.stream(numbers).forEach(number -> table.append(String.format(Locale.ROOT, " %,d |", number)));
        table.append('\n');
    }

    /** The table, in Markdown. */
    public String table() {
        row("**all**", total);
        return table.toString();
    }

    /** One line for each vector on which a machine differs and the vector does not say so. */
    public List<String> unexplained() {
        return List.copyOf(unexplained);
    }
}
