package exo86.ash.check;

import exo86.ash.source.Span;
import exo86.ash.tree.Local;
import exo86.ash.tree.Value;
import exo86.ash.types.BitsType;
import exo86.ash.types.EnumType;
import exo86.ash.types.NamedType;
import exo86.ash.types.StructType;
import exo86.ash.types.Type;
import exo86.ash.types.UnionType;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where names stand and what they mean: filled while a program is checked, for editors. The declaring place of a name is one of its uses.
 *
 * <p>Also of a program with errors: then it knows what the checker reached.
 */
public final class Index {
    /** A name in a text, and the place of the name that declares it. */
    public record Use(Span at, Span declared, Meaning meaning) {
    }

    /**
     * What a name stands for.
     *
     * @param kind "constant", "variable", "function", "type", "module", "field", "variant", "parameter or local variable"
     * @param text how it is declared, for a reader
     * @param doc the {@code ///} lines before it, or empty
     * @param type of a value, or the type that it names
     */
    public record Meaning(String kind, String name, String text, String doc, Optional<Type> type) {
    }

    private final boolean wanted;
    private final Set<Use> uses = new LinkedHashSet<>();
    private final Map<Entity, Meaning> meanings = new IdentityHashMap<>();
    private final List<Runnable> pending = new ArrayList<>();
    private final List<Module> modules = new ArrayList<>();
    private Optional<Compilation> whole = Optional.empty();

    public Index() {
        this(true);
    }

    private Index(boolean wanted) {
        this.wanted = wanted;
    }

    /** One that nobody reads: it stays empty. */
    static Index unwanted() {
        return new Index(false);
    }

    void begin(Compilation compilation, Iterable<Module> all) {
        if (!wanted) {
            return;
        }
        whole = Optional.of(compilation);
        for (Module module : all) {
            modules.add(module);
            module.names.values().forEach(entity -> use(entity.at(), entity));
            module.unit.uses().forEach(u -> Optional.ofNullable(module.uses.get(u.name().text())).ifPresent(used -> use(u.name().at(), used)));
        }
    }

    /** Everything is known: meanings can be told. */
    void end() {
        for (Module module : modules) {
            for (Entity entity : module.names.values()) {
                if (entity instanceof Entity.OfType type) {
                    type.functions.values().forEach(f -> use(f.at(), f));
                    members(type.type);
                }
            }
        }
        pending.forEach(Runnable::run);
        pending.clear();
    }

    private void members(Type type) {
        switch (type) {
            case StructType struct -> struct.fields().forEach(f -> use(f.declared(), f));
            case BitsType bits -> bits.fields().forEach(f -> use(f.declared(), f));
            case EnumType enumeration -> enumeration.variants().forEach(v -> use(v.declared(), v));
            case UnionType union -> union.variants().forEach(v -> {
                use(v.declared(), v);
                v.fields().forEach(f -> use(f.declared(), f));
            });
            default -> {
                // Has no members.
            }
        }
    }

    void use(Span at, Entity entity) {
        if (wanted) {
            pending.add(() -> add(at, entity.at(), meanings.computeIfAbsent(entity, Index::meaning)));
        }
    }

    void use(Span at, Module module) {
        if (!wanted) {
            return;
        }
        add(at, module.unit.at(), new Meaning("module", module.path(), (module.system() ? "system module " : "module ") + module, "", Optional.empty()));
    }

    void use(Span at, Span declared, Local local, boolean mutable) {
        if (!wanted) {
            return;
        }
        add(at, declared, new Meaning("local variable", local.name(), (mutable ? "var " : "") + local.name() + ": " + local.type(), "", Optional.of(local.type())));
    }

    void use(Span at, StructType.Field field) {
        if (!wanted) {
            return;
        }
        add(at, field.declared(), new Meaning("field", field.name(), field.name() + ": " + field.type() + " @" + field.offset(), "", Optional.of(field.type())));
    }

    void use(Span at, BitsType.Field field) {
        if (!wanted) {
            return;
        }
        String bits = field.width() == 1 ? "@" + field.low() : "@" + (field.low() + field.width() - 1) + ":" + field.low();
        add(at, field.declared(), new Meaning("field", field.name(), field.name() + ": " + field.type() + " " + bits, "", Optional.of(field.type())));
    }

    void use(Span at, EnumType.Variant variant) {
        if (!wanted) {
            return;
        }
        add(at, variant.declared(), new Meaning("variant", variant.name(), variant.name() + " = " + variant.value(), "", Optional.empty()));
    }

