package exo86.ash.check;

import exo86.ash.check.Entity.State;
import exo86.ash.check.evaluate.Arithmetic;
import exo86.ash.check.evaluate.Failure;
import exo86.ash.source.Diagnostics.Note;
import exo86.ash.source.Span;
import exo86.ash.syntax.Expression;
import exo86.ash.tree.Expr;
import exo86.ash.tree.Function;
import exo86.ash.tree.Global;
import exo86.ash.tree.Placement;
import exo86.ash.tree.Stmt;
import exo86.ash.tree.Value;
import exo86.ash.types.StructType;
import exo86.ash.types.Type;
import exo86.ash.types.UnionType;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The constants of the program, and every other expression whose value the compiler must know. */
final class Constants implements exo86.ash.check.evaluate.Program {
    private final Compilation whole;
    /** The constants and initial values being computed, the innermost first. */
    private final Deque<Entity> busy = new ArrayDeque<>();
    private int promoted;

    Constants(Compilation whole) {
        this.whole = whole;
    }

    /** Computes a constant if that was not done yet; reports a cycle. Afterwards its type is erroneous if there is no value. */
    void define(Entity.OfConstant constant) {
        if (constant.state == State.BUSY) {
            List<Note> chain = new ArrayList<>();
            for (Entity user : busy) {
                if (user == constant) {
                    break;
                }
                chain.addFirst(new Note(user.at(), "through `" + user.name() + "`"));
            }
            whole.report.error(constant.at(), "constant `" + constant.name() + "` depends on itself", chain, "");
        }
        if (constant.state != State.NEW) {
            return;
        }
        constant.state = State.BUSY;
        busy.push(constant);
        compute(constant);
        busy.pop();
        constant.state = State.DONE;
    }

    /** The first value of a variable. */
    Optional<Value> initial(Entity.OfVariable variable, Expression written, Type wanted) {
        busy.push(variable);
        Optional<Value> value = evaluate(written, wanted, variable.module);
        busy.pop();
        return value;
    }

    private void compute(Entity.OfConstant constant) {
        Module module = constant.module;
        Expression written = constant.declaration.value();
        if (constant.declaration.type().isEmpty()) {
            constant.exact = new Exact(whole, module).value(written);
            if (constant.exact.isPresent()) {
                constant.type = Type.EXACT;
                return;
            }
        }
        Type wanted = constant.declaration.type().map(t -> whole.types.complete(t, module)).orElse(Values.ANY);
        Optional<Value> value = evaluate(written, wanted, module);
        if (value.isEmpty()) {
            return;
        }
        Type type = value.get().type();
        if (aggregate(type)) {
            String linkName = module.path() + "." + constant.name();
            Placement placement = new Attributes(whole, module).placement(constant.declaration.head(), false);
            Global global = new Global(placement.exported() ? new Attributes(whole, module).linkName(constant.declaration.head(), linkName) : linkName,
                    module.path(), constant.name(), type, false, false, placement, constant.at());
            global.define(value.get());
            whole.globals.add(global);
            constant.global = Optional.of(global);
        }
        constant.value = value;
        constant.type = type;
    }

    /** Whether a constant of the type lives at an address rather than in the code. */
    static boolean aggregate(Type type) {
        return switch (type) {
            case Type.Array ignored -> true;
            case StructType ignored -> true;
            case UnionType ignored -> true;
            case exo86.ash.types.DistinctType distinct -> aggregate(distinct.base());
            default -> false;
        };
    }

    /** The value of an expression outside of functions; empty if that was reported. */
    Optional<Value> evaluate(Expression written, Type wanted, Module module) {
        int before = whole.report.count();
        if (Types.erroneous(wanted)) {
            return Optional.empty();
        }
        Expr checked = new Body(whole, module).values.value(written, wanted);
        if (before != whole.report.count() || Types.erroneous(checked.type())) {
            return Optional.empty();
        }
        return evaluate(checked);
    }

    private Optional<Value> evaluate(Expr checked) {
        if (checked instanceof Expr.Constant constant) {
            return Optional.of(constant.value());
        }
        if (checked.type() instanceof Type.Never || checked.type() instanceof Type.Void) {
            whole.report.error(checked.at(), "this has no value");
            return Optional.empty();
        }
        try {
            return Optional.of(whole.evaluator.evaluate(checked));
        } catch (Failure failure) {
            if (!failure.silent()) {
                List<Note> notes = new ArrayList<>(failure.calls());
                if (!failure.at().equals(checked.at())) {
                    notes.add(new Note(checked.at(), "needed for the constant here"));
                }
                whole.report.error(failure.at(), failure.getMessage(), notes, "");
            }
            return Optional.empty();
        }
    }

    /** An integer that the compiler must know, of whatever type. */
    Optional<BigInteger> integer(Expression written, Module module) {
        Optional<BigInteger> exact = new Exact(whole, module).value(written);
        if (exact.isPresent()) {
            return exact;
        }
        Optional<Value> value = evaluate(written, Values.ANY, module);
        if (value.isPresent() && value.get() instanceof Value.Scalar scalar && scalar.type() instanceof Type.Int type) {
            return Optional.of(Arithmetic.exact(scalar.bits(), type));
        }
        value.ifPresent(v -> whole.report.error(written.at(), "expected a constant integer, found " + v.type()));
        return Optional.empty();
    }

    /** A constant from 0 to 2^31-1: a length, an offset, a bit number. */
    Optional<Integer> count(Expression written, Module module) {
        Optional<BigInteger> value = integer(written, module);
        if (value.isPresent() && (value.get().signum() < 0 || value.get().bitLength() > 31)) {
            whole.report.error(written.at(), "expected a number from 0 to 2147483647, found " + value.get());
            return Optional.empty();
        }
        return value.map(BigInteger::intValue);
    }

    /** The truth of a compile-time assertion; empty if that was reported. */
    Optional<Boolean> truth(Expression written, Module module) {
        return evaluate(written, Type.BOOL, module).map(v -> v instanceof Value.Scalar scalar && scalar.bits() != 0);
    }

    @Override
    public Optional<Stmt.Block> body(Function function) {
        return whole.functions.body(function);
    }

    @Override
    public boolean constant(Function function) {
        return whole.functions.entity(function).map(Entity.OfFunction::constant).orElse(false);
    }

    @Override
    public boolean panics(Function function) {
        return whole.panic.isPresent() && whole.functions.entity(function).equals(whole.panic);
    }

    @Override
    public Optional<Value> value(Global global) {
        return Optional.of(global.initial().orElse(new Value.Zero(global.type())));
    }

    @Override
    public Global promote(Type type, Value value) {
        Entity owner = busy.peek();
        String module = owner == null ? "" : owner.module.path();
        String name = (owner == null ? "" : owner.name()) + "$" + promoted++;
        Span at = owner == null ? whole.modules.all().iterator().next().unit.at() : owner.at();
        boolean library = owner != null && owner.module.library;
        Global made = new Global(module + "." + name, module, name, type, false, false, new Placement(Optional.empty(), 0, false, false, library), at);
        made.define(value);
        whole.globals.add(made);
        return made;
    }
}
