package exo86.ash.check;

import exo86.ash.tree.Expr;
import exo86.ash.tree.Local;
import exo86.ash.tree.Place;
import exo86.ash.tree.Value;
import exo86.ash.types.DistinctType;
import exo86.ash.types.Type;
import java.util.Map;

/** The largest value that an unsigned expression can have, as far as its form shows it. It removes checks; it is never needed for rightness. */
final class Bounds {
    private Bounds() {
    }

    static long of(Expr expression, Map<Local, Long> known) {
        long most = mostOf(expression.type());
        return switch (expression) {
            case Expr.Constant constant when constant.value() instanceof Value.Scalar scalar && scalar.bits() >= 0 -> scalar.bits();
            case Expr.Load load when load.place() instanceof Place.OfLocal local && known.containsKey(local.local()) -> known.get(local.local());
            case Expr.BitsRead read -> Math.min(most, read.field().width() >= 63 ? Long.MAX_VALUE : (1L << read.field().width()) - 1);
            case Expr.Convert convert when unsigned(convert.operand().type()) && !convert.checked() -> {
                long inner = of(convert.operand(), known);
                yield inner <= most ? inner : most;
            }
            case Expr.Binary binary when unsigned(binary.type()) -> switch (binary.operator()) {
                case AND -> Math.min(of(binary.left(), known), of(binary.right(), known));
                case SHIFT_RIGHT -> binary.right() instanceof Expr.Constant c && c.value() instanceof Value.Scalar s && s.bits() < binary.type().size() * 8L
                        ? of(binary.left(), known) >> s.bits() : most;
                case REMAINDER -> binary.right() instanceof Expr.Constant c && c.value() instanceof Value.Scalar s && s.bits() > 0 ? s.bits() - 1 : most;
                case DIVIDE -> of(binary.left(), known);
                default -> most;
            };
            default -> most;
        };
    }

    private static boolean unsigned(Type type) {
        return type instanceof Type.Int integer && !integer.signed() || type instanceof Type.Bool || type instanceof DistinctType distinct && unsigned(distinct.base());
    }

    private static long mostOf(Type type) {
        return switch (type) {
            case Type.Bool ignored -> 1;
            case Type.Int integer when !integer.signed() && integer.bits() < 64 -> (1L << integer.bits()) - 1;
            case DistinctType distinct -> mostOf(distinct.base());
            default -> Long.MAX_VALUE;
        };
    }
}
