package exo86.cli;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Reads the usual command lines of {@code run} and {@code boot} without picocli, whose start is a quarter of a short run's time.
 *
 * <p>It knows no messages: whatever it does not understand to the last letter (an unknown option, one given twice, a value that
 * is missing or looks like an option, {@code @file}) is picocli's. So both readers agree on all that this one accepts.
 */
final class PlainArguments {
    private PlainArguments() { }

    /** The command with its options set, ready to be called; empty if picocli has to read the words. */
    static Optional<Callable<Integer>> command(String... words) {
        if (words.length == 0) {
            return Optional.empty();
        }
        return switch (words[0]) {
            case "run" -> {
                RunCommand run = new RunCommand();
                yield read(run, words) ? Optional.of(run) : Optional.empty();
            }
            case "boot" -> {
                BootCommand boot = new BootCommand();
                yield read(boot, words) ? Optional.of(boot) : Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    private static boolean read(PlainOptions options, String... words) {
        Set<String> seen = new HashSet<>();
        for (int i = 1; i < words.length; i++) {
            String word = words[i];
            int equals = word.indexOf('=');
            String name = !word.startsWith("-") ? "" : equals < 0 ? word : word.substring(0, equals);
            // An option and its second name, --kernel for -kernel, are one.
            if (!seen.add(name.startsWith("--") ? name.substring(1) : name)) {
                return false;
            }
            if (name.equals(word) && options.flag(name)) {
                continue;
            }
            String value = name.isEmpty() ? word : equals >= 0 ? word.substring(equals + 1) : i + 1 < words.length ? words[++i] : "";
            if (value.isEmpty() || value.startsWith("-") || value.startsWith("@") || !options.value(name, value)) {
                return false;
            }
        }
        return true;
    }
}