    void use(Span at, UnionType.Variant variant) {
        if (!wanted) {
            return;
        }
        add(at, variant.declared(), new Meaning("variant", variant.name(), variant.declared().text(), "", Optional.empty()));
    }

    /** Spans of places with brackets around them, or of whole members, are cut down to the name in them. */
    private void add(Span at, Span declared, Meaning meaning) {
        String name = meaning.kind().equals("module") ? "" : meaning.name();
        uses.add(new Use(nameIn(at, name), nameIn(declared, name), meaning));
    }

    private static Span nameIn(Span span, String name) {
        int found = name.isEmpty() ? -1 : span.text().indexOf(name);
        return found < 0 ? span : new Span(span.file(), span.start() + found, span.start() + found + name.length());
    }

    private static String scalar(Value value) {
        return value instanceof Value.Scalar scalar && !(scalar.type() instanceof BitsType) ? String.valueOf(scalar.bits()) : "";
    }

    private static Meaning meaning(Entity entity) {
        return switch (entity) {
            case Entity.OfConstant c -> {
                String value = c.exact.map(v -> v.toString()).or(() -> c.value.map(Index::scalar)).orElse("");
                String declared = c.declaration.type().map(t -> ": " + t.at().text()).orElse("");
                yield new Meaning("constant", c.name(), "const " + c.name() + declared + (value.isEmpty() ? "" : " = " + value), c.declaration.head().doc(),
                        Optional.of(c.type));
            }
            case Entity.OfVariable v -> new Meaning("variable", v.name(), "var " + v.name() + v.global.map(g -> ": " + g.type()).orElse(""),
                    v.declaration.head().doc(), v.global.map(g -> g.type()));
            case Entity.OfFunction f -> new Meaning("function", f.name(), f.declaration.at().text(), f.declaration.head().doc(),
                    f.function.map(made -> made.result()));
            case Entity.OfType t -> new Meaning("type", t.name(), t.declaration.at().text(), t.declaration.head().doc(), Optional.of(t.type));
        };
    }

    /** Whether a module was checked: it is part of the program and could be parsed. */
    public boolean knows(String module) {
        return modules.stream().anyMatch(m -> m.path().equals(module));
    }

    /** All uses, in the order in which the checker met them. */
    public List<Use> uses() {
        return List.copyOf(uses);
    }

    /** The uses at a character of a file; two where a field's name stands for the local variable of the same name too. */
    public List<Use> at(String file, int offset) {
        return uses.stream().filter(u -> u.at().file().name().equals(file) && u.at().start() <= offset && offset <= u.at().end()).toList();
    }

    /** Every place that means what that place declares. */
    public List<Use> of(Span declared) {
        return uses.stream().filter(u -> u.declared().start() == declared.start() && u.declared().file().name().equals(declared.file().name())).toList();
    }

    /** What may stand behind a value of a type, or behind the type's name, and a dot. */
    public List<Meaning> members(Type type, boolean ofType) {
        List<Meaning> found = new ArrayList<>();
        Type held = type instanceof Type.Pointer pointer ? pointer.target() : type;
        if (held instanceof Type.Slice || held instanceof Type.Array) {
            found.add(new Meaning("field", "len", "len: u32", "", Optional.of(Type.U32)));
            found.add(new Meaning("field", "ptr", "ptr: the first element's address", "", Optional.empty()));
        }
        Index scratch = new Index();
        scratch.members(held);
        scratch.uses.stream().map(Use::meaning).filter(m -> m.kind().equals(ofType ? "variant" : "field")).forEach(found::add);
        if (held instanceof NamedType named && whole.isPresent()) {
            for (Entity.OfFunction function : whole.get().types.entity(named).functions.values()) {
                if (ofType || function.method()) {
                    found.add(meaning(function));
                }
            }
        }
        return found;
    }

    /** What a module declares, or, for others, exports. */
    public List<Meaning> declared(String module, boolean exportedOnly) {
        return modules.stream().filter(m -> m.path().equals(module)).flatMap(m -> m.names.values().stream())
                .filter(e -> e.exported() || !exportedOnly).map(Index::meaning).toList();
    }

    /** The modules that a module uses: path by the name they have there. */
    public List<Meaning> used(String module) {
        return modules.stream().filter(m -> m.path().equals(module)).flatMap(m -> m.uses.entrySet().stream())
                .map(e -> new Meaning("module", e.getKey(), e.getValue().path(), "", Optional.empty())).toList();
    }
}
