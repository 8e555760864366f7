package exo86.ash.check;

import exo86.ash.source.Diagnostics.Note;
import exo86.ash.source.Span;
import exo86.ash.source.Spelling;
import exo86.ash.syntax.Expression;
import exo86.ash.tree.Expr;
import exo86.ash.tree.Function;
import exo86.ash.tree.Local;
import exo86.ash.tree.Place;
import exo86.ash.types.EnumType;
import exo86.ash.types.NamedType;
import exo86.ash.types.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Calls of functions, of methods through a value, and of function values. */
final class Calls {
    private final Body body;

    Calls(Body body) {
        this.body = body;
    }

    /** A checked call, and the errors that it may return. */
    record Checked(Expr.Call call, Optional<EnumType> error) {
    }

    /** A call for its value, built-in functions included. */
    Expr value(Expression.Call call, Type wanted) {
        if (call.callee() instanceof Expression.Reference name && Modules.BUILT_IN.contains(name.name())) {
            return body.builtIns.call(name.name(), call, wanted);
        }
        Optional<Checked> checked = check(call, wanted);
        if (checked.isEmpty()) {
            return Body.erroneous(call.at());
        }
        if (checked.get().error().isPresent()) {
            return body.error(call.at(), "this call can fail with " + checked.get().error().get() + ", which is not handled",
                    "pass the error on with `try`, or handle it with `catch`");
        }
        return checked.get().call();
    }

    /** A call that may return an error; empty if something was reported. */
    Optional<Checked> check(Expression.Call call, Type wanted) {
        if (call.callee() instanceof Expression.Reference name && Modules.BUILT_IN.contains(name.name())) {
            Expr value = body.builtIns.call(name.name(), call, wanted);
            if (!Types.erroneous(value.type())) {
                body.report.error(call.at(), "`" + name.name() + "` cannot fail");
            }
            return Optional.empty();
        }
        Optional<Names.Meaning> meaning = body.names.meaning(call.callee());
        if (meaning.isEmpty()) {
            return call.callee() instanceof Expression.Member member ? method(member, call) : indirect(body.values.check(call.callee(), Values.ANY), call);
        }
        return switch (meaning.get()) {
            case Names.Meaning.OfEntity of when of.entity() instanceof Entity.OfFunction function -> direct(function, call);
            case Names.Meaning.OfTypeMember member -> associated(member, call);
            case Names.Meaning.Unknown ignored -> arguments(call);
            default -> indirect(body.values.check(call.callee(), Values.ANY), call);
        };
    }

    /** Checks arguments whose callee is unknown. */
    private Optional<Checked> arguments(Expression.Call call) {
        for (Expression argument : call.arguments()) {
            if (body.names.exact().value(argument).isEmpty() && !(argument instanceof Expression.None)) {
                body.values.check(argument, Type.ERRONEOUS);
            }
        }
        return Optional.empty();
    }

    private Optional<Checked> associated(Names.Meaning.OfTypeMember member, Expression.Call call) {
        Type type = body.whole.types.declared(member.type());
        Optional<Entity.OfFunction> function = functionOf(type, member.name().text());
        if (function.isPresent()) {
            if (body.whole.modules.visible(function.get(), member.name().at(), body.module).isEmpty()) {
                return arguments(call);
            }
            return direct(function.get(), call);
        }
        if (!Types.erroneous(type)) {
            boolean variant = body.values.members(type).contains(member.name().text());
            body.report.error(member.name().at(), variant ? "`" + member.name() + "` is a variant of `" + type + "`, not a function"
                    : "`" + type + "` has no function `" + member.name() + "`", variant ? "" : Spelling.hint(member.name().text(), functionsOf(type)));
        }
        return arguments(call);
    }

    private Optional<Checked> direct(Entity.OfFunction entity, Expression.Call call) {
        Optional<Function> function = body.whole.functions.signature(entity);
        if (function.isEmpty()) {
            return arguments(call);
        }
        return finish(function.get(), List.of(), call);
    }

    private Optional<Checked> finish(Function function, List<Expr> self, Expression.Call call) {
        if (function.kind() == Function.Kind.INTERRUPT) {
            body.report.error(call.at(), "an interrupt fn is entered by the CPU, not called");
            return arguments(call);
        }
        List<Type> types = function.parameters().stream().map(Local::type).toList();
        List<Note> notes = List.of(new Note(function.declared(), "`" + function.name() + "` is declared here"));
        return finish(new Expr.Callee.Direct(function), "`" + function.name() + "`", types, function.result(), self, call, notes);
    }

