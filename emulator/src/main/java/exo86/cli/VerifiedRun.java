package exo86.cli;

import exo86.cpu.Engine;
import exo86.machine.Machine;
import exo86.machine.MachinePlan;
import exo86.verify.Mismatch;
import exo86.verify.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A run with {@code --engine=verify}: says what was compared, or saves what it takes to see the mismatch again. */
final class VerifiedRun {
    private final Engine.Factory engine;
    private final long seed;
    private final Path folder;
    /** Name in the bundle, content. */
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final List<String> arguments = new ArrayList<>();
    private Optional<Verification> verification = Optional.empty();

    /**
     * A run yet to be started.
     *
     * @param folder where a bundle would be made
     * @param arguments the words after {@code exo86} that start this run
     */
    VerifiedRun(Engine.Factory engine, long seed, Path folder, List<String> arguments) {
        this.engine = engine;
        this.seed = seed;
        this.folder = folder;
        this.arguments.addAll(arguments);
    }

    /** A file that the run reads: a bundle holds it, and its arguments name the copy. */
    VerifiedRun reads(Path file) throws IOException {
        return reads(file.toString(), file.getFileName().toString(), Files.readAllBytes(file));
    }

    VerifiedRun reads(String argument, String name, byte[] content) {
        String copy = (files.size() + 1) + "-" + name;
        files.put(copy, content);
        arguments.replaceAll(word -> word.replace(argument, copy));
        return this;
    }

    /** Runs a session that is made around the two machines. */
    int run(Function<Function<MachinePlan, Machine>, RunSession> session) throws IOException {
        try {
            int code = session.apply(this::machine).run();
            Verification done = verification.orElseThrow();
            done.finish();
            System.err.println("exo86: verified: %d instructions, compared %d times, no difference".formatted(done.machine().instructions(), done.comparisons()));
            return code;
        } catch (Mismatch mismatch) {
            report(mismatch);
            return ExitCode.DIVERGED;
        }
    }

    private Machine machine(MachinePlan plan) {
        Verification made = new Verification(plan, engine, seed);
        verification = Optional.of(made);
        return made.machine();
    }

    private void report(Mismatch mismatch) throws IOException {
        System.err.println("exo86: error: " + mismatch.getMessage());
        System.err.println("the engine under test:\n" + mismatch.tested() + "the interpreter:\n" + mismatch.reference() + "the code:\n" + mismatch.code());
        Path bundle = Files.createDirectories(folder.resolve("exo86-mismatch-" + mismatch.after()).toAbsolutePath());
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(bundle.resolve(file.getKey()), file.getValue());
        }
        Files.write(bundle.resolve("input"), verification.orElseThrow().typed());
        Files.write(bundle.resolve("arguments"), arguments.stream().map(VerifiedRun::quoted).toList());
        Files.writeString(bundle.resolve("mismatch.txt"), mismatch.getMessage() + "\n\nequal after " + mismatch.before() + ", different after " + mismatch.after()
                + "\n\n" + String.join("\n", mismatch.differences()) + "\n\nthe engine under test:\n" + mismatch.tested() + "\nthe interpreter:\n" + mismatch.reference()
                + "\nthe code:\n" + mismatch.code());
        System.err.println("exo86: saved in " + bundle);
        System.err.println("hint: to see it again: cd " + bundle + " && exo86 @arguments <input");
    }

    private static String quoted(String word) {
        return word.matches("\\S+") ? word : '"' + word + '"';
    }
}
