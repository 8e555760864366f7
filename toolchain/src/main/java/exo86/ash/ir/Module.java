package exo86.ash.ir;

import exo86.ash.tree.Data;
import exo86.ash.tree.Program;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A program: its functions with an Ashlar body, and the data they refer to. */
public final class Module {
    private final Optional<Program> program;
    private final Data texts;
    private final Map<String, Function> functions = new LinkedHashMap<>();
    private final Map<String, Datum> data = new LinkedHashMap<>();

    /**
     * @param program the tree that it was made from; empty if it was read from text
     * @param texts the strings and constants without a name in the source
     */
    public Module(Optional<Program> program, Data texts) {
        this.program = program;
        this.texts = texts;
    }

    public Optional<Program> program() {
        return program;
    }

    public Data texts() {
        return texts;
    }

    public List<Function> functions() {
        return new ArrayList<>(functions.values());
    }

    /** Functions of assembly and imported ones have none. */
    public Optional<Function> function(String name) {
        return Optional.ofNullable(functions.get(name));
    }

    public void add(Function function) {
        functions.put(function.name(), function);
    }

    public void remove(Function function) {
        functions.remove(function.name());
    }

    public List<Datum> data() {
        return new ArrayList<>(data.values());
    }

    public Optional<Datum> datum(String name) {
        return Optional.ofNullable(data.get(name));
    }

    public void add(Datum datum) {
        data.put(datum.name(), datum);
    }
}
