package exo86.link;

import exo86.elf.ObjectBuilder;
import exo86.elf.ObjectFile;
import exo86.elf.Place;
import exo86.elf.SectionFlag;
import exo86.elf.SectionType;
import exo86.elf.Symbol;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What each name means. A global definition beats a weak one, and both beat a common one; of several common ones the
/// largest counts. A name that no file defines may be one of the linker's own [Boundaries].
final class Resolution {
    final List<ObjectFile> files;
    final List<List<InputSection>> sections = new ArrayList<>();
    private final Map<String, Definition> globals = new HashMap<>();
    private final Boundaries boundaries;

    /// What a symbol of an object stands for.
    sealed interface Target {
        record InSection(InputSection section, int offset) implements Target { }

        record Value(int value) implements Target { }

        record Boundary(String name) implements Target { }

        record Undefined(String name) implements Target { }
    }

    private record Definition(int file, Symbol symbol) { }

    Resolution(List<ObjectFile> objects, Boundaries boundaries, List<LinkError> errors) {
        this.files = withCommons(objects);
        this.boundaries = boundaries;
        for (int f = 0; f < files.size(); f++) {
            List<InputSection> list = new ArrayList<>();
            for (int s = 0; s < files.get(f).sections().size(); s++) {
                list.add(new InputSection(f, files.get(f), s));
                boundaries.section(files.get(f).sections().get(s).name());
            }
            sections.add(list);
        }
        for (int f = 0; f < files.size(); f++) {
            for (Symbol symbol : files.get(f).symbols()) {
                if (symbol.binding() != Symbol.Binding.LOCAL && symbol.defined() && !(symbol.place() instanceof Place.Common)) {
                    define(new Definition(f, symbol), errors);
                }
            }
        }
    }

    private void define(Definition next, List<LinkError> errors) {
        String name = next.symbol.name();
        Definition before = globals.putIfAbsent(name, next);
        if (before == null) {
            return;
        }
        boolean weakBefore = before.symbol.binding() == Symbol.Binding.WEAK;
        boolean weakNext = next.symbol.binding() == Symbol.Binding.WEAK;
        if (weakBefore && !weakNext) {
            globals.put(name, next);
        } else if (!weakBefore && !weakNext) {
            errors.add(new LinkError.DuplicateSymbol(name, location(before), location(next)));
        }
    }

    private LinkError.Location location(Definition definition) {
        Symbol symbol = definition.symbol;
        if (symbol.place() instanceof Place.InSection(int section)) {
            LinkError.Location place = sections.get(definition.file).get(section).location(symbol.value());
            return new LinkError.Location(place.file(), place.section(), place.offset(), Optional.empty());
        }
        return new LinkError.Location(files.get(definition.file).name(), "absolute", symbol.value(), Optional.empty());
    }

    /// Room for common symbols that nobody defines, as one more file with a section each.
    private static List<ObjectFile> withCommons(List<ObjectFile> objects) {
        Map<String, Symbol> commons = new LinkedHashMap<>();
        for (ObjectFile file : objects) {
            for (Symbol symbol : file.symbols()) {
                if (symbol.place() instanceof Place.Common) {
                    commons.merge(symbol.name(), symbol, (a, b) -> a.size() >= b.size() ? a : b);
                }
            }
        }
        for (ObjectFile file : objects) {
            for (Symbol symbol : file.symbols()) {
                if (symbol.defined() && !(symbol.place() instanceof Place.Common) && symbol.binding() != Symbol.Binding.LOCAL) {
                    commons.remove(symbol.name());
                }
            }
        }
        if (commons.isEmpty()) {
            return List.copyOf(objects);
        }
        ObjectBuilder builder = new ObjectBuilder("(common)");
        for (Symbol symbol : commons.values()) {
            int align = symbol.place() instanceof Place.Common(int wanted) ? wanted : 1;
            var section = builder.section(".bss." + symbol.name(), SectionType.NOBITS,
                Set.of(SectionFlag.ALLOC, SectionFlag.WRITE), align).reserve(symbol.size());
            builder.define(new Symbol(symbol.name(), new Place.InSection(section.index()), 0, symbol.size(),
                Symbol.Binding.GLOBAL, Symbol.Kind.OBJECT));
        }
        List<ObjectFile> all = new ArrayList<>(objects);
        all.add(builder.build());
        return all;
    }

    /// What symbol number `symbol` of file number `file` stands for.
    Target target(int file, int symbol) {
        Symbol named = files.get(file).symbols().get(symbol);
        boolean own = named.binding() == Symbol.Binding.LOCAL && named.defined();
        return own ? targetOf(new Definition(file, named)) : target(named.name(), named.binding() == Symbol.Binding.WEAK);
    }

    Target target(String name, boolean weak) {
        Definition definition = globals.get(name);
        if (definition != null) {
            return targetOf(definition);
        }
        if (boundaries.knows(name)) {
            return new Target.Boundary(name);
        }
        return weak ? new Target.Value(0) : new Target.Undefined(name);
    }

    private Target targetOf(Definition definition) {
        return definition.symbol.place() instanceof Place.InSection(int section)
            ? new Target.InSection(sections.get(definition.file).get(section), definition.symbol.value())
            : new Target.Value(definition.symbol.value());
    }

    /// Global names with what they stand for, sorted.
    Map<String, Target> globals() {
        Map<String, Target> all = new TreeMap<>();
        globals.forEach((name, definition) -> all.put(name, targetOf(definition)));
        return all;
    }

    boolean wins(int file, Symbol symbol) {
        Definition definition = globals.get(symbol.name());
        return definition != null && definition.file == file && definition.symbol.equals(symbol);
    }

    /// The defined global name that is fewest edits away, at most a third of its length.
    Optional<String> similar(String name) {
        return globals.keySet().stream().filter(other -> distance(name, other) <= Math.max(1, name.length() / 3))
            .min(Comparator.comparingInt((String other) -> distance(name, other)).thenComparing(other -> other));
    }

    private static int distance(String a, String b) {
        if (Math.abs(a.length() - b.length()) > Math.max(1, a.length() / 3)) {
            return Integer.MAX_VALUE;
        }
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
