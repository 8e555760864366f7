package exo86.ash.check;

import exo86.ash.source.Diagnostics.Note;
import exo86.ash.source.Span;
import exo86.ash.source.Spelling;
import exo86.ash.syntax.Expression;
import exo86.ash.syntax.Name;
import exo86.ash.tree.Expr;
import exo86.ash.tree.Function;
import exo86.ash.tree.Local;
import exo86.ash.tree.Place;
import exo86.ash.tree.Stmt;
import exo86.ash.tree.Value;
import exo86.ash.types.EnumType;
import exo86.ash.types.Type;
import exo86.ash.types.UnionType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Expressions for their value. A wanted type says what the context needs; exact integers and {@code none} take it. */
final class Values {
    /** Wanted where the context says nothing. */
    static final Type ANY = Type.EXACT;

    private final Body body;

    Values(Body body) {
        this.body = body;
    }

    /** The value, made the wanted type. */
    Expr value(Expression expression, Type wanted) {
        return body.coercions.coerce(check(expression, wanted), wanted);
    }

    Expr value(Expression expression, Type wanted, Note note) {
        return body.coercions.coerce(check(expression, wanted), wanted, List.of(note));
    }

    /** A boolean. */
    Expr condition(Expression expression) {
        return value(expression, Type.BOOL);
    }

    /** The value with its own type, for which the wanted one is only advice. */
    Expr check(Expression expression, Type wanted) {
        Optional<BigInteger> exact = body.names.exact().value(expression);
        if (exact.isPresent()) {
            return body.coercions.number(exact.get(), wanted, expression.at(), false);
        }
        return switch (expression) {
            case Expression.Number number -> body.coercions.number(number.value(), wanted, number.at(), false);
            case Expression.Text text -> text(text);
            case Expression.Bool bool -> new Expr.Constant(new Value.Scalar(bool.value() ? 1 : 0, Type.BOOL), bool.at());
            case Expression.None none -> none(none, wanted);
            case Expression.Uninit uninit -> body.error(uninit.at(), "`uninit` is only the whole value of a `let` or `var`");
            case Expression.Reference reference -> named(reference, wanted);
            case Expression.Member member -> named(member, wanted);
            case Expression.Deref deref -> body.places.load(body.places.target(deref), deref.at());
            case Expression.Index index -> body.places.load(body.places.target(index), index.at());
            case Expression.Subslice subslice -> body.places.subslice(subslice);
            case Expression.Call call -> body.calls.value(call, wanted);
            case Expression.SizeOf size -> Body.erroneous(size.at());
            case Expression.AlignOf align -> Body.erroneous(align.at());
            case Expression.OffsetOf offset -> Body.erroneous(offset.at());
            case Expression.Literal literal -> body.literals.literal(literal);
            case Expression.ArrayLiteral array -> body.literals.array(array, wanted);
            case Expression.ArrayFill fill -> body.literals.fill(fill, wanted);
            case Expression.Unary unary -> body.operators.unary(unary, wanted);
            case Expression.AddressOf address -> body.places.address(address, wanted);
            case Expression.Binary binary -> body.operators.binary(binary, wanted);
            case Expression.Convert convert -> body.conversions.convert(convert);
            case Expression.Try attempt -> attempt(attempt);
            case Expression.Catch handler -> handler(handler);
            case Expression.If choice -> body.branches.choice(choice, wanted);
            case Expression.Match match -> body.matches.match(match, wanted);
            case Expression.BlockValue block -> body.branches.block(block.block(), wanted);
        };
    }

    private static Expr text(Expression.Text text) {
        Type.Pointer pointer = new Type.Pointer(Type.Space.PLAIN, false, false, Type.U8);
        Value bytes = new Value.Text(text.bytes(), text.zeroEnded(), pointer);
        return new Expr.Constant(text.zeroEnded() ? bytes
                : new Value.Slice(bytes, text.bytes().length, new Type.Slice(Type.Space.PLAIN, false, Type.U8)), text.at());
    }

