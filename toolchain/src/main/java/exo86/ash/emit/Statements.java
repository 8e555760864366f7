package exo86.ash.emit;

import exo86.ash.tree.Expr;
import exo86.ash.tree.Local;
import exo86.ash.tree.Stmt;
import exo86.ash.types.Shape;
import exo86.isa.Op;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Statements, and the life of the variables that they introduce. */
final class Statements {
    private record Loop(Label next, Label end) {
    }

    private final FunctionGenerator f;
    private final Deque<Loop> loops = new ArrayDeque<>();
    private final Deque<Scope> scopes = new ArrayDeque<>();
    private List<Local> declared = new ArrayList<>();
    private int line;

    Statements(FunctionGenerator f) {
        this.f = f;
    }

    /** The function's body, with the fall through its end. */
    Scope function(Stmt.Block body) {
        Scope scope = new Scope();
        scopes.push(scope);
        f.code.scope(new Item.ScopeStart(scope));
        body.statements().forEach(this::statement);
        f.code.scope(new Item.ScopeEnd(scope));
        scopes.pop();
        return scope;
    }

    void block(Stmt.Block block) {
        List<Local> outer = declared;
        declared = new ArrayList<>();
        Scope scope = new Scope();
        scopes.getFirst().inner.add(scope);
        scopes.push(scope);
        f.code.scope(new Item.ScopeStart(scope));
        block.statements().forEach(this::statement);
        f.code.scope(new Item.ScopeEnd(scope));
        scopes.pop();
        declared.forEach(f.frame::release);
        declared = outer;
    }

    void statement(Stmt statement) {
        f.code.line(statement.at());
        line = statement.at().line();
        int mark = f.frame.mark();
        switch (statement) {
            case Stmt.Block block -> block(block);
            case Stmt.Let let -> let(let);
            case Stmt.Assign assign -> f.places.assign(assign.place(), assign.value());
            case Stmt.Evaluate evaluate -> f.values.value(evaluate.value());
            case Stmt.If conditional -> conditional(conditional);
            case Stmt.While loop -> loop(loop);
            case Stmt.Break leave -> {
                cleanup(leave.cleanup());
                f.code.jump(loops.getFirst().end);
            }
            case Stmt.Continue next -> {
                cleanup(next.cleanup());
                f.code.jump(loops.getFirst().next);
            }
            case Stmt.Return result -> returns(result);
            case Stmt.Fail fail -> {
                f.values.value(fail.code());
                fail(fail.cleanup());
            }
            case Stmt.Check check -> f.conditions.jump(check.condition(), false, f.trapLabel(check.reason(), check.at()));
        }
        f.frame.release(mark);
    }

    /** Returns the error code in EAX after the cleanup. */
    void fail(List<Stmt> cleanup) {
        if (!cleanup.isEmpty()) {
            Operand.Memory kept = f.frame.temporary(4);
            f.code.emit(Op.MOV, kept, Operand.EAX);
            cleanup(cleanup);
            f.code.emit(Op.MOV, Operand.EAX, kept);
        }
        f.code.jump(f.fail);
    }

    /** Makes the local's place and, where the source names it, its entry for the debugger. */
    Operand.Memory declare(Local local) {
        boolean known = f.frame.knows(local);
        Operand.Memory home = f.frame.home(local).memory();
        if (!known) {
            declared.add(local);
            if (!local.temporary()) {
                scopes.getFirst().variables.add(new Scope.Variable(local, home.displacement(), false, line));
            }
        }
        return home;
    }

    private void cleanup(List<Stmt> statements) {
        block(new Stmt.Block(statements, f.function.declared()));
    }

    private void let(Stmt.Let let) {
        Operand.Memory home = declare(let.local());
        let.value().ifPresent(value -> f.aggregates.into(value, home));
    }

    private void conditional(Stmt.If statement) {
        Label otherwise = Label.forward();
        Label end = Label.forward();
        f.conditions.jump(statement.condition(), false, otherwise);
        block(statement.then());
        f.code.jump(end);
        f.code.bind(otherwise);
        block(statement.otherwise());
        f.code.bind(end);
    }

    /** The condition stands at the end: one jump a turn. */
    private void loop(Stmt.While loop) {
        Label top = Label.loop();
        Label test = Label.forward();
        Loop labels = new Loop(Label.forward(), Label.forward());
        boolean endless = loop.condition() instanceof Expr.Constant constant && Simple.isTrue(constant);
        if (!endless) {
            f.code.jump(test);
        }
        f.code.bind(top);
        loops.push(labels);
        block(loop.body());
        f.code.bind(labels.next);
        block(loop.step());
        loops.pop();
        if (endless) {
            f.code.jump(top);
        } else {
            f.code.bind(test);
            f.code.line(loop.at());
            f.conditions.jump(loop.condition(), true, top);
        }
        f.code.bind(labels.end);
    }

    private void returns(Stmt.Return statement) {
        statement.value().ifPresent(value -> {
            Shape shape = Shape.of(value.type());
            f.values.value(value);
            if (f.abi.hidden() && shape != Shape.NONE) {
                f.transfer.storeResult(value.type(), f.hiddenResult());
            } else if (shape == Shape.WORD || shape == Shape.PAIR) {
                returnAfter(statement.cleanup(), shape);
                return;
            }
            cleanup(statement.cleanup());
        });
        if (statement.value().isEmpty()) {
            cleanup(statement.cleanup());
        }
        if (f.abi.calleePops() > 0) {
            f.code.emit(Op.MOV, Operand.EAX, f.hiddenResult());
        }
        f.code.jump(f.succeed);
    }

    private void returnAfter(List<Stmt> cleanup, Shape shape) {
        if (!cleanup.isEmpty()) {
            Operand.Memory kept = f.frame.temporary(shape == Shape.PAIR ? 8 : 4);
            f.transfer.spill(shape, kept);
            cleanup(cleanup);
            f.transfer.reload(shape, kept);
        }
        f.code.jump(f.succeed);
    }
}
