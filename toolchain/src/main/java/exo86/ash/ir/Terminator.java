package exo86.ash.ir;

import java.util.ArrayList;
import java.util.List;

/** What a block ends with. */
public sealed interface Terminator {
    /** The ways out, in order. */
    default List<Edge> edges() {
        return List.of();
    }

    /** The words that it defines; they hold on its ways out, as arguments of the edges too. */
    default List<Value> results() {
        return List.of();
    }

    /** What it reads itself, without the arguments of its edges. */
    List<Operand> operands();

    /** The same with all operands, those of the edges too, and its position replaced. */
    Terminator map(Mapping mapping);

    /** The same with other ways out, as many as before. */
    Terminator withEdges(List<Edge> edges);

    Position at();

    record Jump(Edge to, Position at) implements Terminator {
        @Override
        public List<Edge> edges() {
            return List.of(to);
        }

        @Override
        public List<Operand> operands() {
            return List.of();
        }

        @Override
        public Terminator map(Mapping m) {
            return new Jump(to.map(m), m.position(at));
        }

        @Override
        public Terminator withEdges(List<Edge> edges) {
            return new Jump(edges.getFirst(), at);
        }
    }

    /** Goes to {@code then} if the condition holds for left and right. */
    record Branch(Condition condition, Operand left, Operand right, Edge then, Edge otherwise, Position at) implements Terminator {
        @Override
        public List<Edge> edges() {
            return List.of(then, otherwise);
        }

        @Override
        public List<Operand> operands() {
            return List.of(left, right);
        }

        @Override
        public Terminator map(Mapping m) {
            return new Branch(condition, m.of(left), m.of(right), then.map(m), otherwise.map(m), m.position(at));
        }

        @Override
        public Terminator withEdges(List<Edge> edges) {
            return new Branch(condition, left, right, edges.get(0), edges.get(1), at);
        }
    }

    /** Goes where the value's number says, else to {@code otherwise}. */
    record Switch(Operand value, List<Case> cases, Edge otherwise, Position at) implements Terminator {
        public record Case(int number, Edge to) {
        }

        public Switch {
            cases = List.copyOf(cases);
        }

        /** The way for a number. */
        public Edge to(int number) {
            for (Case one : cases) {
                if (one.number == number) {
                    return one.to;
                }
            }
            return otherwise;
        }

        /** Those of the cases, then {@code otherwise}. */
        @Override
        public List<Edge> edges() {
            List<Edge> edges = new ArrayList<>(cases.size() + 1);
            cases.forEach(c -> edges.add(c.to));
            edges.add(otherwise);
            return edges;
        }

        @Override
        public List<Operand> operands() {
            return List.of(value);
        }

        @Override
        public Terminator map(Mapping m) {
            return new Switch(m.of(value), cases.stream().map(c -> new Case(c.number, c.to.map(m))).toList(), otherwise.map(m), m.position(at));
        }

        @Override
        public Terminator withEdges(List<Edge> edges) {
            List<Case> changed = new ArrayList<>(cases.size());
            for (int i = 0; i < cases.size(); i++) {
                changed.add(new Case(cases.get(i).number, edges.get(i)));
            }
            return new Switch(value, changed, edges.getLast(), at);
        }
    }

    /**
     * Calls a function that returns {@code T!E}. There is a result for EAX, which is the first word on the way {@code ok} and the error code on the way
     * {@code failed}, and one for EDX where the function has a second word, which on the way {@code failed} is nothing.
     */
    record Attempt(List<Value> results, Invocation call, Edge ok, Edge failed, Position at) implements Terminator {
        public Attempt {
            results = List.copyOf(results);
        }

        @Override
        public List<Edge> edges() {
            return List.of(ok, failed);
        }

        @Override
        public List<Operand> operands() {
            return call.operands();
        }

        @Override
        public Terminator map(Mapping m) {
            return new Attempt(results, call.map(m), ok.map(m), failed.map(m), m.position(at));
        }

        @Override
        public Terminator withEdges(List<Edge> edges) {
            return new Attempt(results, call, edges.get(0), edges.get(1), at);
        }
    }

    /** Returns at most two words; CF is clear where the function can fail. */
    record Return(List<Operand> values, Position at) implements Terminator {
        public Return {
            values = List.copyOf(values);
        }

        @Override
        public List<Operand> operands() {
            return values;
        }

        @Override
        public Terminator map(Mapping m) {
            return new Return(m.all(values), m.position(at));
        }

        @Override
        public Terminator withEdges(List<Edge> edges) {
            return this;
        }
    }

    /** Returns an error code, CF set. */
    record Fail(Operand code, Position at) implements Terminator {
        @Override
        public List<Operand> operands() {
            return List.of(code);
        }

        @Override
        public Terminator map(Mapping m) {
            return new Fail(m.of(code), m.position(at));
        }

        @Override
        public Terminator withEdges(List<Edge> edges) {
            return this;
        }
    }

    /** A check that always fails. */
    record Trap(String reason, Position at) implements Terminator {
        @Override
        public List<Operand> operands() {
            return List.of();
        }

        @Override
        public Terminator map(Mapping m) {
            return new Trap(reason, m.position(at));
        }

        @Override
        public Terminator withEdges(List<Edge> edges) {
            return this;
        }
    }

    /** Nothing comes here, as the compiler has proved; no code. */
    record Unreachable(Position at) implements Terminator {
        @Override
        public List<Operand> operands() {
            return List.of();
        }

        @Override
        public Terminator map(Mapping m) {
            return new Unreachable(m.position(at));
        }

        @Override
        public Terminator withEdges(List<Edge> edges) {
            return this;
        }
    }
}