    private Expr none(Expression.None none, Type wanted) {
        if (wanted instanceof Type.Pointer pointer) {
            Type type = new Type.Pointer(pointer.space(), pointer.mutable(), true, pointer.target());
            if (!pointer.nullable()) {
                return body.error(none.at(), "expected `" + pointer + "`, which is never none", "the type `?" + pointer + "` admits `none`");
            }
            return new Expr.Constant(new Value.Scalar(0, type), none.at());
        }
        if (Types.erroneous(wanted)) {
            return Body.erroneous(none.at());
        }
        return Coercions.isAny(wanted) ? body.error(none.at(), "`none` of which pointer type?", "write the type: `let p: ?*T = none`")
                : body.error(none.at(), "expected `" + wanted + "`, found `none`");
    }

    private Expr named(Expression expression, Type wanted) {
        Optional<Names.Meaning> meaning = body.names.meaning(expression);
        if (meaning.isEmpty()) {
            return body.places.load(body.places.target(expression), expression.at());
        }
        Span at = expression.at();
        return switch (meaning.get()) {
            case Names.Meaning.OfLocal local -> new Expr.Load(new Place.OfLocal(local.variable().local(), at), at);
            case Names.Meaning.OfEntity entity -> entity(entity.entity(), at);
            case Names.Meaning.OfModule module -> body.error(at, "`" + module.module() + "` is a module, not a value");
            case Names.Meaning.OfTypeMember member -> typeMember(member.type(), member.name(), at);
            case Names.Meaning.Unknown ignored -> Body.erroneous(at);
        };
    }

    private Expr entity(Entity entity, Span at) {
        return switch (entity) {
            case Entity.OfType type -> body.error(at, "`" + type.name() + "` is a type, not a value");
            case Entity.OfConstant constant -> {
                body.whole.constants.define(constant);
                if (constant.value.isEmpty()) {
                    yield Body.erroneous(at);
                }
                yield constant.global.<Expr>map(g -> new Expr.Load(new Place.OfGlobal(g, at), at)).orElseGet(() -> new Expr.Constant(constant.value.get(), at));
            }
            case Entity.OfVariable variable -> body.whole.variables.global(variable).<Expr>map(g -> new Expr.Load(new Place.OfGlobal(g, at), at))
                    .orElse(Body.erroneous(at));
            case Entity.OfFunction function -> function(function, at);
        };
    }

    /** A function's address as a value. */
    private Expr function(Entity.OfFunction entity, Span at) {
        Optional<Function> function = body.whole.functions.signature(entity);
        if (function.isEmpty() || Types.erroneous(function.get().result())) {
            return Body.erroneous(at);
        }
        Function.Kind kind = function.get().kind();
        if (kind == Function.Kind.INTERRUPT || kind == Function.Kind.C_IMPORT || kind == Function.Kind.C_EXPORT) {
            return body.error(at, "`" + entity.name() + "` is not called as Ashlar functions are, so it is no function value", "its address is `f as u32`");
        }
        return address(function.get(), at);
    }

    static Expr address(Function function, Span at) {
        Type type = new Type.Function(function.parameters().stream().map(Local::type).toList(), function.result());
        return new Expr.Constant(new Value.Address(function, 0, type), at);
    }

    private Expr typeMember(Entity.OfType entity, Name name, Span at) {
        Type type = body.whole.types.declared(entity);
        body.whole.types.complete(type);
        Optional<Expr> variant = variant(type, name, at);
        if (variant.isPresent()) {
            return variant.get();
        }
        Optional<Entity.OfFunction> function = body.calls.functionOf(type, name.text());
        if (function.isPresent()) {
            return body.whole.modules.visible(function.get(), name.at(), body.module).isPresent() ? function(function.get(), at) : Body.erroneous(at);
        }
        return Types.erroneous(type) ? Body.erroneous(at) : body.error(name.at(), "`" + type + "` has no `" + name + "`",
                Spelling.hint(name.text(), members(type)));
    }

    /** A variant named without payload. */
    private Optional<Expr> variant(Type type, Name name, Span at) {
        if (type instanceof EnumType enumeration) {
            enumeration.variant(name.text()).ifPresent(v -> body.report.index.use(name.at(), v));
            return enumeration.variant(name.text()).map(v -> new Expr.Constant(new Value.Scalar(v.value(), enumeration), at));
        }
        if (!(type instanceof UnionType union)) {
            return Optional.empty();
        }
        return union.variant(name.text()).map(v -> {
            body.report.index.use(name.at(), v);
            if (v.fields().isEmpty()) {
                return new Expr.MakeUnion(v, List.of(), union, at);
            }
            return body.error(at, "`" + union + "." + v.name() + "` has fields", "write `" + union + "." + v.name() + "{ … }`");
        });
    }

