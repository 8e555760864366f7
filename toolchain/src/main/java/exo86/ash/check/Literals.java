package exo86.ash.check;

import exo86.ash.check.evaluate.Arithmetic;
import exo86.ash.source.Span;
import exo86.ash.source.Spelling;
import exo86.ash.syntax.Expression;
import exo86.ash.tree.Expr;
import exo86.ash.tree.Place;
import exo86.ash.tree.Stmt;
import exo86.ash.tree.Value;
import exo86.ash.types.BitsType;
import exo86.ash.types.EnumType;
import exo86.ash.types.StructType;
import exo86.ash.types.Type;
import exo86.ash.types.UnionType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Literals of structs, bits, unions and arrays. */
final class Literals {
    private final Body body;

    Literals(Body body) {
        this.body = body;
    }

    Expr literal(Expression.Literal literal) {
        Optional<Names.Meaning> meaning = body.names.meaning(literal.type());
        if (meaning.isPresent() && meaning.get() instanceof Names.Meaning.OfEntity of && of.entity() instanceof Entity.OfType entity) {
            Type type = body.whole.types.declared(entity);
            body.whole.types.complete(type);
            return switch (type) {
                case StructType struct -> struct(literal, struct);
                case BitsType bits -> bits(literal, bits);
                case Type.Erroneous ignored -> Body.erroneous(literal.at());
                default -> body.error(literal.type().at(), "only structs, bits and variants of unions are written with `{ … }`, not `" + type + "`");
            };
        }
        if (meaning.isPresent() && meaning.get() instanceof Names.Meaning.OfTypeMember of) {
            Type type = body.whole.types.declared(of.type());
            body.whole.types.complete(type);
            if (type instanceof UnionType union) {
                Optional<UnionType.Variant> variant = union.variant(of.name().text());
                if (variant.isPresent()) {
                    body.report.index.use(of.name().at(), variant.get());
                    return union(literal, union, variant.get());
                }
                return body.error(of.name().at(), "`" + union + "` has no variant `" + of.name() + "`", Spelling.hint(of.name().text(), body.values.members(union)));
            }
            return Types.erroneous(type) ? Body.erroneous(literal.at()) : body.error(literal.type().at(), "`" + type + "` is not a union");
        }
        boolean unknown = meaning.isPresent() && meaning.get() instanceof Names.Meaning.Unknown;
        return unknown ? Body.erroneous(literal.at()) : body.error(literal.type().at(), "expected a type before `{ … }`");
    }

    private Expr struct(Expression.Literal literal, StructType struct) {
        return fields(literal, struct.fields(), "`" + struct + "`").<Expr>map(p -> sequence(p, new Expr.Aggregate(p.values(), struct, literal.at())))
                .orElse(Body.erroneous(literal.at()));
    }

    private Expr union(Expression.Literal literal, UnionType union, UnionType.Variant variant) {
        return fields(literal, variant.fields(), "`" + union + "." + variant.name() + "`")
                .<Expr>map(p -> sequence(p, new Expr.MakeUnion(variant, p.values(), union, literal.at()))).orElse(Body.erroneous(literal.at()));
    }

    private static Expr sequence(Parts parts, Expr value) {
        return parts.first().isEmpty() ? value : new Expr.Sequence(parts.first(), Optional.of(value), value.type(), value.at());
    }

    /** The values of all fields in order, and what is to be computed first, because it was written in another order. */
    private record Parts(List<Stmt> first, List<Expr> values) {
    }

