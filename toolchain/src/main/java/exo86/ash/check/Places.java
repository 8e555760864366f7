package exo86.ash.check;

import exo86.ash.source.Span;
import exo86.ash.source.Spelling;
import exo86.ash.syntax.Expression;
import exo86.ash.tree.Expr;
import exo86.ash.tree.Local;
import exo86.ash.tree.Place;
import exo86.ash.tree.Stmt;
import exo86.ash.tree.Value;
import exo86.ash.types.BitsType;
import exo86.ash.types.StructType;
import exo86.ash.types.Type;
import exo86.ash.types.UnionType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Expressions for the place that they name: to be read, stored to, pointed at. */
final class Places {
    private final Body body;

    Places(Body body) {
        this.body = body;
    }

    /**
     * A place, or one field of the bits in it.
     *
     * @param fixed why nothing can be stored there; empty if something can
     */
    record Target(Place place, Optional<BitsType.Field> bits, String fixed) {
        boolean writable() {
            return fixed.isEmpty();
        }

        Type type() {
            return bits.map(BitsType.Field::type).orElse(place.type());
        }

        boolean erroneous() {
            return Types.erroneous(place.type());
        }
    }

    private static Target plain(Place place, String fixed) {
        return new Target(place, Optional.empty(), fixed);
    }

    private static Target erroneous(Span at) {
        return plain(new Place.OfLocal(new Local("$error", Type.ERRONEOUS), at), "");
    }

    private Target error(Span at, String message, String hint) {
        body.report.error(at, message, hint);
        return erroneous(at);
    }

    Target target(Expression expression) {
        return switch (expression) {
            case Expression.Reference reference -> named(reference, reference.at());
            case Expression.Member member -> body.names.meaning(member).isPresent() ? named(member, member.at()) : field(member);
            case Expression.Deref deref -> {
                Expr pointer = body.values.check(deref.pointer(), Values.ANY);
                if (!(pointer.type() instanceof Type.Pointer) && !Types.erroneous(pointer.type())) {
                    yield error(deref.at(), "only a pointer is dereferenced, found `" + pointer.type() + "`", "");
                }
                yield deref(pointer, deref.at());
            }
            case Expression.Index index -> index(index);
            default -> value(body.values.check(expression, Values.ANY));
        };
    }

    /** A computed value, which has a place only for a moment. */
    private Target value(Expr value) {
        if (Types.erroneous(value.type())) {
            return erroneous(value.at());
        }
        if (value instanceof Expr.Load load) {
            return plain(load.place(), "it is a value, not a variable");
        }
        return plain(new Place.Temporary(body.temporary(value.type()), value, value.at()), "it is a value, not a variable");
    }

    private Target named(Expression expression, Span at) {
        Optional<Names.Meaning> meaning = body.names.meaning(expression);
        if (meaning.isPresent() && meaning.get() instanceof Names.Meaning.OfLocal local) {
            Scope.Variable variable = local.variable();
            if (Types.erroneous(variable.local().type())) {
                return erroneous(at);
            }
            boolean parameter = body.function.isPresent() && body.function.get().parameters().contains(variable.local());
            String name = variable.local().name();
            String fixed = variable.mutable() ? "" : parameter ? "`" + name + "` is a parameter" : "`" + name + "` is not declared with `var`";
            return plain(new Place.OfLocal(variable.local(), at), fixed);
        }
        if (meaning.isPresent() && meaning.get() instanceof Names.Meaning.OfEntity of && of.entity() instanceof Entity.OfVariable variable) {
            return body.whole.variables.global(variable).filter(g -> !Types.erroneous(g.type()))
                    .map(g -> plain(new Place.OfGlobal(g, at), "")).orElse(erroneous(at));
        }
        Target target = value(body.values.check(expression, Values.ANY));
        return target.erroneous() ? target : new Target(target.place(), target.bits(), "`" + at.text() + "` is a constant");
    }

