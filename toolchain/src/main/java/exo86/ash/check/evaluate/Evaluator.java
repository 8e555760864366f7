package exo86.ash.check.evaluate;

import exo86.ash.check.evaluate.Block.Location;
import exo86.ash.source.Diagnostics.Note;
import exo86.ash.source.Span;
import exo86.ash.tree.Expr;
import exo86.ash.tree.Function;
import exo86.ash.tree.Local;
import exo86.ash.tree.Stmt;
import exo86.ash.tree.Value;
import exo86.ash.types.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes constants. One evaluator serves a whole compilation; an evaluation may start while another waits for a function to be checked,
 * each with its own budget.
 *
 * <p>Statements answer how they ended; a statement that leaves from inside an expression does so by {@link Unwind}.
 */
public final class Evaluator {
    static final int STEPS = 10_000_000;
    static final int DEPTH = 256;

    /** How a statement ended. */
    enum Flow {
        NEXT, BREAK, CONTINUE, RETURN, FAIL
    }

    /** A return, failure, break or continue out of an expression. */
    static final class Unwind extends RuntimeException {
        private static final long serialVersionUID = 1;
        final Flow flow;

        Unwind(Flow flow) {
            super(null, null, false, false);
            this.flow = flow;
        }
    }

    /** One call: its variables, and where it was called. */
    static final class Frame {
        final Map<Local, Block> locals = new HashMap<>();
        final String name;
        final Span call;
        Object result = 0L;

        Frame(String name, Span call) {
            this.name = name;
            this.call = call;
        }
    }

    private final Program program;
    final Memory memory;
    private final Expressions expressions = new Expressions(this);
    private final List<Frame> frames = new ArrayList<>();
    private int steps;

    public Evaluator(Program program) {
        this.program = program;
        this.memory = new Memory(program::promote);
    }

    /** The value of an expression without variables; a {@link Failure} says why there is none. */
    public Value evaluate(Expr expression) {
        List<Frame> outer = new ArrayList<>(frames);
        int spent = steps;
        frames.clear();
        steps = 0;
        try {
            frames.add(new Frame("", expression.at()));
            return memory.freeze(expressions.value(expression), expression.type());
        } catch (Unwind leaving) {
            throw fail(expression.at(), "a constant cannot leave the function it stands in");
        } finally {
            frames.clear();
            frames.addAll(outer);
            steps = spent;
        }
    }

    Program program() {
        return program;
    }

    Frame frame() {
        return frames.getLast();
    }

    Block home(Local local) {
        return frame().locals.computeIfAbsent(local, fresh -> Block.variable(fresh.type(), null));
    }

    void step(Span at) {
        if (++steps > STEPS) {
            throw fail(at, "this constant takes more than 10,000,000 steps to compute");
        }
    }

    Failure fail(Span at, String message) {
        List<Note> calls = new ArrayList<>();
        for (int i = frames.size() - 1; i > 0 && calls.size() < 8; i--) {
            calls.add(new Note(frames.get(i).call, "in the call of " + frames.get(i).name + " here"));
        }
        return new Failure(at, message, calls, false);
    }

    Failure silent(Span at) {
        return new Failure(at, "", List.of(), true);
    }

    /** Runs a function; {@link Unwind} with FAIL when it returned an error, which is then in the returned frame's result. */
    Outcome call(Function function, List<Object> arguments, Span at) {
        if (program.panics(function)) {
            throw fail(at, "panic while computing a constant");
        }
        if (!program.constant(function)) {
            throw fail(at, function.name() + " is not a const fn, so it cannot run while compiling");
        }
        if (frames.size() > DEPTH) {
            throw fail(at, "this constant needs calls more than 256 deep");
        }
        Stmt.Block body = program.body(function).orElseThrow(() -> silent(at));
        Frame made = new Frame(function.name(), at);
        for (int i = 0; i < arguments.size(); i++) {
            Local parameter = function.parameters().get(i);
            made.locals.put(parameter, Block.variable(parameter.type(), arguments.get(i)));
        }
        frames.add(made);
        try {
            Flow flow = run(body.statements());
            return new Outcome(made.result, flow == Flow.FAIL);
        } catch (Unwind leaving) {
            return new Outcome(made.result, leaving.flow == Flow.FAIL);
        } finally {
            frames.removeLast();
        }
    }

    /** What a call gave: a value, or an error code. */
    record Outcome(Object value, boolean failed) {
    }

    Flow run(List<Stmt> statements) {
        for (Stmt statement : statements) {
            Flow flow = run(statement);
            if (flow != Flow.NEXT) {
                return flow;
            }
        }
        return Flow.NEXT;
    }

    private Flow run(Stmt statement) {
        step(statement.at());
        switch (statement) {
            case Stmt.Block block -> {
                return run(block.statements());
            }
            case Stmt.Let let -> frame().locals.put(let.local(),
                    Block.variable(let.local().type(), let.value().map(expressions::value).orElse(uninitialised(let.local().type()))));
            case Stmt.Assign assign -> {
                Location place = expressions.writable(assign.place());
                Object value = expressions.value(assign.value());
                place.block().set(place.index(), value);
            }
            case Stmt.Evaluate evaluate -> expressions.value(evaluate.value());
            case Stmt.If choice -> {
                return run(expressions.truth(choice.condition()) ? choice.then() : choice.otherwise());
            }
            case Stmt.While loop -> {
                return repeat(loop);
            }
            case Stmt.Break leave -> {
                return after(leave.cleanup(), Flow.BREAK);
            }
            case Stmt.Continue again -> {
                return after(again.cleanup(), Flow.CONTINUE);
            }
            case Stmt.Return give -> {
                Object value = give.value().map(expressions::value).orElse(0L);
                after(give.cleanup(), Flow.RETURN);
                frame().result = value;
                return Flow.RETURN;
            }
            case Stmt.Fail give -> {
                Object value = expressions.value(give.code());
                after(give.cleanup(), Flow.FAIL);
                frame().result = value;
                return Flow.FAIL;
            }
            case Stmt.Check check -> {
                if (!expressions.truth(check.condition())) {
                    throw fail(check.at(), "check failed while computing a constant: " + check.reason());
                }
            }
        }
        return Flow.NEXT;
    }

    /** Aggregates that are not initialised still have their parts. */
    private static Object uninitialised(Type type) {
        Object shape = Memory.zero(type);
        if (shape instanceof Block block) {
            clear(block);
            return block;
        }
        return null;
    }

    private static void clear(Block block) {
        for (int i = 0; i < block.parts.length; i++) {
            if (block.parts[i] instanceof Block inner) {
                clear(inner);
            } else {
                block.parts[i] = null;
            }
        }
    }

    private Flow after(List<Stmt> cleanup, Flow flow) {
        run(cleanup);
        return flow;
    }

    private Flow repeat(Stmt.While loop) {
        while (expressions.truth(loop.condition())) {
            Flow flow;
            try {
                flow = run(loop.body());
            } catch (Unwind leaving) {
                if (leaving.flow != Flow.BREAK && leaving.flow != Flow.CONTINUE) {
                    throw leaving;
                }
                flow = leaving.flow;
            }
            if (flow == Flow.BREAK) {
                break;
            }
            if (flow == Flow.RETURN || flow == Flow.FAIL) {
                return flow;
            }
            run(loop.step());
            step(loop.at());
        }
        return Flow.NEXT;
    }
}
