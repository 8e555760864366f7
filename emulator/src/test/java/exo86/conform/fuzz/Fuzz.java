package exo86.conform.fuzz;

import exo86.isa.Decoder;
import exo86.isa.Instruction;
import exo86.isa.Printer;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code Fuzz GENERATOR SEED COUNT FOLDER}: runs COUNT sequences of the generator on both processors, and a share of the single forms; writes
 * the shrunk divergences to FOLDER, prints them, and exits 5 if there are any.
 */
public final class Fuzz {
    private static final int MOST = 20, FORM_SHARE = 20_000;

    private Fuzz() {
    }

    /** Entry point. */
    public static void main(String[] arguments) throws IOException {
        String generator = arguments[0];
        String seed = arguments[1];
        int count = Integer.parseInt(arguments[2]);
        Path folder = Path.of(arguments[3]);
        int found = run(new ProcessBuilder(generator, "seq", seed, arguments[2]), generator, "sequences", seed, folder);
        int perForm = Math.max(1, count / FORM_SHARE);
        found += run(new ProcessBuilder(generator, seed, Integer.toString(perForm)), generator, "forms", seed, folder);
        System.exit(found == 0 ? 0 : 5);
    }

    private static int run(ProcessBuilder command, String generator, String what, String seed, Path folder) throws IOException {
        UserMachine machine = new UserMachine();
        long started = System.nanoTime();
        int run = 0;
        int found = 0;
        int skipped = 0;
        Process process = command.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
            for (String line = lines.readLine(); line != null && found < MOST; line = lines.readLine()) {
                Vector vector = Vector.parse(line);
                if (!machine.canRun(vector)) {
                    skipped++;
                    continue;
                }
                run++;
                if (!machine.differences(vector).isEmpty()) {
                    found++;
                    report(shrunk(generator, vector, line, machine), machine, folder.resolve("%s-%s-%d.jsonl".formatted(what, seed, found)));
                }
            }
        } finally {
            process.destroy();
        }
        System.out.printf("%s of seed %s: %d run, %d diverge, %d skipped (no floating-point unit), %.1f s%n", what, seed, run, found, skipped, (System.nanoTime() - started) / 1e9);
        if (run == 0) {
            throw new IOException("the generator made nothing");
        }
        return found;
    }

    private static String shrunk(String generator, Vector vector, String line, UserMachine machine) throws IOException {
        if (vector.destinationUndefined || vector.units.length == 0) {
            return line;
        }
        Process oracle = new ProcessBuilder(generator, "oracle").redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedWriter requests = new BufferedWriter(new OutputStreamWriter(oracle.getOutputStream(), StandardCharsets.US_ASCII));
            BufferedReader answers = new BufferedReader(new InputStreamReader(oracle.getInputStream(), StandardCharsets.US_ASCII))) {
            return new Shrinker(requests, answers, machine).shrink(vector, line);
        } finally {
            oracle.destroy();
        }
    }

    private static void report(String line, UserMachine machine, Path file) throws IOException {
        Vector vector = Vector.parse(line);
        List<String> differences = machine.differences(vector);
        System.out.println(file + ": " + vector.form + " " + differences);
        Instruction instruction = new Instruction();
        for (int at = 0; at < vector.code.length; ) {
            int length = Decoder.decode(vector.code, at, vector.code.length, 32, instruction);
            if (length == Decoder.TRUNCATED) {
                System.out.println("    truncated");
                break;
            }
            System.out.printf("    %08x  %s%n", Vector.CODE + at, Printer.print(instruction, Vector.CODE + at));
            at += length;
        }
        Files.createDirectories(file.getParent());
        Files.writeString(file, line + "\n");
    }
}
