package exo86.asm;

import exo86.isa.Value;

/** Computes an {@link Expression} in 64-bit arithmetic. */
final class Evaluator {
    /** Where names and places come from. */
    interface Scope {
        Quantity name(String name, int column) throws SyntaxException;

        Value.Base section();

        /** Offset of the current statement in its section. */
        long here();
    }

    private Evaluator() {
    }

    static Quantity evaluate(Expression expression, Scope scope) throws SyntaxException {
        return switch (expression) {
            case Expression.Number number -> Quantity.of(number.value());
            case Expression.Name name -> scope.name(name.name(), name.column());
            case Expression.Here here -> Quantity.at(scope.section(), scope.here());
            case Expression.SectionStart start -> Quantity.at(scope.section(), 0);
            case Expression.RegisterTerm term ->
                new Quantity(0, java.util.Optional.empty(), java.util.List.of(new Quantity.Term(term.register(), 1, false)), false);
            case Expression.Unary unary -> unary(unary, evaluate(unary.operand(), scope));
            case Expression.Binary binary -> binary(binary, evaluate(binary.left(), scope), evaluate(binary.right(), scope));
        };
    }

    private static Quantity unary(Expression.Unary unary, Quantity operand) throws SyntaxException {
        if (unary.operator().equals("+") || operand.unknown()) {
            return operand;
        }
        requirePure(operand, unary.operator(), unary.column());
        return Quantity.of(switch (unary.operator()) {
            case "-" -> -operand.constant();
            case "~" -> ~operand.constant();
            default -> operand.constant() == 0 ? 1 : 0;
        });
    }

    private static Quantity binary(Expression.Binary binary, Quantity left, Quantity right) throws SyntaxException {
        int column = binary.column();
        switch (binary.operator()) {
            case "+": return left.plus(right, column);
            case "-": return left.minus(right, column);
            case "*":
                if (right.pure()) {
                    return left.times(right.constant(), column);
                }
                if (left.pure()) {
                    return right.times(left.constant(), column);
                }
                break;
            default: break;
        }
        if (left.unknown() || right.unknown()) {
            return Quantity.UNKNOWN;
        }
        requirePure(left, binary.operator(), column);
        requirePure(right, binary.operator(), column);
        long a = left.constant();
        long b = right.constant();
        boolean division = "/ // % %%".contains(binary.operator());
        if (division && b == 0) {
            throw new SyntaxException(column, "division by zero");
        }
        return Quantity.of(switch (binary.operator()) {
            case "/" -> Long.divideUnsigned(a, b);
            case "//" -> a / b;
            case "%" -> Long.remainderUnsigned(a, b);
            case "%%" -> a % b;
            case "<<" -> b < 0 || b > 63 ? 0 : a << b;
            case ">>" -> b < 0 || b > 63 ? 0 : a >>> b;
            case "&" -> a & b;
            case "|" -> a | b;
            case "^" -> a ^ b;
            default -> throw new SyntaxException(column, "operator " + binary.operator() + " needs plain numbers");
        });
    }

    private static void requirePure(Quantity quantity, String operator, int column) throws SyntaxException {
        if (!quantity.pure()) {
            throw new SyntaxException(column, "operator " + operator + " needs plain numbers, not an address or a register");
        }
    }
}
