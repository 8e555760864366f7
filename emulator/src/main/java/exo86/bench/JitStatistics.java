package exo86.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the fast engine and HotSpot below it did for a guest, from one more run that is not measured: writing it down takes time. */
public final class JitStatistics {
    private static final Pattern DEOPTIMISATION = Pattern.compile("trap_bci=-?\\d+ (?:osr_bci=-?\\d+ )?(\\S+) \\S+");
    private static final Pattern CODE_CACHE = Pattern.compile("CodeHeap '(.+)': size=(\\d+)Kb used=(\\d+)Kb max_used=(\\d+)Kb");
    private static final String OPTIONS = "EXO86_JAVA_OPTIONS";

    private JitStatistics() { }

    /** Lines for people. {@code contestant} is ours and prints lines that begin with {@code jit:} on its standard error. */
    public static List<String> of(Contestant contestant, Path guest, int seconds) throws IOException {
        Path log = Files.createTempFile("exo86-deoptimizations", ".log");
        try {
            String options = Optional.ofNullable(System.getenv(OPTIONS)).orElse("") + " -XX:+PrintCodeCache -Xlog:deoptimization=debug:file=" + log;
            Trial trial = Trial.run(contestant.with(OPTIONS, options), guest, seconds);
            List<String> lines = new ArrayList<>(trial.talk().lines().filter(line -> line.startsWith("jit:")).toList());
            Map<String, Integer> reasons = deoptimisations(Files.readString(log, StandardCharsets.ISO_8859_1));
            lines.add("deoptimisations: " + reasons.values().stream().mapToInt(n -> n).sum() + " " + reasons);
            lines.addAll(codeCache(trial.text()));
            return lines;
        } finally {
            Files.deleteIfExists(log);
        }
    }

    /** How many for each reason that HotSpot names. */
    static Map<String, Integer> deoptimisations(String log) {
        Map<String, Integer> reasons = new TreeMap<>();
        Matcher matcher = DEOPTIMISATION.matcher(log);
        while (matcher.find()) {
            reasons.merge(matcher.group(1), 1, Integer::sum);
        }
        return reasons;
    }

    static List<String> codeCache(String text) {
        List<String> lines = new ArrayList<>();
        Matcher matcher = CODE_CACHE.matcher(text);
        while (matcher.find()) {
            lines.add("code cache, %s: %s KB of %s KB".formatted(matcher.group(1), matcher.group(4), matcher.group(2)));
        }
        return lines;
    }
}