    /** What a pointer points at; reports one that cannot be followed. */
    Target deref(Expr pointer, Span at) {
        if (!(pointer.type() instanceof Type.Pointer type)) {
            return erroneous(at);
        }
        if (type.nullable()) {
            return error(at, "this pointer may be none: `" + type + "`", "`match` it with `some(p)` first");
        }
        if (type.space() == Type.Space.USER) {
            return error(at, "`" + type + "` is not dereferenced: it is another's address", "copy what it points at with a function that checks it");
        }
        if (type.space() == Type.Space.IO) {
            body.systemOnly(at, "following a `*io` pointer");
        }
        body.whole.types.complete(type.target());
        return plain(new Place.Deref(pointer, type.space() == Type.Space.IO, type.target(), at), type.mutable() ? "" : "`" + type + "` is a read-only pointer");
    }

    /** The target, or what it points at if it is a pointer. */
    Target followed(Target target, Span at) {
        if (target.erroneous() || target.bits().isPresent() || !(target.place().type() instanceof Type.Pointer)) {
            return target;
        }
        return deref(load(target, at), at);
    }

    private Target field(Expression.Member member) {
        Target base = target(member.base());
        if (base.bits().isPresent()) {
            base = value(load(base, member.base().at()));
        }
        if (base.erroneous()) {
            return base;
        }
        String name = member.name().text();
        Type held = base.type();
        if (held instanceof Type.Slice || held instanceof Type.Array || held instanceof Type.Pointer p && p.target() instanceof Type.Array) {
            return value(member(base, member));
        }
        Target whole = followed(base, member.at());
        if (whole.erroneous()) {
            return whole;
        }
        body.whole.types.complete(whole.type());
        switch (whole.type()) {
            case StructType struct -> {
                Optional<StructType.Field> field = struct.field(name);
                if (field.isPresent()) {
                    body.report.index.use(member.name().at(), field.get());
                    return Types.erroneous(field.get().type()) ? erroneous(member.at()) : plain(new Place.OfField(whole.place(), field.get(), member.at()), whole.fixed());
                }
                return noField(member, struct, struct.fields().stream().map(StructType.Field::name).toList());
            }
            case BitsType bits -> {
                Optional<BitsType.Field> field = bits.field(name);
                if (field.isPresent()) {
                    body.report.index.use(member.name().at(), field.get());
                    return Types.erroneous(field.get().type()) ? erroneous(member.at()) : new Target(whole.place(), field, whole.fixed());
                }
                return noField(member, bits, bits.fields().stream().map(BitsType.Field::name).toList());
            }
            case UnionType union when union.variant(name).isPresent() -> {
                return error(member.name().at(), "whether `" + union + "` holds `" + name + "` must be tested", "use `match`");
            }
            case Type other -> {
                return noField(member, other, List.of());
            }
        }
    }

    private Target noField(Expression.Member member, Type type, List<String> fields) {
        String name = member.name().text();
        if (body.calls.functionOf(type, name).isPresent()) {
            return error(member.name().at(), "`" + name + "` is a function of `" + type + "`", "call it: `" + name + "(…)`");
        }
        List<String> known = new ArrayList<>(fields);
        known.addAll(body.calls.functionsOf(type));
        return error(member.name().at(), "`" + type + "` has no field `" + name + "`", Spelling.hint(name, known));
    }

