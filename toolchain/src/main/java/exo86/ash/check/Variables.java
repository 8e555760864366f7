package exo86.ash.check;

import exo86.ash.check.Entity.State;
import exo86.ash.syntax.Declaration;
import exo86.ash.syntax.Expression;
import exo86.ash.tree.Global;
import exo86.ash.tree.Placement;
import exo86.ash.tree.Value;
import exo86.ash.types.Type;
import java.util.List;
import java.util.Optional;

/** The variables of modules: their types when first used, their initial values later, so that they may point at each other. */
final class Variables {
    private final Compilation whole;

    Variables(Compilation whole) {
        this.whole = whole;
    }

    /** The variable; empty if its type depends on itself. */
    Optional<Global> global(Entity.OfVariable entity) {
        if (entity.state == State.BUSY) {
            whole.report.error(entity.at(), "the type of `" + entity.name() + "` depends on itself", "write its type");
        }
        if (entity.state == State.NEW) {
            entity.state = State.BUSY;
            entity.global = Optional.of(make(entity));
            whole.globals.add(entity.global.get());
            entity.state = State.DONE;
        }
        return entity.global;
    }

    private Global make(Entity.OfVariable entity) {
        Module module = entity.module;
        Attributes attributes = new Attributes(whole, module);
        attributes.check(entity.declaration);
        if (entity.declaration instanceof Declaration.ExternVariable external) {
            if (!module.system()) {
                whole.report.error(entity.at(), "`extern \"c\"` is only allowed in a system module", "begin the file with `system module " + module + "`");
            }
            Type type = whole.types.complete(external.type(), module);
            return new Global(entity.name(), module.path(), entity.name(), type, true, true, attributes.placement(external.head(), false), entity.at());
        }
        Declaration.Variable variable = (Declaration.Variable) entity.declaration;
        Placement placement = attributes.placement(variable.head(), false);
        String linkName = attributes.linkName(variable.head(), module.path() + "." + entity.name());
        Type type = variable.type().map(t -> whole.types.complete(t, module)).orElseGet(() -> inferred(entity, variable));
        if (variable.head().attribute("interrupt_stack").isPresent() && !(type instanceof Type.Array) && !Types.erroneous(type)) {
            whole.report.error(entity.at(), "`@interrupt_stack` stands before an array, not " + type);
        }
        return new Global(linkName, module.path(), entity.name(), type, true, false, placement, entity.at());
    }

    private Type inferred(Entity.OfVariable entity, Declaration.Variable variable) {
        if (variable.value() instanceof Expression.Uninit) {
            whole.report.error(entity.at(), "`" + entity.name() + "` has neither a type nor a value", "write `var " + entity.name() + ": T = uninit`");
            return Type.ERRONEOUS;
        }
        return whole.constants.evaluate(variable.value(), Values.ANY, entity.module).map(Value::type).orElse(Type.ERRONEOUS);
    }

    /** Computes the initial value; all zero is none. */
    void initialise(Entity.OfVariable entity) {
        Optional<Global> global = global(entity);
        if (global.isEmpty() || entity.initialiser != State.NEW || !(entity.declaration instanceof Declaration.Variable variable)) {
            return;
        }
        entity.initialiser = State.DONE;
        if (variable.value() instanceof Expression.Uninit uninit) {
            if (!entity.module.system()) {
                whole.report.error(uninit.at(), "`uninit` is only allowed in a system module");
            }
            return;
        }
        whole.constants.initial(entity, variable.value(), global.get().type()).filter(v -> !zero(v)).ifPresent(global.get()::define);
    }

    private static boolean zero(Value value) {
        return switch (value) {
            case Value.Zero ignored -> true;
            case Value.Scalar scalar -> scalar.bits() == 0;
            case Value.Slice slice -> slice.length() == 0 && zero(slice.pointer());
            case Value.Aggregate aggregate -> allZero(aggregate.parts());
            case Value.Union union -> union.variant().tag() == 0 && allZero(union.parts());
            default -> false;
        };
    }

    private static boolean allZero(List<Value> parts) {
        return parts.stream().allMatch(Variables::zero);
    }
}