    private Optional<Parts> fields(Expression.Literal literal, List<StructType.Field> fields, String whole) {
        Map<String, Expr> given = new HashMap<>();
        List<Stmt> first = new ArrayList<>();
        boolean ordered = ordered(literal, fields);
        boolean sound = true;
        for (Expression.FieldValue written : literal.fields()) {
            Optional<StructType.Field> field = fields.stream().filter(f -> f.name().equals(written.name().text())).findFirst();
            if (field.isEmpty()) {
                body.report.error(written.name().at(), whole + " has no field `" + written.name() + "`",
                        Spelling.hint(written.name().text(), fields.stream().map(StructType.Field::name).toList()));
                body.values.check(written.value(), Values.ANY);
                sound = false;
                continue;
            }
            body.report.index.use(written.name().at(), field.get());
            body.whole.types.complete(field.get().type());
            Expr value = body.values.value(written.value(), field.get().type(),
                    new exo86.ash.source.Diagnostics.Note(field.get().declared(), "the field is declared here"));
            sound &= !Types.erroneous(value.type());
            if (given.containsKey(field.get().name())) {
                body.report.error(written.name().at(), "field `" + written.name() + "` is given twice");
            }
            given.put(field.get().name(), ordered ? value : body.values.keep(value, first));
        }
        List<Expr> values = new ArrayList<>();
        for (StructType.Field field : fields) {
            Expr value = given.get(field.name());
            if (value == null && !body.whole.types.zeroIsValid(field.type()) && sound) {
                body.report.error(literal.at(), "field `" + field.name() + "` of " + whole + " must be given: a `" + field.type() + "` is never zero",
                        field.declared(), "declared here");
                sound = false;
            }
            values.add(value == null ? zero(field.type(), literal.at()) : value);
        }
        return sound ? Optional.of(new Parts(first, values)) : Optional.empty();
    }

    private static boolean ordered(Expression.Literal literal, List<StructType.Field> fields) {
        List<String> names = fields.stream().map(StructType.Field::name).toList();
        int last = -1;
        for (Expression.FieldValue written : literal.fields()) {
            int place = names.indexOf(written.name().text());
            if (place < last) {
                return false;
            }
            last = place;
        }
        return true;
    }

    /** All bytes zero. */
    static Expr zero(Type type, Span at) {
        boolean scalar = type instanceof Type.Int || type instanceof Type.Bool || type instanceof Type.Pointer || type instanceof EnumType
                || type instanceof BitsType;
        return new Expr.Constant(scalar ? new Value.Scalar(0, type) : new Value.Zero(type), at);
    }

    private Expr bits(Expression.Literal literal, BitsType bits) {
        Expr word = new Expr.Constant(new Value.Scalar(0, bits), literal.at());
        List<String> given = new ArrayList<>();
        boolean sound = true;
        for (Expression.FieldValue written : literal.fields()) {
            Optional<BitsType.Field> field = bits.field(written.name().text());
            if (field.isEmpty()) {
                body.report.error(written.name().at(), "`" + bits + "` has no field `" + written.name() + "`",
                        Spelling.hint(written.name().text(), bits.fields().stream().map(BitsType.Field::name).toList()));
                body.values.check(written.value(), Values.ANY);
                sound = false;
                continue;
            }
            if (given.contains(field.get().name())) {
                body.report.error(written.name().at(), "field `" + written.name() + "` is given twice");
            }
            given.add(field.get().name());
            body.report.index.use(written.name().at(), field.get());
            Stored stored = stored(field.get(), written.value());
            sound &= !Types.erroneous(stored.value().type());
            word = with(word, field.get(), stored, written.at());
        }
        for (BitsType.Field field : bits.fields()) {
            if (!given.contains(field.name()) && !body.whole.types.zeroIsValid(field.type())) {
                body.report.error(literal.at(), "field `" + field.name() + "` of `" + bits + "` must be given: a `" + field.type() + "` is never zero",
                        field.declared(), "declared here");
                sound = false;
            }
        }
        return sound ? word : Body.erroneous(literal.at());
    }

    /** A value on its way into a field of bits; {@code fits}: without a check. */
    record Stored(Expr value, boolean fits) {
    }

    /** Checks a value that is stored in a field of bits. */
    Stored stored(BitsType.Field field, Expression written) {
        if (Types.erroneous(field.type())) {
            return new Stored(body.values.check(written, Values.ANY), true);
        }
        if (written instanceof Expression.Convert convert && !convert.checked()) {
            Optional<Integer> odd = Conversions.oddWidth(convert, body.module);
            if (odd.isPresent()) {
                return truncated(field, convert, odd.get());
            }
        }
        Optional<BigInteger> exact = body.names.exact().value(written);
        if (exact.isPresent() && field.type() instanceof Type.Int && (exact.get().signum() < 0 || exact.get().bitLength() > field.width())) {
            return new Stored(body.error(written.at(), exact.get() + " does not fit in the " + field.width() + (field.width() == 1 ? " bit" : " bits") + " of `"
                    + field.name() + "`"), true);
        }
        Expr value = body.values.value(written, field.type(), new exo86.ash.source.Diagnostics.Note(field.declared(), "the field is declared here"));
        long most = field.width() >= 63 ? Long.MAX_VALUE : (1L << field.width()) - 1;
        boolean fits = !(field.type() instanceof Type.Int) || Bounds.of(value, body.bounds) <= most || field.width() == field.type().size() * 8;
        return new Stored(value, fits);
    }