    private Optional<Checked> finish(Expr.Callee callee, String name, List<Type> types, Type result, List<Expr> self, Expression.Call call, List<Note> notes) {
        int wanted = types.size() - self.size();
        if (wanted != call.arguments().size()) {
            body.report.error(call.at(), name + " takes " + wanted + (wanted == 1 ? " argument" : " arguments") + ", found " + call.arguments().size(), notes, "");
            return arguments(call);
        }
        List<Expr> arguments = new ArrayList<>(self);
        boolean sound = !Types.erroneous(result) && self.stream().noneMatch(e -> Types.erroneous(e.type()));
        for (int i = 0; i < wanted; i++) {
            Expr argument = body.coercions.coerce(body.values.check(call.arguments().get(i), types.get(self.size() + i)), types.get(self.size() + i), notes);
            sound &= !Types.erroneous(argument.type());
            arguments.add(argument);
        }
        if (!sound) {
            return Optional.empty();
        }
        Type type = result instanceof Type.Result r ? r.value() : result;
        body.whole.types.complete(result);
        return Optional.of(new Checked(new Expr.Call(callee, arguments, type, call.at()), result instanceof Type.Result r ? Optional.of(r.error()) : Optional.empty()));
    }

    private Optional<Checked> indirect(Expr pointer, Expression.Call call) {
        if (pointer.type() instanceof Type.Function type) {
            return finish(new Expr.Callee.Indirect(pointer), "this function", type.parameters(), type.result(), List.of(), call, List.of());
        }
        if (!Types.erroneous(pointer.type())) {
            body.report.error(call.callee().at(), "only functions are called, not `" + pointer.type() + "`");
        }
        return arguments(call);
    }

    private Optional<Checked> method(Expression.Member member, Expression.Call call) {
        Places.Target base = body.places.target(member.base());
        if (base.erroneous()) {
            return arguments(call);
        }
        Type type = base.type();
        Type held = type instanceof Type.Pointer pointer ? pointer.target() : type;
        body.whole.types.complete(held);
        Optional<Entity.OfFunction> found = functionOf(held, member.name().text());
        if (found.isEmpty()) {
            Expr value = body.places.load(body.places.target(member), member.at());
            return indirect(value, call);
        }
        if (body.whole.modules.visible(found.get(), member.name().at(), body.module).isEmpty()) {
            return arguments(call);
        }
        if (!found.get().method()) {
            body.report.error(member.name().at(), "`" + held + "." + member.name() + "` has no `self`", "call it as `" + held + "." + member.name() + "(…)`");
            return arguments(call);
        }
        Optional<Function> function = body.whole.functions.signature(found.get());
        if (function.isEmpty() || function.get().parameters().isEmpty()) {
            return arguments(call);
        }
        Expr self = self(base, function.get().parameters().getFirst().type(), member.base().at(), function.get());
        return finish(function.get(), List.of(self), call);
    }

    /** The value, its address or what it points at, as the method's {@code self} needs. */
    Expr self(Places.Target base, Type wanted, Span at, Function method) {
        List<Note> notes = List.of(new Note(method.declared(), "`" + method.name() + "` is declared here"));
        boolean pointer = base.bits().isEmpty() && base.type() instanceof Type.Pointer;
        if (wanted instanceof Type.Pointer to) {
            if (pointer) {
                return body.coercions.coerce(body.places.load(base, at), wanted, notes);
            }
            if (to.mutable() && !base.writable()) {
                body.report.error(at, "`" + method.name() + "` changes its value: " + base.fixed(), notes, "");
                return Body.erroneous(at);
            }
            Places.Target place = base.bits().isEmpty() ? base : temporary(body.places.load(base, at));
            return body.coercions.coerce(new Expr.AddressOf(place.place(), new Type.Pointer(Places.space(place.place()), to.mutable(), false, place.type()), at),
                    wanted, notes);
        }
        Places.Target place = pointer ? body.places.followed(base, at) : base;
        return body.coercions.coerce(body.places.load(place, at), wanted, notes);
    }

    private Places.Target temporary(Expr value) {
        return new Places.Target(new Place.Temporary(body.temporary(value.type()), value, value.at()), Optional.empty(), "it is a value");
    }

    /** The function declared as {@code fn Type.name}. */
    Optional<Entity.OfFunction> functionOf(Type type, String name) {
        return type instanceof NamedType named ? Optional.ofNullable(body.whole.types.entity(named).functions.get(name)) : Optional.empty();
    }

    List<String> functionsOf(Type type) {
        return type instanceof NamedType named ? List.copyOf(body.whole.types.entity(named).functions.keySet()) : List.of();
    }
}
