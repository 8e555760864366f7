package exo86.ash.check;

import exo86.ash.source.Span;
import exo86.ash.syntax.Expression;
import exo86.ash.tree.Expr;
import exo86.ash.tree.Function;
import exo86.ash.tree.Global;
import exo86.ash.tree.Place;
import exo86.ash.tree.Placement;
import exo86.ash.tree.Stmt;
import exo86.ash.tree.Value;
import exo86.ash.types.BitsType;
import exo86.ash.types.DistinctType;
import exo86.ash.types.EnumType;
import exo86.ash.types.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Format literals of {@code print}, {@code panic} and {@code assert}: each becomes calls of the sink's methods, one for each piece. */
final class Formats {
    private static final Pattern SPEC = Pattern.compile("(-?)(0?)([0-9]{0,3})([xc]?)");
    /** Enums with a larger value than this print as a number. */
    private static final long LARGEST_NAMED = 1023;

    private final Body body;

    Formats(Body body) {
        this.body = body;
    }

    /** A piece of a format: text, or how to show an argument. */
    private sealed interface Piece {
        record Text(String text) implements Piece {
        }

        record Argument(boolean left, boolean zeros, int width, String as) implements Piece {
        }
    }

    /** Checks a format and its arguments where nobody prints them. */
    void check(Expression.Call call, int format) {
        int before = body.report.count();
        List<Piece> pieces = pieces(call, format);
        int given = call.arguments().size() - format - 1;
        if (before == body.report.count()) {
            counted(call, format, pieces, given);
        }
        for (int i = 0; i < given; i++) {
            body.values.check(call.arguments().get(format + 1 + i), Values.ANY);
        }
    }

    private void counted(Expression.Call call, int format, List<Piece> pieces, int given) {
        long wanted = pieces.stream().filter(p -> p instanceof Piece.Argument).count();
        if (wanted != given) {
            body.report.error(call.arguments().get(format).at(), "the format shows " + wanted + (wanted == 1 ? " argument" : " arguments") + ", but " + given
                    + (given == 1 ? " is" : " are") + " given");
        }
    }

    /** Adds the statements that show the arguments from {@code format} on at the sink, a stable pointer. */
    void expand(Expr sink, Expression.Call call, int format, List<Stmt> into, boolean panicking) {
        int before = body.report.count();
        List<Piece> pieces = pieces(call, format);
        int given = call.arguments().size() - format - 1;
        if (before == body.report.count()) {
            counted(call, format, pieces, given);
        }
        List<Expr> arguments = new ArrayList<>();
        for (int i = 0; i < given; i++) {
            Expr value = body.values.check(call.arguments().get(format + 1 + i), Values.ANY);
            arguments.add(i == given - 1 && given == 1 ? value : body.values.keep(value, into));
        }
        int next = 0;
        for (Piece piece : pieces) {
            switch (piece) {
                case Piece.Text text -> call(sink, "text", List.of(BuiltIns.text(text.text(), call.arguments().get(format).at()), number(0, Type.I32, call.at())),
                        call.at(), into, panicking);
                case Piece.Argument argument -> {
                    if (next < arguments.size() && !Types.erroneous(arguments.get(next).type())) {
                        show(sink, argument, arguments.get(next), into, panicking);
                    }
                    next++;
                }
            }
        }
    }

