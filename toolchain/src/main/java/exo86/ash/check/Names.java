package exo86.ash.check;

import exo86.ash.source.Spelling;
import exo86.ash.syntax.Expression;
import exo86.ash.syntax.Name;
import exo86.ash.types.EnumType;
import exo86.ash.types.UnionType;
import java.util.Optional;
import java.util.TreeSet;

/** What a name or a dotted chain of names means where it stands. */
final class Names {
    /** The meaning of a chain that is not simply a value's field. */
    sealed interface Meaning {
        record OfLocal(Scope.Variable variable) implements Meaning {
        }

        record OfEntity(Entity entity) implements Meaning {
        }

        record OfModule(Module module) implements Meaning {
        }

        /** {@code Type.name}: a variant or a function. */
        record OfTypeMember(Entity.OfType type, Name name) implements Meaning {
        }

        /** Reported already. */
        record Unknown() implements Meaning {
        }
    }

    private final Body body;

    Names(Body body) {
        this.body = body;
    }

    boolean hidden(String name) {
        return body.scope.find(name).isPresent();
    }

    /** The meaning, or empty if the expression is computed: a field of a value, a call, …. Reports unknown names. */
    Optional<Meaning> meaning(Expression expression) {
        return switch (expression) {
            case Expression.Reference reference -> Optional.of(reference(reference));
            case Expression.Member member -> member(member);
            default -> Optional.empty();
        };
    }

    private Meaning reference(Expression.Reference reference) {
        Optional<Scope.Variable> variable = body.scope.find(reference.name());
        if (variable.isPresent()) {
            body.report.index.use(reference.at(), variable.get().at(), variable.get().local(), variable.get().mutable());
            return new Meaning.OfLocal(variable.get());
        }
        Entity entity = body.module.names.get(reference.name());
        if (entity != null) {
            body.report.index.use(reference.at(), entity);
            return new Meaning.OfEntity(entity);
        }
        Module used = body.module.uses.get(reference.name());
        if (used != null) {
            body.report.index.use(reference.at(), used);
            return new Meaning.OfModule(used);
        }
        if (body.module.unit.uses().stream().noneMatch(u -> u.name().text().equals(reference.name()))) {
            unknown(reference);
        }
        return new Meaning.Unknown();
    }

    private void unknown(Expression.Reference reference) {
        TreeSet<String> known = new TreeSet<>(body.module.names.keySet());
        body.scope.collectNames(known);
        known.addAll(body.module.uses.keySet());
        known.addAll(Modules.BUILT_IN);
        String name = reference.name();
        if (Types.builtIn(name).isPresent()) {
            body.report.error(reference.at(), "`" + name + "` is a type, not a value");
            return;
        }
        String hint = switch (name) {
            case "null", "nil", "NULL", "nullptr" -> "the null pointer is `none`";
            case "strlen" -> "a slice knows its length: `s.len`";
            case "malloc", "calloc", "free" -> "nothing is allocated unseen: variables are arrays and structs";
            case "printf" -> "`print(sink, \"…\", …)` prints";
            default -> variant(name).or(() -> Spelling.nearest(name, known).map(near -> "did you mean `" + near + "`?")).orElse("");
        };
        body.report.error(reference.at(), "there is nothing called `" + name + "` here", hint);
    }

    /** What to write instead, if the name is a variant of one of the module's types. */
    private Optional<String> variant(String name) {
        return body.module.names.values().stream().filter(Entity.OfType.class::isInstance).map(Entity.OfType.class::cast)
                .filter(type -> type.type instanceof EnumType e && e.variants().stream().anyMatch(v -> v.name().equals(name))
                        || type.type instanceof UnionType u && u.variants().stream().anyMatch(v -> v.name().equals(name)))
                .map(type -> "a variant stands behind its type: `" + type.name() + "." + name + "`").sorted().findFirst();
    }

    private Optional<Meaning> member(Expression.Member member) {
        if (!(member.base() instanceof Expression.Reference) && !(member.base() instanceof Expression.Member)) {
            return Optional.empty();
        }
        Optional<Meaning> base = quiet(member.base()) ? meaning(member.base()) : Optional.empty();
        if (base.isEmpty()) {
            return Optional.empty();
        }
        return switch (base.get()) {
            case Meaning.OfModule used -> Optional.of(body.whole.modules.member(used.module(), member.name(), body.module)
                    .<Meaning>map(Meaning.OfEntity::new).orElse(new Meaning.Unknown()));
            case Meaning.OfEntity entity when entity.entity() instanceof Entity.OfType type -> Optional.of(new Meaning.OfTypeMember(type, member.name()));
            case Meaning.Unknown unknown -> Optional.of(unknown);
            default -> Optional.empty();
        };
    }

    /** Whether the chain begins with a name, so that asking for its meaning says all there is to say about it. */
    private static boolean quiet(Expression chain) {
        return switch (chain) {
            case Expression.Reference ignored -> true;
            case Expression.Member member -> quiet(member.base());
            default -> false;
        };
    }

    Exact exact() {
        return new Exact(body.whole, body.module, this::hidden);
    }
}
