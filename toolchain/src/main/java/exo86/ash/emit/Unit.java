package exo86.ash.emit;

import exo86.ash.tree.Data;
import exo86.ash.tree.Global;
import exo86.ash.tree.Image;
import exo86.ash.tree.Program;
import exo86.ash.tree.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is shared by the functions of one object file: its routines, its globals, and the nameless read-only data they refer to. */
final class Unit {
    final Program program;
    private final Data data;
    private final List<Routine> routines = new ArrayList<>();
    private final Map<WideHelper, Boolean> helpers = new LinkedHashMap<>();

    Unit(Program program) {
        this(program, new Data());
    }

    /** @param data what the functions' code refers to already */
    Unit(Program program, Data data) {
        this.program = program;
        this.data = data;
    }

    List<Routine> routines() {
        return routines;
    }

    void add(Routine routine) {
        routines.add(routine);
    }

    List<Data.Datum> data() {
        return data.all();
    }

    List<Global> globals() {
        return program.globals().stream().filter(g -> !g.imported()).toList();
    }

    /** The symbol of a helper routine, which becomes part of the object file. */
    String helper(WideHelper helper, boolean library) {
        helpers.merge(helper, library, Boolean::logicalOr);
        return helper.symbol();
    }

    /** The helpers called so far, and whether library code calls them. */
    Map<WideHelper, Boolean> helpers() {
        return helpers;
    }

    String text(String zeroEnded, boolean library) {
        return data.text(zeroEnded, library);
    }

    Image image(Value value, boolean library) {
        return data.image(value, library);
    }

    /** The name of a read-only copy of the value. */
    String constant(Image image, boolean library) {
        return data.constant(image, library);
    }
}
