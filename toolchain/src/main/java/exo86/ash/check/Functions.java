package exo86.ash.check;

import exo86.ash.check.Entity.State;
import exo86.ash.source.Span;
import exo86.ash.syntax.Declaration;
import exo86.ash.tree.Function;
import exo86.ash.tree.Local;
import exo86.ash.tree.Placement;
import exo86.ash.tree.Stmt;
import exo86.ash.types.NamedType;
import exo86.ash.types.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Signatures and bodies of functions, each checked once, when first asked for. */
final class Functions {
    private final Compilation whole;
    private final Map<Function, Entity.OfFunction> entities = new IdentityHashMap<>();

    Functions(Compilation whole) {
        this.whole = whole;
    }

    Optional<Entity.OfFunction> entity(Function function) {
        return Optional.ofNullable(entities.get(function));
    }

    /** The function of an entity, its body perhaps still unknown; empty while its signature is being checked. */
    Optional<Function> signature(Entity.OfFunction entity) {
        if (entity.signature == State.BUSY) {
            whole.report.error(entity.at(), "the signature of `" + entity.name() + "` depends on itself");
        }
        if (entity.signature == State.NEW) {
            entity.signature = State.BUSY;
            Function made = make(entity);
            entities.put(made, entity);
            entity.function = Optional.of(made);
            entity.signature = State.DONE;
        }
        return entity.function;
    }

    private Function make(Entity.OfFunction entity) {
        Declaration.Function declared = entity.declaration;
        Module module = entity.module;
        new Attributes(whole, module).check(declared);
        List<Local> parameters = new ArrayList<>();
        Map<String, Span> names = new HashMap<>();
        for (Declaration.Parameter parameter : declared.parameters()) {
            Span other = parameter.name().ignored() ? null : names.putIfAbsent(parameter.name().text(), parameter.name().at());
            if (other != null) {
                whole.report.error(parameter.name().at(), "parameter `" + parameter.name() + "` is declared twice", other, "the other one");
            }
            parameters.add(new Local(parameter.name().text(), whole.types.complete(parameter.type(), module)));
        }
        Type result = whole.types.result(declared.result(), module);
        Function.Kind kind = switch (declared.kind()) {
            case ORDINARY, CONST -> Function.Kind.ORDINARY;
            case ASM -> Function.Kind.ASSEMBLY;
            case INTERRUPT -> Function.Kind.INTERRUPT;
            case EXTERN_C -> declared.body() instanceof Declaration.Body.Imported ? Function.Kind.C_IMPORT : Function.Kind.C_EXPORT;
        };
        boolean c = declared.kind() == Declaration.FunctionKind.EXTERN_C;
        String name = entity.owner.map(o -> o.name() + ".").orElse("") + entity.name();
        Attributes attributes = new Attributes(whole, module);
        Placement placement = attributes.placement(declared.head(), kind == Function.Kind.C_EXPORT);
        String linkName = c ? entity.name() : attributes.linkName(declared.head(), module.path() + "." + name);
        int vector = declared.vector().flatMap(v -> whole.constants.count(v, module)).orElse(0);
        Function made = new Function(linkName, module.path(), name, kind, vector, parameters, result, placement, attributes.limits(declared.head()),
                entity.at());
        rules(entity, made);
        return made;
    }

    private void rules(Entity.OfFunction entity, Function function) {
        Declaration.Function declared = entity.declaration;
        Report report = whole.report;
        if (!entity.module.system() && (function.kind() != Function.Kind.ORDINARY)) {
            String what = function.kind() == Function.Kind.ASSEMBLY ? "asm fn" : function.kind() == Function.Kind.INTERRUPT ? "interrupt fn" : "extern \"c\"";
            report.error(entity.at(), "`" + what + "` is only allowed in a system module", "begin the file with `system module " + entity.module + "`");
        }
        boolean fails = function.result() instanceof Type.Result;
        if (fails && (function.kind() == Function.Kind.C_IMPORT || function.kind() == Function.Kind.C_EXPORT)) {
            report.error(entity.at(), "a C function cannot return `T!E`");
        }
        if (function.kind() == Function.Kind.INTERRUPT) {
            interrupt(entity, function);
        }
        if (entity.method()) {
            Type self = function.parameters().getFirst().type();
            Type held = self instanceof Type.Pointer pointer ? pointer.target() : self;
            Type owner = whole.types.declared(entity.owner.orElseThrow());
            if (!held.equals(owner) && !Types.erroneous(held)) {
                report.error(declared.parameters().getFirst().type().at(), "`self` of " + owner + "." + entity.name() + " is a " + owner + ", *" + owner
                        + " or *mut " + owner + ", not " + self);
            }
        }
        entity.owner.ifPresent(owner -> member(owner, entity));
    }