    /** {@code .len} and {@code .ptr} of slices and arrays. */
    private Expr member(Target base, Expression.Member member) {
        Span at = member.at();
        String name = member.name().text();
        if (name.equals("len") && base.type() instanceof Type.Slice) {
            return new Expr.SliceLength(load(base, at), at);
        }
        if (base.type() instanceof Type.Slice slice && name.equals("ptr")) {
            boolean mutable = slice.mutable() && body.module.system();
            return new Expr.SlicePointer(load(base, at), new Type.Pointer(slice.space(), mutable, false, slice.element()), at);
        }
        if (base.type() instanceof Type.Slice slice) {
            return body.error(member.name().at(), "`" + slice + "` has no field `" + name + "`", "a slice has `.len` and `.ptr`");
        }
        Target array = followed(base, at);
        if (array.erroneous()) {
            return Body.erroneous(at);
        }
        Type.Array type = (Type.Array) array.type();
        return switch (name) {
            case "len" -> new Expr.Constant(new Value.Scalar(type.length(), Type.U32), at);
            case "ptr" -> new Expr.AddressOf(array.place(),
                    new Type.Pointer(space(array.place()), array.writable() && body.module.system(), false, type.element()), at);
            default -> body.error(member.name().at(), "`" + type + "` has no field `" + name + "`", "an array has `.len` and `.ptr`");
        };
    }

    private Target index(Expression.Index written) {
        Target base = target(written.base());
        Target whole = base.type() instanceof Type.Pointer ? followed(base, written.base().at()) : base;
        Expr index = body.values.value(written.index(), Type.U32);
        if (whole.erroneous() || Types.erroneous(index.type())) {
            return erroneous(written.at());
        }
        switch (whole.type()) {
            case Type.Array array -> {
                boolean constant = index instanceof Expr.Constant;
                long most = Bounds.of(index, body.bounds);
                if (constant && most >= array.length()) {
                    return error(written.index().at(), "index " + most + " is outside of `" + array + "`", "");
                }
                return plain(new Place.ArrayElement(whole.place(), index, array.length(), most < array.length(), array.element(), written.at()), whole.fixed());
            }
            case Type.Slice slice -> {
                if (slice.space() == Type.Space.USER) {
                    return error(written.at(), "`" + slice + "` is not read or written here: it is another's memory",
                            "copy it with a function that checks it");
                }
                boolean io = slice.space() == Type.Space.IO;
                if (io) {
                    body.systemOnly(written.at(), "following a `[]io` slice");
                }
                body.whole.types.complete(slice.element());
                return plain(new Place.SliceElement(load(whole, written.base().at()), index, io, slice.element(), written.at()),
                        slice.mutable() ? "" : "`" + slice + "` is a read-only slice");
            }
            case Type other -> {
                return error(written.at(), "only arrays and slices have elements, not `" + other + "`", "");
            }
        }
    }

    /** Reads a target. */
    Expr load(Target target, Span at) {
        if (target.erroneous()) {
            return Body.erroneous(at);
        }
        Expr whole = target.place() instanceof Place.Temporary temporary ? temporary.value() : new Expr.Load(target.place(), at);
        return target.bits().<Expr>map(f -> new Expr.BitsRead(whole, f, at)).orElse(whole);
    }

    /** The space that a pointer to the place has. */
    static Type.Space space(Place place) {
        return switch (place) {
            case Place.OfLocal ignored -> Type.Space.PLAIN;
            case Place.OfGlobal ignored -> Type.Space.PLAIN;
            case Place.Temporary ignored -> Type.Space.PLAIN;
            case Place.Deref deref -> deref.io() ? Type.Space.IO : Type.Space.PLAIN;
            case Place.SliceElement element -> element.io() ? Type.Space.IO : Type.Space.PLAIN;
            case Place.OfField field -> space(field.base());
            case Place.UnionTag tag -> space(tag.base());
            case Place.ArrayElement element -> space(element.array());
        };
    }

    Expr address(Expression.AddressOf address, Type wanted) {
        Target target = wanted instanceof Type.Pointer pointer && literal(address.place()) ? value(body.values.check(address.place(), pointer.target()))
                : target(address.place());
        return address(target, address.mutable(), address.at());
    }

    private static boolean literal(Expression expression) {
        return expression instanceof Expression.ArrayLiteral || expression instanceof Expression.ArrayFill || expression instanceof Expression.Literal;
    }