    /** What may stand after {@code Type.}. */
    List<String> members(Type type) {
        List<String> known = new ArrayList<>();
        if (type instanceof EnumType enumeration) {
            enumeration.variants().forEach(v -> known.add(v.name()));
        } else if (type instanceof UnionType union) {
            union.variants().forEach(v -> known.add(v.name()));
        }
        known.addAll(body.calls.functionsOf(type));
        return known;
    }

    private Expr attempt(Expression.Try attempt) {
        Optional<Calls.Checked> call = failing(attempt.call(), "try");
        if (call.isEmpty()) {
            return Body.erroneous(attempt.at());
        }
        EnumType error = call.get().error().orElseThrow();
        Optional<EnumType> own = body.errorType();
        if (body.deferring) {
            return body.error(attempt.at(), "`try` cannot leave a deferred statement", "handle the error with `catch`");
        }
        if (own.isEmpty()) {
            String where = body.function.map(f -> "`" + f.name() + "` does not return errors").orElse("a constant cannot fail");
            return body.error(attempt.at(), where + ", so `try` cannot pass one on", "handle the error with `catch`, or make the result `T!" + error + "`");
        }
        if (own.get() != error) {
            return body.error(attempt.at(), "this call fails with " + Coercions.name(error, own.get()) + ", but the function with "
                    + Coercions.name(own.get(), error), "translate it: `catch |e| { fail … }`");
        }
        return new Expr.Try(call.get().call(), body.scope.cleanupTo(Optional.empty(), true), attempt.at());
    }

    private Optional<Calls.Checked> failing(Expression expression, String word) {
        if (!(expression instanceof Expression.Call call)) {
            Expr value = check(expression, ANY);
            if (!Types.erroneous(value.type())) {
                body.report.error(expression.at(), "`" + word + "` needs a call that can fail");
            }
            return Optional.empty();
        }
        Optional<Calls.Checked> checked = body.calls.check(call, ANY);
        if (checked.isPresent() && checked.get().error().isEmpty()) {
            body.report.error(expression.at(), "this call cannot fail: `" + word + "` has nothing to do");
            return Optional.empty();
        }
        return checked;
    }

    private Expr handler(Expression.Catch handler) {
        Optional<Calls.Checked> call = failing(handler.call(), "catch");
        Type error = call.<Type>flatMap(c -> c.error().map(e -> e)).orElse(Type.ERRONEOUS);
        Type type = call.<Type>map(c -> c.call().type()).orElse(Type.ERRONEOUS);
        body.push(false);
        Local code = handler.error().map(name -> body.declare(name, error, false)).orElseGet(() -> body.temporary(error));
        Expr fallback = type instanceof Type.Void ? check(handler.fallback(), Type.VOID) : value(handler.fallback(), type);
        body.pop();
        boolean empty = type instanceof Type.Void && !(fallback.type() instanceof Type.Void) && !(fallback.type() instanceof Type.Never);
        if (empty && !Types.erroneous(fallback.type())) {
            return body.error(handler.fallback().at(), "the call has no value, so the fallback must have none");
        }
        if (call.isEmpty()) {
            return Body.erroneous(handler.at());
        }
        return new Expr.Catch(call.get().call(), code, fallback, handler.at());
    }

    /** Whether computing the expression has no effect and nothing in between can change it. */
    static boolean stable(Expr expression) {
        return switch (expression) {
            case Expr.Constant ignored -> true;
            case Expr.Convert convert -> stable(convert.operand()) && !convert.checked();
            case Expr.AddressOf address -> Places.stable(address.place());
            default -> false;
        };
    }

    /** The expression kept in a temporary, unless it is stable; its statement is added to those given. */
    Expr keep(Expr expression, List<Stmt> into) {
        if (stable(expression) || Types.erroneous(expression.type())) {
            return expression;
        }
        Local local = body.temporary(expression.type());
        into.add(new Stmt.Let(local, Optional.of(expression), expression.at()));
        return new Expr.Load(new Place.OfLocal(local, expression.at()), expression.at());
    }
}
