package exo86.ash.tree;

import exo86.ash.source.Span;
import exo86.ash.types.Type;
import java.util.List;
import java.util.Optional;

/** A function; equal to itself only. Its body is set after all signatures are known. */
public final class Function implements Symbol {
    /** How it is called and what its body is. */
    public enum Kind {
        /** Ashlar body, a32 convention. */
        ORDINARY,
        /** Assembly body, a32 convention: {@link Function#assembly}. */
        ASSEMBLY,
        /** Ashlar body called by the stub that the compiler makes for a CPU vector. */
        INTERRUPT,
        /** Imported, SysV i386 convention. */
        C_IMPORT,
        /** Ashlar body, SysV i386 convention, raw link name. */
        C_EXPORT
    }

    /** What the source says about stack and calls; 0 where it says nothing. */
    public record Limits(int stack, int recursion, boolean upcall, boolean irq, boolean noinline) {
    }

    private final String linkName;
    private final String module;
    private final String name;
    private final Kind kind;
    private final int vector;
    private final List<Local> parameters;
    private final Type result;
    private final Placement placement;
    private final Limits limits;
    private final Span declared;
    private Optional<Stmt.Block> body = Optional.empty();
    private Optional<Assembly> assembly = Optional.empty();

    /** NASM text with its {@code {…}} parts already replaced by symbols and numbers, the registers it changes, its stack in bytes. */
    public record Assembly(String text, Span at, List<String> clobbers, List<Symbol> symbols) {
        public Assembly {
            clobbers = List.copyOf(clobbers);
            symbols = List.copyOf(symbols);
        }
    }

    public Function(String linkName, String module, String name, Kind kind, int vector, List<Local> parameters, Type result,
            Placement placement, Limits limits, Span declared) {
        this.linkName = linkName;
        this.module = module;
        this.name = name;
        this.kind = kind;
        this.vector = vector;
        this.parameters = List.copyOf(parameters);
        this.result = result;
        this.placement = placement;
        this.limits = limits;
        this.declared = declared;
    }

    public void define(Stmt.Block block) {
        body = Optional.of(block);
    }

    public void define(Assembly text) {
        assembly = Optional.of(text);
    }

    @Override
    public String linkName() {
        return linkName;
    }

    public String module() {
        return module;
    }

    public String name() {
        return name;
    }

    public Kind kind() {
        return kind;
    }

    /** The CPU vector of an {@link Kind#INTERRUPT} function. */
    public int vector() {
        return vector;
    }

    public List<Local> parameters() {
        return parameters;
    }

    public Type result() {
        return result;
    }

    public Placement placement() {
        return placement;
    }

    public Limits limits() {
        return limits;
    }

    public Span declared() {
        return declared;
    }

    public Optional<Stmt.Block> body() {
        return body;
    }

    public Optional<Assembly> assembly() {
        return assembly;
    }
}
