package exo86.ash.ir.lower;

import exo86.ash.ir.Block;
import exo86.ash.ir.Operand;
import exo86.ash.ir.Position;
import exo86.ash.ir.Terminator;
import exo86.ash.ir.lower.Builder.Location;
import exo86.ash.tree.Expr;
import exo86.ash.tree.Stmt;
import exo86.ash.types.Shape;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Statements. */
final class Statements {
    private record Loop(Block next, Block end) {
    }

    private final FunctionLowering f;
    private final Deque<Loop> loops = new ArrayDeque<>();

    Statements(FunctionLowering f) {
        this.f = f;
    }

    void body(Stmt.Block body) {
        body.statements().forEach(this::statement);
    }

    void block(List<Stmt> statements) {
        f.enterScope();
        statements.forEach(this::statement);
        f.leaveScope();
    }

    void statement(Stmt statement) {
        Position outer = f.code.at;
        f.code.at = Position.of(statement.at());
        switch (statement) {
            case Stmt.Block block -> block(block.statements());
            case Stmt.Let let when f.aggregates.table(let).isPresent() -> f.place(let.local(), f.aggregates.table(let).get(), let.at().line());
            case Stmt.Let let -> {
                Location home = f.declare(let.local(), let.at().line());
                let.value().ifPresent(value -> f.aggregates.into(value, home));
            }
            case Stmt.Assign assign -> f.places.assign(assign.place(), assign.value());
            case Stmt.Evaluate evaluate -> f.values.value(evaluate.value());
            case Stmt.If conditional -> conditional(conditional);
            case Stmt.While loop -> loop(loop);
            case Stmt.Break leave -> {
                block(leave.cleanup());
                f.code.jump(loops.getFirst().end);
            }
            case Stmt.Continue next -> {
                block(next.cleanup());
                f.code.jump(loops.getFirst().next);
            }
            case Stmt.Return result -> returns(result);
            case Stmt.Fail fail -> fail(f.values.word(fail.code()), fail.cleanup());
            case Stmt.Check check -> f.conditions.check(check.condition(), check.reason(), check.at());
        }
        f.code.at = outer;
    }

    /** Returns the error code after the cleanup. */
    void fail(Operand code, List<Stmt> cleanup) {
        Position at = f.code.at;
        block(cleanup);
        f.code.end(new Terminator.Fail(code, at));
    }

    private void conditional(Stmt.If statement) {
        Block then = f.code.function.newBlock();
        Block otherwise = f.code.function.newBlock();
        Block end = f.code.function.newBlock();
        f.conditions.jump(statement.condition(), then, otherwise);
        f.code.continueAt(then);
        block(statement.then().statements());
        f.code.jump(end);
        f.code.continueAt(otherwise);
        block(statement.otherwise().statements());
        f.code.jump(end);
        f.code.continueAt(end);
    }

    /** The condition stands at the end; the loop is entered there. */
    private void loop(Stmt.While loop) {
        Block top = f.code.function.newBlock();
        Block next = f.code.function.newBlock();
        Block test = f.code.function.newBlock();
        Block end = f.code.function.newBlock();
        boolean endless = loop.condition() instanceof Expr.Constant constant && Values.isTrue(constant);
        if (endless) {
            f.code.jump(top);
        } else {
            f.code.jump(test);
        }
        f.code.continueAt(top);
        loops.push(new Loop(next, end));
        block(loop.body().statements());
        f.code.jump(next);
        f.code.continueAt(next);
        block(loop.step().statements());
        loops.pop();
        if (endless) {
            f.code.jump(top);
        } else {
            f.code.jump(test);
            f.code.continueAt(test);
            f.conditions.jump(loop.condition(), top, end);
        }
        f.code.continueAt(end);
    }

    private void returns(Stmt.Return statement) {
        Position at = f.code.at;
        List<Operand> words = List.of();
        if (statement.value().isPresent()) {
            Expr value = statement.value().get();
            if (f.abi.hidden() && Shape.of(value.type()) != Shape.NONE) {
                f.aggregates.into(value, f.hiddenResult());
            } else {
                words = f.values.value(value);
            }
        }
        block(statement.cleanup());
        f.code.at = at;
        f.returns(words);
    }
}
