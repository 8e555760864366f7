package exo86.ash.emit;

import exo86.ash.tree.Global;
import exo86.ash.tree.Program;
import exo86.ash.tree.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is shared by the functions of one object file: its routines, its globals, and the nameless read-only data they refer to. */
final class Unit {
    /** Bytes without a name in the source. {@code text}: a string, shared by all that spell it so. */
    record Datum(String name, Image image, boolean text, boolean library) {
    }

    private record Key(Image image, boolean text, boolean library) {
    }

    final Program program;
    private final Map<Key, Datum> data = new LinkedHashMap<>();
    private final List<Routine> routines = new ArrayList<>();
    private final Map<WideHelper, Boolean> helpers = new LinkedHashMap<>();

    Unit(Program program) {
        this.program = program;
    }

    List<Routine> routines() {
        return routines;
    }

    void add(Routine routine) {
        routines.add(routine);
    }

    List<Datum> data() {
        return List.copyOf(data.values());
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

    String text(byte[] bytes, boolean zeroEnded, boolean library) {
        byte[] all = zeroEnded ? java.util.Arrays.copyOf(bytes, bytes.length + 1) : bytes;
        return datum(Image.of(all), true, library);
    }

    String text(String zeroEnded, boolean library) {
        return text(zeroEnded.getBytes(java.nio.charset.StandardCharsets.UTF_8), true, library);
    }

    Image image(Value value, boolean library) {
        return Image.of(value, (bytes, zeroEnded) -> text(bytes, zeroEnded, library));
    }

    /** The name of a read-only copy of the value. */
    String constant(Image image, boolean library) {
        return datum(image, false, library);
    }

    private String datum(Image image, boolean text, boolean library) {
        return data.computeIfAbsent(new Key(image, text, library),
                key -> new Datum("ash." + (text ? "text." : "constant.") + data.size(), image, text, library)).name();
    }
}
