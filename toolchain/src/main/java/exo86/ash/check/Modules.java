package exo86.ash.check;

import exo86.ash.source.Diagnostics.Note;
import exo86.ash.source.Span;
import exo86.ash.source.Spelling;
import exo86.ash.syntax.Declaration;
import exo86.ash.syntax.Name;
import exo86.ash.syntax.Unit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The modules that the root module reaches, each name declared once. */
final class Modules {
    /** Names with a fixed meaning, which no declaration may take. */
    static final Set<String> BUILT_IN = Set.of("u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64", "bool", "void", "never", "size_of", "align_of",
            "offset_of", "min", "max", "raw_slice", "assert", "panic", "print", "unreachable");

    private final Report report;
    private final Map<String, Unit> units = new LinkedHashMap<>();
    private final Map<String, Module> reached = new LinkedHashMap<>();
    private final Set<String> libraries;
    private final Set<String> absent;
    /** Functions of types, to be attached when all types are declared. */
    private final List<Entity.OfFunction> functions = new ArrayList<>();

    Modules(List<Unit> all, Checker.Options options, Report report) {
        this.report = report;
        this.libraries = options.libraries();
        this.absent = options.absent();
        for (Unit unit : all) {
            Unit other = units.putIfAbsent(unit.module(), unit);
            if (other != null) {
                report.error(unit.at(), "module " + unit.module() + " is declared twice", other.at(), "the other file");
            }
        }
    }

    /** Declares everything that the root reaches; false if there is no such module. */
    boolean reach(String root) {
        if (!units.containsKey(root)) {
            return false;
        }
        module(root);
        return true;
    }

    Collection<Module> all() {
        return reached.values();
    }

    List<Entity.OfFunction> functions() {
        return functions;
    }

    private Module module(String path) {
        Module known = reached.get(path);
        if (known != null) {
            return known;
        }
        Module made = new Module(units.get(path), libraries.contains(path));
        reached.put(path, made);
        for (Unit.Use use : made.unit.uses()) {
            use(made, use);
        }
        for (Declaration declaration : made.unit.declarations()) {
            if (declaration instanceof Declaration.Named named) {
                declare(made, named);
            }
        }
        for (Unit.Use use : made.unit.uses()) {
            Entity same = made.names.get(use.name().text());
            if (same != null) {
                report.error(same.at(), "`" + same.name() + "` is already the name of a module here", use.at(), "used here");
            }
        }
        return made;
    }

    private void use(Module module, Unit.Use use) {
        if (absent.contains(use.module())) {
            return;
        }
        if (!units.containsKey(use.module())) {
            report.error(use.at(), "there is no module " + use.module(), Spelling.hint(use.module(), units.keySet()));
            return;
        }
        if (module.uses.containsKey(use.name().text())) {
            report.error(use.at(), "`" + use.name() + "` already names a module here", "write `use " + use.module() + " as …`");
            return;
        }
        module.uses.put(use.name().text(), module(use.module()));
    }

    private void declare(Module module, Declaration.Named declaration) {
        Name name = declaration.name();
        if (declaration instanceof Declaration.Function function && function.type().isPresent()) {
            attach(module, function);
            return;
        }
        if (BUILT_IN.contains(name.text()) || name.ignored()) {
            report.error(name.at(), "`" + name + "` has a meaning of its own and cannot be declared");
            return;
        }
        Entity entity = switch (declaration) {
            case Declaration.Constant constant -> new Entity.OfConstant(module, constant);
            case Declaration.Variable variable -> new Entity.OfVariable(module, variable);
            case Declaration.ExternVariable variable -> new Entity.OfVariable(module, variable);
            case Declaration.Function function -> new Entity.OfFunction(module, function, Optional.empty());
            default -> new Entity.OfType(module, declaration);
        };
        Entity other = module.names.putIfAbsent(name.text(), entity);
        if (other != null) {
            report.error(name.at(), "`" + name + "` is declared twice", other.at(), "the other declaration");
        } else if (entity instanceof Entity.OfFunction function) {
            functions.add(function);
        }
    }

    private void attach(Module module, Declaration.Function function) {
        Name type = function.type().orElseThrow();
        Optional<Declaration.Named> declared = module.unit.declarations().stream()
                .filter(d -> d instanceof Declaration.Named named && named.name().text().equals(type.text()) && isType(named))
                .map(Declaration.Named.class::cast).findFirst();
        if (declared.isEmpty()) {
            List<String> types = module.unit.declarations().stream().filter(d -> d instanceof Declaration.Named n && isType(n))
                    .map(d -> ((Declaration.Named) d).name().text()).toList();
            report.error(type.at(), "no type `" + type + "` is declared in this module, where its functions must be", Spelling.hint(type.text(), types));
            return;
        }
        pending.computeIfAbsent(declared.get(), ignored -> new ArrayList<>()).add(function);
    }

    private final Map<Declaration.Named, List<Declaration.Function>> pending = new java.util.IdentityHashMap<>();

    static boolean isType(Declaration.Named declaration) {
        return switch (declaration) {
            case Declaration.Struct ignored -> true;
            case Declaration.Bits ignored -> true;
            case Declaration.Enum ignored -> true;
            case Declaration.Union ignored -> true;
            case Declaration.TypeName ignored -> true;
            default -> false;
        };
    }

    /** Gives every type the functions that were declared for it. */
    void attachFunctions() {
        for (Module module : reached.values()) {
            for (Entity entity : module.names.values()) {
                if (entity instanceof Entity.OfType type) {
                    pending.getOrDefault(type.declaration, List.of()).forEach(f -> attach(type, f));
                }
            }
        }
    }

    private void attach(Entity.OfType type, Declaration.Function function) {
        function.type().ifPresent(name -> report.index.use(name.at(), type));
        Entity.OfFunction made = new Entity.OfFunction(type.module, function, Optional.of(type));
        Entity.OfFunction other = type.functions.putIfAbsent(function.name().text(), made);
        if (other == null) {
            functions.add(made);
        } else {
            report.error(function.name().at(), "`" + type.name() + "." + function.name() + "` is declared twice", other.at(), "the other declaration");
        }
    }

    /** The entity that a module offers to another one; reports if there is none or it is not {@code pub}. */
    Optional<Entity> member(Module module, Name name, Module from) {
        Entity entity = module.names.get(name.text());
        if (entity == null) {
            List<String> offered = module.names.values().stream().filter(e -> e.exported() || from == module).map(Entity::name).toList();
            report.error(name.at(), "module " + module + " has no `" + name + "`", Spelling.hint(name.text(), offered));
            return Optional.empty();
        }
        return visible(entity, name.at(), from);
    }

    /** The entity, unless it belongs to another module and is not {@code pub}. */
    Optional<Entity> visible(Entity entity, Span at, Module from) {
        if (entity.module != from && !entity.exported()) {
            report.error(at, entity.kind() + " `" + entity.name() + "` is private to module " + entity.module,
                    List.of(new Note(entity.at(), "declared here without `pub`")), "");
            return Optional.empty();
        }
        report.index.use(at, entity);
        return Optional.of(entity);
    }
}
