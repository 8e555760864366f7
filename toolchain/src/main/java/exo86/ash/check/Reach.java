package exo86.ash.check;

import exo86.ash.tree.Expr;
import exo86.ash.tree.Stmt;
import exo86.ash.tree.Value;
import exo86.ash.types.Type;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Whether control can come to the end of a statement. */
final class Reach {
    private final Set<Stmt> endless = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Notes a {@code while true} without a break. */
    void endless(Stmt.While loop) {
        endless.add(loop);
    }

    boolean ends(List<Stmt> statements) {
        return statements.stream().anyMatch(this::ends);
    }

    boolean ends(Stmt statement) {
        return switch (statement) {
            case Stmt.Block block -> ends(block.statements());
            case Stmt.Let let -> let.value().map(v -> v.type() instanceof Type.Never).orElse(false);
            case Stmt.Assign assign -> assign.value().type() instanceof Type.Never;
            case Stmt.Evaluate evaluate -> evaluate.value().type() instanceof Type.Never;
            case Stmt.If choice -> ends(choice.then()) && ends(choice.otherwise());
            case Stmt.While loop -> endless.contains(loop);
            case Stmt.Break ignored -> true;
            case Stmt.Continue ignored -> true;
            case Stmt.Return ignored -> true;
            case Stmt.Fail ignored -> true;
            case Stmt.Check check -> isFalse(check.condition());
        };
    }

    static boolean isTrue(Expr condition) {
        return condition instanceof Expr.Constant constant && constant.value() instanceof Value.Scalar scalar && scalar.bits() == 1;
    }

    private static boolean isFalse(Expr condition) {
        return condition instanceof Expr.Constant constant && constant.value() instanceof Value.Scalar scalar && scalar.bits() == 0;
    }
}
