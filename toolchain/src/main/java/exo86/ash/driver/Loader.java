package exo86.ash.driver;

import exo86.ash.source.Diagnostics;
import exo86.ash.source.SourceFile;
import exo86.ash.source.SourceReader;
import exo86.ash.source.Span;
import exo86.ash.source.Spelling;
import exo86.ash.syntax.Unit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Finds and parses the root module and everything it uses, each once, in the order in which they are first met. */
final class Loader {
    private record Wanted(String module, Span at) {
    }

    private final SourceCache cache;
    private final Options options;
    private final Diagnostics diagnostics = new Diagnostics();
    private final Map<String, Unit> units = new LinkedHashMap<>();
    private final Set<String> libraries = new LinkedHashSet<>();
    private final Set<String> broughtAlong = new LinkedHashSet<>();
    private final Set<String> absent = new LinkedHashSet<>();
    private boolean unreadable;

    Loader(SourceCache cache, Options options) {
        this.cache = cache;
        this.options = options;
    }

    /**
     * What was found.
     *
     * @param absent the modules that are used but could not be found, read or parsed; the latter are among the units
     */
    record Loaded(List<Unit> units, Diagnostics diagnostics, boolean unreadable, Set<String> libraries, Set<String> absent) {
        /** Those that parsed. */
        List<Unit> sound() {
            return units.stream().filter(unit -> !absent.contains(unit.module())).toList();
        }

    }

    Loaded load() {
        Set<String> met = new LinkedHashSet<>(List.of(options.module()));
        Deque<Wanted> wanted = new ArrayDeque<>();
        wanted.add(new Wanted(options.module(), new Span(new SourceFile("module " + options.module(), ""), 0, 0)));
        while (!wanted.isEmpty()) {
            Wanted next = wanted.remove();
            if (!find(next)) {
                absent.add(next.module());
            } else {
                for (Unit.Use use : units.get(next.module()).uses()) {
                    if (met.add(use.module())) {
                        wanted.add(new Wanted(use.module(), use.at()));
                    }
                }
            }
        }
        if (!libraries.isEmpty()) {
            libraries.addAll(broughtAlong);
        }
        return new Loaded(List.copyOf(units.values()), diagnostics, unreadable, Set.copyOf(libraries), Set.copyOf(absent));
    }

    private boolean find(Wanted wanted) {
        String module = wanted.module();
        for (Root root : options.roots()) {
            if (Files.exists(root.file(module))) {
                try {
                    SourceCache.Parsed parsed = cache.file(root.file(module), root.shownFile(module));
                    add(module, parsed, root);
                    return true;
                } catch (SourceReader.Unreadable e) {
                    diagnostics.error(wanted.at(), e.getMessage());
                    unreadable = true;
                    return false;
                }
            }
        }
        if (cache.resource(module).isPresent()) {
            SourceCache.Parsed parsed = cache.resource(module).get();
            broughtAlong.add(module);
            units.put(module, parsed.unit());
            parsed.diagnostics().forEach(d -> diagnostics.error(d.at(), d.message(), d.notes(), d.hint()));
            return true;
        }
        missing(wanted);
        return false;
    }

    private void add(String module, SourceCache.Parsed parsed, Root root) {
        Unit unit = parsed.unit();
        parsed.diagnostics().forEach(d -> diagnostics.error(d.at(), d.message(), d.notes(), d.hint()));
        if (!parsed.diagnostics().isEmpty()) {
            absent.add(module);
            absent.add(unit.module());
        }
        if (!unit.module().equals(module) && !unit.module().isEmpty()) {
            absent.add(module);
            absent.add(unit.module());
            diagnostics.error(unit.at(), "this file's place makes it module `" + module + "`, not `" + unit.module() + "`",
                    "module a.b.c stands in a/b/c.ash below a source root");
        }
        if (root.library()) {
            libraries.add(module);
        }
        units.put(module, unit);
    }

    private void missing(Wanted wanted) {
        List<String> places = options.roots().stream().map(r -> r.shownFile(wanted.module())).toList();
        Set<String> near = new LinkedHashSet<>();
        options.roots().forEach(r -> neighbours(r, wanted.module(), near));
        near.add("cpu");
        List<String> hints = new ArrayList<>();
        String spelling = Spelling.hint(wanted.module(), near);
        if (!spelling.isEmpty()) {
            hints.add(spelling);
        }
        hints.add(places.isEmpty() ? "no source root was given" : "looked for " + String.join(", ", places));
        diagnostics.error(wanted.at(), "there is no module `" + wanted.module() + "`", String.join("; ", hints));
        unreadable |= wanted.at().file().name().startsWith("module ");
    }

    /** The modules in the folder where this one would be. */
    private static void neighbours(Root root, String module, Set<String> into) {
        Path folder = root.file(module).getParent();
        String prefix = module.substring(0, module.lastIndexOf('.') + 1);
        try (Stream<Path> files = Files.list(folder)) {
            files.map(f -> f.getFileName().toString()).filter(f -> f.endsWith(".ash")).sorted()
                    .forEach(f -> into.add(prefix + f.substring(0, f.length() - 4)));
        } catch (IOException e) {
            // A folder that is not there has no modules to suggest.
            return;
        }
    }
}
