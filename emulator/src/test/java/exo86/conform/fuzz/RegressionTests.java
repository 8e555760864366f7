package exo86.conform.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** What the fuzzer once found, and sequences that a real processor has run, kept so that they hold everywhere. */
class RegressionTests {
    private static final Path FOLDER = Path.of(System.getProperty("exo86.root", ".."), "tests/fuzz/regressions");

    @Test
    void everyKeptVectorHolds() throws IOException {
        UserMachine machine = new UserMachine();
        StringBuilder report = new StringBuilder();
        int run = 0;
        List<Path> files;
        try (Stream<Path> all = Files.list(FOLDER)) {
            files = all.filter(file -> file.toString().matches(".*\\.jsonl(\\.gz)?")).sorted().toList();
        }
        for (Path file : files) {
            try (BufferedReader lines = open(file)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    run++;
                    List<String> differences = machine.differences(Vector.parse(line));
                    if (!differences.isEmpty() && report.length() < 10_000) {
                        report.append(file.getFileName()).append(": ").append(differences).append("\n    ").append(line).append('\n');
                    }
                }
            }
        }
        assertTrue(run >= 700, "only " + run + " vectors in " + FOLDER);
        assertEquals("", report.toString());
    }

    private static BufferedReader open(Path file) throws IOException {
        InputStream bytes = Files.newInputStream(file);
        return new BufferedReader(new InputStreamReader(file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes, StandardCharsets.US_ASCII));
    }
}