    private List<Piece> pieces(Expression.Call call, int format) {
        if (!(call.arguments().get(format) instanceof Expression.Text literal) || literal.zeroEnded()) {
            body.report.error(call.arguments().get(format).at(), "the format is a string literal");
            return List.of();
        }
        String text = new String(literal.bytes(), StandardCharsets.UTF_8);
        List<Piece> pieces = new ArrayList<>();
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean doubled = i + 1 < text.length() && text.charAt(i + 1) == c;
            if ((c == '{' || c == '}') && doubled) {
                plain.append(c);
                i++;
            } else if (c == '{') {
                int end = text.indexOf('}', i);
                Optional<Piece> spec = spec(end < 0 ? "{" : text.substring(i + 1, end), literal.at());
                if (!plain.isEmpty()) {
                    pieces.add(new Piece.Text(plain.toString()));
                    plain.setLength(0);
                }
                spec.ifPresent(pieces::add);
                i = end < 0 ? text.length() : end;
            } else if (c == '}') {
                body.report.error(literal.at(), "a `}` alone in a format", "write `}}`");
            } else {
                plain.append(c);
            }
        }
        if (!plain.isEmpty()) {
            pieces.add(new Piece.Text(plain.toString()));
        }
        return pieces;
    }

    private Optional<Piece> spec(String text, Span at) {
        Matcher matcher = SPEC.matcher(text);
        if (!matcher.matches() || matcher.group(1).equals("-") && matcher.group(2).equals("0")) {
            body.report.error(at, "`{" + text + "}` is no format", "there are `{}`, `{x}`, `{08x}`, `{6}`, `{-6}`, `{c}`; write `{{` for a brace");
            return Optional.empty();
        }
        int width = matcher.group(3).isEmpty() ? 0 : Integer.parseInt(matcher.group(3));
        return Optional.of(new Piece.Argument(matcher.group(1).equals("-"), matcher.group(2).equals("0"), width, matcher.group(4)));
    }

    private static Expr number(long value, Type type, Span at) {
        return new Expr.Constant(new Value.Scalar(value, type), at);
    }

    private void show(Expr sink, Piece.Argument spec, Expr value, List<Stmt> into, boolean panicking) {
        Span at = value.at();
        Expr width = number(spec.left() ? -spec.width() : spec.width(), Type.I32, at);
        Expr fill = number(spec.zeros() ? '0' : ' ', Type.U8, at);
        Expr base = number(spec.as().equals("x") ? 16 : 10, Type.U32, at);
        Expr plain = value.type() instanceof DistinctType distinct ? open(value, distinct) : value;
        if (spec.as().equals("c")) {
            if (plain.type() instanceof Type.Int) {
                call(sink, "char", List.of(plain.type().equals(Type.U8) ? plain : Coercions.convert(plain, Type.U8, at)), at, into, panicking);
            } else {
                body.report.error(at, "`{c}` shows an integer, not `" + value.type() + "`");
            }
            return;
        }
        boolean hex = spec.as().equals("x");
        switch (plain.type()) {
            case Type.Int type when type.bits() == 64 && (!type.signed() || hex) ->
                call(sink, "wide", List.of(Coercions.convert(plain, Type.U64, at), base, width, fill), at, into, panicking);
            case Type.Int type when type.bits() == 64 -> body.report.error(at, "an i64 is shown only as `{x}`", "convert it with `as`");
            case Type.Int type when !type.signed() || hex -> call(sink, "unsigned", List.of(word(plain, type), base, width, fill), at, into, panicking);
            case Type.Int ignored -> call(sink, "signed", List.of(body.coercions.coerce(plain, Type.I32), width, fill), at, into, panicking);
            case Type.Bool ignored -> call(sink, "text", List.of(new Expr.If(plain, BuiltIns.text("true", at), BuiltIns.text("false", at),
                    new Type.Slice(Type.Space.PLAIN, false, Type.U8), at), width), at, into, panicking);
            case EnumType type when !hex && named(type) -> call(sink, "text", List.of(name(plain, type), width), at, into, panicking);
            case EnumType type -> {
                Expr converted = Coercions.convert(plain, type.base(), at);
                show(sink, spec, converted, into, panicking);
            }
            case BitsType type -> show(sink, new Piece.Argument(spec.left(), spec.zeros(), spec.width(), "x"), Coercions.convert(plain, type.word(), at), into,
                    panicking);
            case Type.Slice slice when slice.element().equals(Type.U8) && slice.space() == Type.Space.PLAIN ->
                call(sink, "text", List.of(body.coercions.coerce(plain, new Type.Slice(Type.Space.PLAIN, false, Type.U8)), width), at, into, panicking);
            case Type.Pointer ignored -> address(sink, plain, width, fill, into, panicking);
            case Type.Function ignored -> address(sink, plain, width, fill, into, panicking);
            case Type.Array array when array.element().equals(Type.U8) -> body.report.error(at, "an array is not shown", "slice it: `a[..]`");
            default -> body.report.error(at, "a `" + value.type() + "` cannot be shown");
        }
    }

    private void address(Expr sink, Expr pointer, Expr width, Expr fill, List<Stmt> into, boolean panicking) {
        Span at = pointer.at();
        call(sink, "unsigned", List.of(new Expr.Convert(pointer, Type.U32, false, at), number(16, Type.U32, at), width, fill), at, into, panicking);
    }

    /** A 32-bit word for showing; a negative number in hex keeps its own width. */
    private static Expr word(Expr value, Type.Int type) {
        Expr unsigned = type.signed() ? Coercions.convert(value, new Type.Int(type.bits(), false), value.at()) : value;
        return unsigned.type().equals(Type.U32) ? unsigned : Coercions.convert(unsigned, Type.U32, value.at());
    }

    private static Expr open(Expr value, DistinctType distinct) {
        Expr base = new Expr.Convert(value, distinct.base(), false, value.at());
        return distinct.base() instanceof DistinctType inner ? open(base, inner) : base;
    }

    private static boolean named(EnumType type) {
        return type.variants().stream().allMatch(v -> v.value() >= 0 && v.value() <= LARGEST_NAMED);
    }

    /** The name of an enum's value, from a table that is made once for each enum. */
    private Expr name(Expr value, EnumType type) {
        Span at = value.at();
        int length = (int) type.variants().stream().mapToLong(EnumType.Variant::value).max().orElse(0) + 1;
        Type slice = new Type.Slice(Type.Space.PLAIN, false, Type.U8);
        Type.Array table = new Type.Array(length, slice);
        String name = type.name() + ".$names";
        Global global = body.whole.globals.stream().filter(g -> g.name().equals(name) && g.module().equals(type.module())).findFirst()
                .orElseGet(() -> {
                    List<Value> names = new ArrayList<>();
                    for (int i = 0; i < length; i++) {
                        long wanted = i;
                        String text = type.variants().stream().filter(v -> v.value() == wanted).map(EnumType.Variant::name).findFirst().orElse("?");
                        names.add(((Expr.Constant) BuiltIns.text(text, type.declared())).value());
                    }
                    boolean library = body.whole.types.entity(type).module.library;
                    Global made = new Global(type.module() + "." + name, type.module(), name, table, false, false,
                            new Placement(Optional.empty(), 0, false, false, library), type.declared());
                    made.define(new Value.Aggregate(names, table));
                    body.whole.globals.add(made);
                    return made;
                });
        List<Stmt> first = new ArrayList<>();
        Expr index = body.values.keep(Coercions.convert(value, Type.U32, at), first);
        Expr entry = new Expr.Load(new Place.ArrayElement(new Place.OfGlobal(global, at), index, length, true, slice, at), at);
        Expr inside = new Expr.Binary(Expr.BinaryOperator.LESS, index, number(length, Type.U32, at), Type.BOOL, at);
        Expr found = new Expr.If(inside, entry, BuiltIns.text("?", at), slice, at);
        return first.isEmpty() ? found : new Expr.Sequence(first, Optional.of(found), slice, at);
    }

    /** A call of a sink's method. */
    private void call(Expr sink, String method, List<Expr> arguments, Span at, List<Stmt> into, boolean panicking) {
        Type held = sink.type() instanceof Type.Pointer pointer ? pointer.target() : sink.type();
        Optional<Entity.OfFunction> entity = body.calls.functionOf(held, method).filter(Entity.OfFunction::method);
        Optional<Function> function = entity.flatMap(body.whole.functions::signature);
        if (function.isEmpty() || function.get().parameters().size() != arguments.size() + 1 || !(function.get().result() instanceof Type.Void)) {
            body.report.error(at, "`" + held + "` has no method `" + signature(method) + "`, which this prints with");
            return;
        }
        List<Expr> all = new ArrayList<>();
        all.add(body.coercions.coerce(sink, function.get().parameters().getFirst().type()));
        for (int i = 0; i < arguments.size(); i++) {
            all.add(body.coercions.coerce(arguments.get(i), function.get().parameters().get(i + 1).type()));
        }
        Expr call = new Expr.Call(new Expr.Callee.Direct(function.get()), all, Type.VOID, at);
        if (panicking) {
            body.whole.panicking.add(call);
        }
        into.add(new Stmt.Evaluate(call, at));
    }

    private static String signature(String method) {
        return switch (method) {
            case "text" -> "text(s: []u8, width: i32)";
            case "unsigned" -> "unsigned(v: u32, base: u32, width: i32, fill: u8)";
            case "signed" -> "signed(v: i32, width: i32, fill: u8)";
            case "wide" -> "wide(v: u64, base: u32, width: i32, fill: u8)";
            default -> "char(c: u8)";
        };
    }
}
