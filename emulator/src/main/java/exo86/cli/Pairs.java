package exo86.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** QEMU's {@code key=value,key=value} arguments. */
final class Pairs {
    private Pairs() { }

    static Map<String, String> of(String option, String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String part : text.split(",")) {
            if (part.isEmpty()) {
                continue;
            }
            int equals = part.indexOf('=');
            if (equals <= 0) {
                throw UserError.usage("'" + option + " " + text + "': '" + part + "' is no key=value", "");
            }
            pairs.put(part.substring(0, equals), part.substring(equals + 1));
        }
        return pairs;
    }

    /** Refuses keys and values that are not listed; a free key may have any value. */
    static void allow(String option, Map<String, String> pairs, Map<String, Set<String>> values, String... free) {
        pairs.forEach((key, value) -> {
            if (Arrays.asList(free).contains(key)) {
                return;
            }
            Set<String> possible = values.get(key);
            if (possible == null) {
                throw UserError.usage("'" + option + "' has no '" + key + "' here", "");
            }
            if (!possible.contains(value)) {
                throw UserError.usage("'" + option + "': " + key + "=" + value + " is not supported",
                        "possible: " + String.join(", ", possible.stream().sorted().toList()));
            }
        });
    }
}
