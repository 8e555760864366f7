package exo86.conform.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The mutants that no vector can tell from the original, each with the argument why. A line that starts in the first column is a mutant's name, the
 * indented lines below it are the argument; several names in a row share one.
 */
final class Equivalents {
    private final Set<String> names;
    private final Set<String> unused;

    private Equivalents(Set<String> names) {
        this.names = names;
        this.unused = new LinkedHashSet<>(names);
    }

    static Equivalents read(Path file) throws IOException {
        Set<String> names = new LinkedHashSet<>();
        boolean argued = true;
        for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            boolean argument = line.startsWith(" ");
            if (!argument && !names.add(line)) {
                throw new IOException(file + ": twice: " + line);
            }
            argued = argument;
        }
        if (!argued) {
            throw new IOException(file + ": the last name has no argument");
        }
        return new Equivalents(names);
    }

    boolean argued(String name) {
        unused.remove(name);
        return names.contains(name);
    }

    /** Names that no mutant had. */
    Set<String> unused() {
        return unused;
    }
}
