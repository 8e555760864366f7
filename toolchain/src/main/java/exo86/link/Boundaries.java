package exo86.link;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The names that the linker defines by itself where a file refers to them:
/// `__start_X` and `__stop_X` around all sections of a name X that is a C identifier, and, for each region,
/// `__text_start`, `__text_end` and the same for `rodata`, `data`, `bss` and `image` (with the region's name after the
/// first underscores, if it has one).
final class Boundaries {
    private final Set<String> known = new HashSet<>();
    private final Map<String, Integer> values = new HashMap<>();
    private final Map<String, Integer> used = new TreeMap<>();

    Boundaries(Layout layout) {
        for (Layout.Region region : layout.regions()) {
            for (String part : new String[] {"text", "rodata", "data", "bss", "image"}) {
                known.add(name(region, part, "start"));
                known.add(name(region, part, "end"));
            }
        }
    }

    static String name(Layout.Region region, String part, String side) {
        return "__" + (region.name().isEmpty() ? "" : region.name() + "_") + part + "_" + side;
    }

    void section(String name) {
        if (name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            known.add("__start_" + name);
            known.add("__stop_" + name);
        }
    }

    boolean knows(String name) {
        return known.contains(name);
    }

    void define(String name, int value) {
        values.putIfAbsent(name, value);
    }

    /// 0 for a name that encloses nothing in the program.
    int value(String name) {
        int value = values.getOrDefault(name, 0);
        used.put(name, value);
        return value;
    }

    /// The names that the program refers to, sorted.
    Map<String, Integer> used() {
        return used;
    }

    /// The section whose live members a reference to this name keeps, or an empty text.
    static String sectionNamed(String boundary) {
        return boundary.startsWith("__start_") ? boundary.substring(8)
            : boundary.startsWith("__stop_") ? boundary.substring(7) : "";
    }
}