    private Stored truncated(BitsType.Field field, Expression.Convert convert, int width) {
        if (width != field.width() || !(field.type() instanceof Type.Int type)) {
            return new Stored(body.error(convert.type().at(), "`" + field.name() + "` has " + field.width() + " bits, not " + width), true);
        }
        Optional<BigInteger> exact = body.names.exact().value(convert.operand());
        if (exact.isPresent()) {
            long bits = Arithmetic.wrap(exact.get().longValue(), type);
            return new Stored(new Expr.Constant(new Value.Scalar(bits & (1L << width) - 1, type), convert.at()), true);
        }
        Expr value = body.values.check(convert.operand(), Conversions.chooses(convert.operand()) ? Values.ANY : type);
        if (!Types.erroneous(value.type()) && !(value.type() instanceof Type.Int)) {
            return new Stored(body.error(convert.at(), "`" + value.type() + "` does not convert to `u" + width + "`"), true);
        }
        boolean same = value.type().equals(type) || Types.erroneous(value.type());
        return new Stored(same ? value : Coercions.convert(value, type, convert.at()), true);
    }

    /** The word with a field replaced; a constant where both are. */
    static Expr with(Expr word, BitsType.Field field, Stored stored, Span at) {
        if (word instanceof Expr.Constant w && w.value() instanceof Value.Scalar old && stored.value() instanceof Expr.Constant v
                && v.value() instanceof Value.Scalar set && stored.fits()) {
            long mask = field.width() >= 64 ? -1L : (1L << field.width()) - 1;
            long bits = old.bits() & ~(mask << field.low()) | (set.bits() & mask) << field.low();
            return new Expr.Constant(new Value.Scalar(bits, word.type()), at);
        }
        return new Expr.BitsWith(word, field, stored.value(), stored.fits(), word.type(), at);
    }

    Expr array(Expression.ArrayLiteral array, Type wanted) {
        Type element = wanted instanceof Type.Array a ? a.element() : Values.ANY;
        List<Expr> parts = new ArrayList<>();
        if (Coercions.isAny(element)) {
            List<Branches.Branch> branches = array.elements().stream()
                    .map(e -> new Branches.Branch(body.names.exact().value(e).isPresent() || e instanceof Expression.None, t -> body.values.check(e, t))).toList();
            Branches.Common common = body.branches.common(branches, Values.ANY, array.at());
            parts.addAll(common.values());
            element = common.type();
        } else {
            for (Expression written : array.elements()) {
                parts.add(body.values.value(written, element));
            }
        }
        if (parts.isEmpty() && Coercions.isAny(element)) {
            return body.error(array.at(), "an empty array of what?", "write its type: `let a: [0]T = []`");
        }
        if (parts.stream().anyMatch(p -> Types.erroneous(p.type()))) {
            return Body.erroneous(array.at());
        }
        return new Expr.Aggregate(parts, new Type.Array(parts.size(), element), array.at());
    }

    Expr fill(Expression.ArrayFill fill, Type wanted) {
        Type element = wanted instanceof Type.Array a ? a.element() : Values.ANY;
        Expr value = body.values.value(fill.value(), element);
        Optional<Integer> count = body.whole.constants.count(fill.count(), body.module);
        if (count.isEmpty() || Types.erroneous(value.type())) {
            return Body.erroneous(fill.at());
        }
        if (value.type() instanceof Type.Void || value.type() instanceof Type.Never) {
            return body.error(fill.value().at(), "this has no value");
        }
        Type type = new Type.Array(count.get(), value.type());
        if ((long) count.get() * value.type().size() > Integer.MAX_VALUE) {
            return body.error(fill.at(), "this array is larger than 2 GiB");
        }
        boolean zero = value instanceof Expr.Constant constant && (constant.value() instanceof Value.Zero || constant.value() instanceof Value.Scalar s && s.bits() == 0);
        return zero ? new Expr.Constant(new Value.Zero(type), fill.at()) : new Expr.Fill(value, type, fill.at());
    }
}
