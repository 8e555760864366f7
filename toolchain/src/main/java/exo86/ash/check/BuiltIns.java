package exo86.ash.check;

import exo86.ash.source.Span;
import exo86.ash.syntax.Expression;
import exo86.ash.tree.Expr;
import exo86.ash.tree.Function;
import exo86.ash.tree.Stmt;
import exo86.ash.tree.Value;
import exo86.ash.types.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The functions that the language itself has. */
final class BuiltIns {
    private final Body body;

    BuiltIns(Body body) {
        this.body = body;
    }

    Expr call(String name, Expression.Call call, Type wanted) {
        return switch (name) {
            case "min", "max" -> extreme(name.equals("min"), call, wanted);
            case "raw_slice" -> rawSlice(call);
            case "assert" -> assertion(call);
            case "panic" -> panic(call, 0, "panic");
            case "print" -> print(call);
            case "unreachable" -> counted(call, 0, 0) ? new Expr.Trap("unreachable", call.at()) : Body.erroneous(call.at());
            default -> body.error(call.at(), "`" + name + "` is a type: write `x as " + name + "`");
        };
    }

    private boolean counted(Expression.Call call, int least, int most) {
        int found = call.arguments().size();
        if (found >= least && found <= most) {
            return true;
        }
        String wanted = least == most ? "" + least : "at least " + least;
        body.report.error(call.at(), "`" + call.callee().at().text() + "` takes " + wanted + (least == 1 ? " argument" : " arguments") + ", found " + found);
        return false;
    }

    private Expr extreme(boolean least, Expression.Call call, Type wanted) {
        if (!counted(call, 2, 2)) {
            return Body.erroneous(call.at());
        }
        Operators.Pair pair = body.operators.pair(call.arguments().get(0), call.arguments().get(1), wanted, call.at());
        Type type = pair.left().type();
        if (Types.erroneous(type)) {
            return Body.erroneous(call.at());
        }
        if (!Operators.isNumber(type)) {
            return body.error(call.at(), "`min` and `max` compare numbers, not `" + type + "`");
        }
        List<Stmt> first = new ArrayList<>();
        Expr left = body.values.keep(pair.left(), first);
        Expr right = body.values.keep(pair.right(), first);
        Expr condition = new Expr.Binary(least ? Expr.BinaryOperator.LESS_EQUAL : Expr.BinaryOperator.GREATER_EQUAL, left, right, Type.BOOL, call.at());
        Expr choice = new Expr.If(condition, left, right, type, call.at());
        return first.isEmpty() ? choice : new Expr.Sequence(first, Optional.of(choice), type, call.at());
    }

    private Expr rawSlice(Expression.Call call) {
        body.systemOnly(call.at(), "`raw_slice`");
        if (!counted(call, 2, 2)) {
            return Body.erroneous(call.at());
        }
        Expr pointer = body.values.check(call.arguments().get(0), Values.ANY);
        Expr length = body.values.value(call.arguments().get(1), Type.U32);
        if (Types.erroneous(pointer.type()) || Types.erroneous(length.type())) {
            return Body.erroneous(call.at());
        }
        if (!(pointer.type() instanceof Type.Pointer type) || type.nullable()) {
            return body.error(call.arguments().get(0).at(), "`raw_slice` needs a pointer to the first element, found `" + pointer.type() + "`");
        }
        return new Expr.MakeSlice(pointer, length, new Type.Slice(type.space(), type.mutable(), type.target()), call.at());
    }

    private Expr assertion(Expression.Call call) {
        if (!counted(call, 1, Integer.MAX_VALUE)) {
            return Body.erroneous(call.at());
        }
        Expr condition = body.values.condition(call.arguments().getFirst());
        if (Types.erroneous(condition.type())) {
            return condition;
        }
        if (call.arguments().size() == 1) {
            String text = call.arguments().getFirst().at().text().replaceAll("\\s+", " ");
            return new Expr.Sequence(List.of(new Stmt.Check(condition, "assertion failed: " + text, call.at())), Optional.empty(), Type.VOID, call.at());
        }
        Expr panic = panic(call, 1, "assertion failed");
        if (Types.erroneous(panic.type())) {
            return panic;
        }
        Expr nothing = new Expr.Sequence(List.of(), Optional.empty(), Type.VOID, call.at());
        return new Expr.If(condition, nothing, panic, Type.VOID, call.at());
    }

    /** Prints to the sink that the {@code @panic} function gives, then traps. */
    private Expr panic(Expression.Call call, int format, String reason) {
        Optional<Function> function = body.whole.panic.flatMap(body.whole.functions::signature);
        List<Stmt> statements = new ArrayList<>();
        Span at = call.at();
        int before = body.report.count();
        if (call.arguments().size() <= format) {
            return new Expr.Trap(reason, at);
        }
        if (function.isPresent() && !Types.erroneous(function.get().result())) {
            if (!panicSignature(function.get())) {
                body.report.error(function.get().declared(), "a @panic function has the signature `(file: []u8, line: u32) *mut T`");
                return Body.erroneous(at);
            }
            Expr sinkPointer = new Expr.Call(new Expr.Callee.Direct(function.get()), List.of(text(at.file().name(), at),
                    new Expr.Constant(new Value.Scalar(at.line(), Type.U32), at)), function.get().result(), at);
            body.whole.panicking.add(sinkPointer);
            Expr sink = body.values.keep(sinkPointer, statements);
            body.formats.expand(sink, call, format, statements, true);
        } else {
            body.formats.check(call, format);
        }
        return before == body.report.count() ? new Expr.Sequence(statements, Optional.of(new Expr.Trap(reason, at)), Type.NEVER, at) : Body.erroneous(at);
    }

    private static boolean panicSignature(Function function) {
        List<Type> types = function.parameters().stream().map(p -> p.type()).toList();
        return types.equals(List.of(new Type.Slice(Type.Space.PLAIN, false, Type.U8), Type.U32)) && function.result() instanceof Type.Pointer p && p.mutable()
                && !p.nullable();
    }

    /** A string as a constant slice. */
    static Expr text(String text, Span at) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Value pointer = new Value.Text(bytes, false, new Type.Pointer(Type.Space.PLAIN, false, false, Type.U8));
        return new Expr.Constant(new Value.Slice(pointer, bytes.length, new Type.Slice(Type.Space.PLAIN, false, Type.U8)), at);
    }

    private Expr print(Expression.Call call) {
        if (!counted(call, 2, Integer.MAX_VALUE)) {
            return Body.erroneous(call.at());
        }
        int before = body.report.count();
        List<Stmt> statements = new ArrayList<>();
        Places.Target target = body.places.target(call.arguments().getFirst());
        if (target.erroneous()) {
            return Body.erroneous(call.at());
        }
        Span at = call.arguments().getFirst().at();
        Expr pointer = target.bits().isEmpty() && target.type() instanceof Type.Pointer ? body.places.load(target, at)
                : body.places.address(target, true, at);
        if (Types.erroneous(pointer.type())) {
            return Body.erroneous(call.at());
        }
        Expr sink = body.values.keep(pointer, statements);
        body.formats.expand(sink, call, 1, statements, false);
        return before == body.report.count() ? new Expr.Sequence(statements, Optional.empty(), Type.VOID, call.at()) : Body.erroneous(call.at());
    }
}
