package exo86.bench.kernels;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Figures of other compilers' code, from a file of lines {@code kernel compiler instructions references text checksum}. Lines that begin with
 * {@code #} say how they were made.
 */
public final class Recorded {
    /** What ratios are to. */
    public static final String BASE = "gcc-O1";

    private final Map<String, Map<String, Figures>> byCompiler = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    private Recorded() {
    }

    public static Recorded read(Path file) throws KernelFailure {
        Recorded recorded = new Recorded();
        try {
            int number = 0;
            for (String line : Files.readAllLines(file)) {
                number++;
                recorded.line(line, file.getFileName() + ":" + number);
            }
        } catch (IOException e) {
            throw new KernelFailure(file + ": cannot be read: expected recorded figures, which tests/bench/compiler/record.sh makes");
        }
        return recorded;
    }

    private void line(String line, String place) throws KernelFailure {
        if (line.startsWith("#")) {
            notes.add(line.substring(1).strip());
            return;
        }
        String[] words = line.strip().split("\\s+");
        if (line.isBlank()) {
            return;
        }
        try {
            Figures figures = new Figures(Long.parseLong(words[2]), Long.parseLong(words[3]), Integer.parseInt(words[4]), words[5]);
            byCompiler.computeIfAbsent(words[1], c -> new LinkedHashMap<>()).put(words[0], figures);
        } catch (ArrayIndexOutOfBoundsException | NumberFormatException e) {
            throw new KernelFailure(place + ": expected `kernel compiler instructions references text checksum`");
        }
    }

    public List<String> compilers() {
        return List.copyOf(byCompiler.keySet());
    }

    public Optional<Figures> of(String kernel, String compiler) {
        return Optional.ofNullable(byCompiler.getOrDefault(compiler, Map.of()).get(kernel));
    }

    /** How the figures were made, in lines. */
    public List<String> notes() {
        return List.copyOf(notes);
    }
}
