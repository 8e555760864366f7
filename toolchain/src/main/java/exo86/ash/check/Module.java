package exo86.ash.check;

import exo86.ash.syntax.Unit;
import java.util.LinkedHashMap;
import java.util.Map;

/** A reachable module: what its names mean. {@code library} modules go to the library's sections. */
final class Module {
    final Unit unit;
    final boolean library;
    final Map<String, Entity> names = new LinkedHashMap<>();
    final Map<String, Module> uses = new LinkedHashMap<>();

    Module(Unit unit, boolean library) {
        this.unit = unit;
        this.library = library;
    }

    String path() {
        return unit.module();
    }

    boolean system() {
        return unit.system();
    }

    @Override
    public String toString() {
        return path();
    }
}
