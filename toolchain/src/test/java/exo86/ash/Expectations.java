package exo86.ash;

import exo86.ash.source.Diagnostics.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What a source text expects the compiler to say: {@code //~ error: text} behind the offending line, {@code //~^ error: text} on the
 * next, several if there are several. {@code text} is a part of the message. {@code //~ hint: text} adds that an error of that line has this
 * in its hint.
 */
public final class Expectations {
    private static final Pattern MARK = Pattern.compile("//~(\\^*) (error|hint): (.*?)(?= *//~|$)");

    private record Expected(int line, boolean hint, String text) {
        boolean fits(Diagnostic d) {
            return d.at().line() == line && (hint ? d.hint() : d.message()).contains(text);
        }

        @Override
        public String toString() {
            return "line " + line + ": " + (hint ? "hint" : "error") + ": " + text;
        }
    }

    private Expectations() {
    }

    private static List<Expected> of(String text) {
        List<Expected> expected = new ArrayList<>();
        List<String> lines = text.lines().toList();
        IntStream.range(0, lines.size()).forEach(i -> {
            Matcher mark = MARK.matcher(lines.get(i));
            while (mark.find()) {
                expected.add(new Expected(i + 1 - mark.group(1).length(), mark.group(2).equals("hint"), mark.group(3).strip()));
            }
        });
        return expected;
    }

    public static boolean any(String text) {
        return !of(text).isEmpty();
    }

    /** What differs: expected and not said, said and not expected. Empty if all is well. */
    public static List<String> differences(String text, List<Diagnostic> said) {
        List<Diagnostic> unexpected = new ArrayList<>(said);
        List<String> differences = new ArrayList<>();
        for (Expected expected : of(text)) {
            boolean found = expected.hint() ? said.stream().anyMatch(expected::fits)
                    : unexpected.stream().filter(expected::fits).findFirst().map(unexpected::remove).orElse(false);
            if (!found) {
                differences.add("not said: " + expected);
            }
        }
        unexpected.forEach(d -> differences.add("not expected: " + d.at() + ": " + d.message()
                + (d.hint().isEmpty() ? "" : " (hint: " + d.hint() + ")")));
        return differences;
    }
}
