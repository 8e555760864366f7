package exo86.ash.ir.lower;

import exo86.ash.ir.BinaryOperator;
import exo86.ash.ir.Block;
import exo86.ash.ir.Condition;
import exo86.ash.ir.Operand;
import exo86.ash.source.Span;
import exo86.ash.tree.Expr;
import exo86.ash.types.Shape;
import exo86.ash.types.Type;
import java.util.List;
import java.util.Optional;

/** Conditions as branches, as values and as checks. */
final class Conditions {
    private final FunctionLowering f;

    Conditions(FunctionLowering f) {
        this.f = f;
    }

    /** A comparison of two words that were computed. */
    private record Comparison(Condition condition, Operand left, Operand right) {
    }

    /** Goes one way if the condition holds, the other if not. */
    void jump(Expr e, Block then, Block otherwise) {
        switch (e) {
            case Expr.Constant constant -> f.code.jump(Values.isTrue(constant) ? then : otherwise);
            case Expr.Unary(Expr.UnaryOperator operator, Expr operand, var type, var at) when operator == Expr.UnaryOperator.NOT ->
                jump(operand, otherwise, then);
            case Expr.And and -> {
                Block right = f.code.function.newBlock();
                jump(and.left(), right, otherwise);
                f.code.continueAt(right);
                jump(and.right(), then, otherwise);
            }
            case Expr.Or or -> {
                Block right = f.code.function.newBlock();
                jump(or.left(), then, right);
                f.code.continueAt(right);
                jump(or.right(), then, otherwise);
            }
            default -> {
                Comparison comparison = comparison(e);
                f.code.branch(comparison.condition, comparison.left, comparison.right, then, otherwise);
            }
        }
    }

    /** The condition as 0 or 1. */
    Operand value(Expr e) {
        if (e instanceof Expr.Binary) {
            Comparison comparison = comparison(e);
            return f.code.compare(comparison.condition, comparison.left, comparison.right);
        }
        Block yes = f.code.function.newBlock();
        Block no = f.code.function.newBlock();
        Values.Join join = f.values.new Join(Type.BOOL, Optional.empty());
        jump(e, yes, no);
        f.code.continueAt(yes);
        join.arrive(List.of(Operand.of(1)));
        f.code.continueAt(no);
        join.arrive(List.of(Operand.of(0)));
        return join.proceed().getFirst();
    }

    /** Traps unless the condition holds. */
    void check(Expr e, String reason, Span at) {
        switch (e) {
            case Expr.Constant constant -> {
                if (!Values.isTrue(constant)) {
                    f.code.trap(reason, at);
                }
            }
            case Expr.And and -> {
                check(and.left(), reason, at);
                check(and.right(), reason, at);
            }
            case Expr.Or or -> {
                Block failed = f.code.function.newBlock();
                Block held = f.code.function.newBlock();
                jump(or, held, failed);
                f.code.continueAt(failed);
                f.code.trap(reason, at);
                f.code.continueAt(held);
            }
            case Expr.Unary(Expr.UnaryOperator operator, Expr operand, var type, var where) when operator == Expr.UnaryOperator.NOT
                    && !(operand instanceof Expr.And || operand instanceof Expr.Or) -> {
                Comparison comparison = comparison(operand);
                f.code.check(comparison.condition.negate(), comparison.left, comparison.right, reason, at);
            }
            default -> {
                Comparison comparison = comparison(e);
                f.code.check(comparison.condition, comparison.left, comparison.right, reason, at);
            }
        }
    }

    private Comparison comparison(Expr e) {
        Optional<Comparison> wide = wide(e);
        if (wide.isPresent()) {
            return wide.get();
        }
        if (e instanceof Expr.Binary binary && condition(binary).isPresent()) {
            Operand left = f.values.word(binary.left());
            Operand right = f.values.word(binary.right());
            return new Comparison(condition(binary).get(), left, right);
        }
        return new Comparison(Condition.NE, f.values.word(e), Operand.of(0));
    }

    private static Optional<Condition> condition(Expr.Binary e) {
        boolean signed = Shape.integer(e.left().type()).signed();
        return switch (e.operator()) {
            case EQUAL -> Optional.of(Condition.EQ);
            case NOT_EQUAL -> Optional.of(Condition.NE);
            case LESS -> Optional.of(signed ? Condition.SLT : Condition.ULT);
            case LESS_EQUAL -> Optional.of(signed ? Condition.SLE : Condition.ULE);
            case GREATER -> Optional.of(signed ? Condition.SGT : Condition.UGT);
            case GREATER_EQUAL -> Optional.of(signed ? Condition.SGE : Condition.UGE);
            default -> Optional.empty();
        };
    }

    /** Comparisons of 64 bits: equality folds the differences together, order is one of two less-than. */
    private Optional<Comparison> wide(Expr e) {
        if (!(e instanceof Expr.Binary binary) || condition(binary).isEmpty() || Shape.of(binary.left().type()) != Shape.PAIR) {
            return Optional.empty();
        }
        boolean signed = Shape.integer(binary.left().type()).signed();
        List<Operand> left = f.values.pair(binary.left());
        List<Operand> right = f.values.pair(binary.right());
        return Optional.of(switch (binary.operator()) {
            case EQUAL -> new Comparison(Condition.EQ, difference(left, right), Operand.of(0));
            case NOT_EQUAL -> new Comparison(Condition.NE, difference(left, right), Operand.of(0));
            case LESS -> new Comparison(Condition.NE, f.code.wideLess(signed, left, right), Operand.of(0));
            case GREATER_EQUAL -> new Comparison(Condition.EQ, f.code.wideLess(signed, left, right), Operand.of(0));
            case GREATER -> new Comparison(Condition.NE, f.code.wideLess(signed, right, left), Operand.of(0));
            default -> new Comparison(Condition.EQ, f.code.wideLess(signed, right, left), Operand.of(0));
        });
    }

    private Operand difference(List<Operand> left, List<Operand> right) {
        List<Operand> differences = f.wide.words(BinaryOperator.XOR, left, right);
        return f.code.binary(BinaryOperator.OR, differences.get(0), differences.get(1));
    }
}