    /** A function of a type must not hide one of its variants or fields. */
    private void member(Entity.OfType owner, Entity.OfFunction entity) {
        Type type = whole.types.declared(owner);
        if (!(type instanceof NamedType named) || whole.types.entity(named) != owner) {
            whole.report.error(entity.at(), "`" + owner.name() + "` is an alias; functions belong to a struct, bits, enum, union or distinct type");
            return;
        }
        whole.types.complete(type);
        Optional<Span> same = switch (type) {
            case exo86.ash.types.EnumType e -> e.variant(entity.name()).map(v -> v.declared());
            case exo86.ash.types.UnionType u -> u.variant(entity.name()).map(v -> v.declared());
            case exo86.ash.types.StructType s -> s.field(entity.name()).map(f -> f.declared());
            case exo86.ash.types.BitsType b -> b.field(entity.name()).map(f -> f.declared());
            default -> Optional.empty();
        };
        same.ifPresent(at -> whole.report.error(entity.at(), "`" + owner.name() + "." + entity.name() + "` is declared twice", at, "the other declaration"));
    }

    private void interrupt(Entity.OfFunction entity, Function function) {
        List<Local> parameters = function.parameters();
        boolean frame = parameters.size() == 1 && parameters.getFirst().type() instanceof Type.Pointer pointer && pointer.mutable()
                && !pointer.nullable() && pointer.space() == Type.Space.PLAIN && pointer.target() instanceof NamedType named
                && named.module().equals("cpu") && named.name().equals("TrapFrame");
        boolean erroneous = parameters.stream().anyMatch(p -> Types.erroneous(p.type()));
        if ((!frame || !(function.result() instanceof Type.Never)) && !erroneous) {
            whole.report.error(entity.at(), "an interrupt fn has the signature `(f: *mut cpu.TrapFrame) never`");
        }
        if (function.vector() > 255) {
            whole.report.error(entity.declaration.vector().orElseThrow().at(), "an interrupt vector is 0 to 255, not " + function.vector());
        }
    }

    /** The checked body; empty if it has errors, has no Ashlar body, or is just being checked. */
    Optional<Stmt.Block> body(Function function) {
        Entity.OfFunction entity = entities.get(function);
        if (entity == null) {
            return function.body();
        }
        if (entity.body == State.BUSY) {
            whole.report.error(entity.at(), "a constant in `" + entity.name() + "` needs the value of `" + entity.name() + "` itself");
            entity.failed = true;
        }
        if (entity.body == State.NEW) {
            entity.body = State.BUSY;
            int before = whole.report.count();
            check(entity, function);
            entity.failed |= before != whole.report.count();
            entity.body = State.DONE;
        }
        return entity.failed ? Optional.empty() : function.body();
    }

    private void check(Entity.OfFunction entity, Function function) {
        switch (entity.declaration.body()) {
            case Declaration.Body.Code code -> {
                List<exo86.ash.syntax.Name> names = entity.declaration.parameters().stream().map(Declaration.Parameter::name).toList();
                new Body(whole, entity.module, function, names).check(code.block());
            }
            case Declaration.Body.Assembly assembly -> function.define(new AssemblyText(whole, entity.module)
                    .expand(assembly, new Attributes(whole, entity.module).clobbers(entity.declaration.head())));
            case Declaration.Body.Imported ignored -> {
            }
        }
    }
}