    Expr address(Target target, boolean mutable, Span at) {
        if (target.erroneous()) {
            return Body.erroneous(at);
        }
        if (target.bits().isPresent()) {
            return body.error(at, "a field of bits has no address");
        }
        boolean fresh = target.place() instanceof Place.Temporary;
        if (mutable && !target.writable() && !fresh) {
            return body.error(at, "this cannot be changed through a pointer: " + target.fixed(), "take a read-only pointer with `&`");
        }
        return new Expr.AddressOf(target.place(), new Type.Pointer(space(target.place()), mutable, false, target.type()), at);
    }

    Expr subslice(Expression.Subslice written) {
        Target base = target(written.base());
        Target whole = base.type() instanceof Type.Pointer ? followed(base, written.base().at()) : base;
        Optional<Expr> low = written.low().map(l -> body.values.value(l, Type.U32));
        Optional<Expr> high = written.high().map(h -> body.values.value(h, Type.U32));
        boolean sound = low.stream().noneMatch(l -> Types.erroneous(l.type())) && high.stream().noneMatch(h -> Types.erroneous(h.type()));
        if (whole.erroneous() || !sound) {
            return Body.erroneous(written.at());
        }
        Expr slice;
        if (whole.type() instanceof Type.Array array) {
            Type.Space space = space(whole.place());
            boolean mutable = whole.writable();
            Expr first = new Expr.AddressOf(whole.place(), new Type.Pointer(space, mutable, false, array.element()), written.base().at());
            slice = new Expr.MakeSlice(first, new Expr.Constant(new Value.Scalar(array.length(), Type.U32), written.base().at()),
                    new Type.Slice(space, mutable, array.element()), written.base().at());
            constantRange(low, high, array, written);
        } else if (whole.type() instanceof Type.Slice) {
            slice = load(whole, written.base().at());
        } else {
            return body.error(written.at(), "only arrays and slices are sliced, not `" + whole.type() + "`");
        }
        if (low.isEmpty() && high.isEmpty()) {
            return slice;
        }
        Expr from = low.orElseGet(() -> new Expr.Constant(new Value.Scalar(0, Type.U32), written.at()));
        return new Expr.Subslice(slice, from, high, slice.type(), written.at());
    }

    private void constantRange(Optional<Expr> low, Optional<Expr> high, Type.Array array, Expression.Subslice written) {
        long from = low.filter(e -> e instanceof Expr.Constant).map(e -> Bounds.of(e, body.bounds)).orElse(0L);
        long to = high.map(e -> e instanceof Expr.Constant ? Bounds.of(e, body.bounds) : array.length()).orElse((long) array.length());
        if (from > to || to > array.length()) {
            body.report.error(written.at(), "the range " + from + ".." + to + " is outside of `" + array + "`");
        }
    }

    /** Whether a place can be named again without doing anything twice, and stays the same meanwhile. */
    static boolean stable(Place place) {
        return switch (place) {
            case Place.OfLocal ignored -> true;
            case Place.OfGlobal ignored -> true;
            case Place.OfField field -> stable(field.base());
            case Place.UnionTag tag -> stable(tag.base());
            case Place.ArrayElement element -> stable(element.array()) && element.index() instanceof Expr.Constant;
            case Place.Deref deref -> Values.stable(deref.pointer()) || deref.pointer() instanceof Expr.Load load && load.place() instanceof Place.OfLocal local
                    && local.local().temporary();
            case Place.SliceElement ignored -> false;
            case Place.Temporary ignored -> false;
        };
    }

    /** The place in a form that can be used several times; what must be computed once is added to the statements. */
    Place keep(Place place, List<Stmt> into) {
        if (stable(place)) {
            return place;
        }
        Type.Pointer type = new Type.Pointer(space(place), true, false, place.type());
        Local pointer = body.temporary(type);
        into.add(new Stmt.Let(pointer, Optional.of(new Expr.AddressOf(place, type, place.at())), place.at()));
        return new Place.Deref(new Expr.Load(new Place.OfLocal(pointer, place.at()), place.at()), type.space() == Type.Space.IO, place.type(), place.at());
    }
}
