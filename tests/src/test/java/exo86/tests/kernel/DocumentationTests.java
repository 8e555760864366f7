package exo86.tests.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/kernel.md and the abi that guests compile against name the same calls and errors with the same numbers. */
class DocumentationTests {
    @Test
    void callsAndErrorsAreTheSame() throws IOException {
        String abi = Files.readString(Trial.ROOT.resolve("exokernel/abi/call.ash"));
        String page = Files.readString(Trial.ROOT.resolve("docs/kernel.md"));
        assertSame(variants(abi, "Call"), rows(section(page, "## Calls")));
        assertSame(variants(abi, "Error"), rows(section(page, "## Errors")));
    }

    private static void assertSame(SortedMap<Integer, String> abi, SortedMap<Integer, String> page) {
        assertFalse(abi.isEmpty());
        assertEquals(abi, page);
    }

    private static SortedMap<Integer, String> variants(String abi, String name) {
        int start = abi.indexOf("enum " + name + ":");
        return numbered(Pattern.compile("(?m)^ +([a-z_]+) = (\\d+)"), abi.substring(start, abi.indexOf("\n}", start)), 2, 1);
    }

    private static String section(String page, String heading) {
        int start = page.indexOf(heading + "\n");
        int end = page.indexOf("\n## ", start + 1);
        return page.substring(start, end < 0 ? page.length() : end);
    }

    private static SortedMap<Integer, String> rows(String section) {
        return numbered(Pattern.compile("(?m)^\\| (\\d+) \\| `([a-z_]+)`"), section, 1, 2);
    }

    private static SortedMap<Integer, String> numbered(Pattern pattern, String text, int number, int name) {
        SortedMap<Integer, String> found = new TreeMap<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.put(Integer.parseInt(matcher.group(number)), matcher.group(name));
        }
        return found;
    }
}
