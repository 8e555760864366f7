package exo86.ash.check;

import exo86.ash.source.Diagnostics.Note;
import exo86.ash.source.Span;
import exo86.ash.tree.Expr;
import exo86.ash.tree.Function;
import exo86.ash.tree.Place;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rules about who calls whom: recursion is declared, what is marked {@code @upcall} or {@code @irq} calls only what has the same mark, and a
 * {@code const fn} does nothing that cannot be done while compiling.
 * Calls through function values are no part of the recursion rule, and not allowed under a mark. A panic does not come back, so it may
 * call anything.
 */
final class CallRules {
    /** A call of a known function. */
    private record Edge(Function to, Span at) {
    }

    private final Compilation whole;
    private final List<Function> functions;
    private final Map<Function, List<Edge>> calls = new IdentityHashMap<>();
    private final Map<Function, List<Span>> indirect = new IdentityHashMap<>();

    CallRules(Compilation whole, List<Function> functions) {
        this.whole = whole;
        this.functions = functions;
    }

    void check() {
        functions.forEach(this::collect);
        for (Function function : functions) {
            marks(function, "upcall", function.limits().upcall());
            marks(function, "irq", function.limits().irq());
            if (isConstant(function)) {
                pure(function);
            }
        }
        Cycles cycles = new Cycles();
        functions.forEach(cycles::visit);
    }

    private void collect(Function function) {
        List<Edge> edges = new ArrayList<>();
        List<Span> unknown = new ArrayList<>();
        new TreeWalk() {
            @Override
            void expression(Expr expression) {
                if (expression instanceof Expr.Call call && !whole.panicking.contains(call)) {
                    if (call.callee() instanceof Expr.Callee.Direct direct) {
                        edges.add(new Edge(direct.function(), call.at()));
                    } else {
                        unknown.add(call.at());
                    }
                }
                super.expression(expression);
            }
        }.statements(function.body().map(b -> b.statements()).orElse(List.of()));
        calls.put(function, edges);
        indirect.put(function, unknown);
    }

    private boolean isConstant(Function function) {
        return whole.functions.entity(function).map(Entity.OfFunction::constant).orElse(false);
    }

    /** A {@code const fn} has nothing in it that cannot run while compiling; what a panic says does not matter. */
    private void pure(Function function) {
        for (Edge edge : calls.get(function)) {
            if (!isConstant(edge.to())) {
                whole.report.error(edge.at(), "`" + function.name() + "` is a const fn, so it calls only const functions, which `" + edge.to().name() + "` is not",
                        edge.to().declared(), "declared here without `const`");
            }
        }
        new TreeWalk() {
            @Override
            void place(Place place) {
                boolean variable = place instanceof Place.OfGlobal global && (global.global().mutable() || global.global().imported());
                if (variable || place instanceof Place.Deref deref && deref.io() || place instanceof Place.SliceElement element && element.io()) {
                    whole.report.error(place.at(), "`" + function.name() + "` is a const fn, so it cannot use " + (variable ? "a variable of a module" : "device memory"));
                }
                super.place(place);
            }

            @Override
            void expression(Expr expression) {
                if (!whole.panicking.contains(expression)) {
                    super.expression(expression);
                }
            }
        }.statements(function.body().map(b -> b.statements()).orElse(List.of()));
    }

    private void marks(Function function, String mark, boolean marked) {
        if (!marked) {
            return;
        }
        for (Edge edge : calls.get(function)) {
            Function called = edge.to();
            boolean same = mark.equals("upcall") ? called.limits().upcall() : called.limits().irq();
            boolean free = called.kind() == Function.Kind.ASSEMBLY || isConstant(called);
            if (!same && !free) {
                whole.report.error(edge.at(), "`" + function.name() + "` is @" + mark + ", so it calls only @" + mark + " functions, which `" + called.name() + "` is not",
                        called.declared(), "declared here without `@" + mark + "`");
            }
        }
        for (Span at : indirect.get(function)) {
            whole.report.error(at, "`" + function.name() + "` is @" + mark + ", so it cannot call through a function value");
        }
    }

    /** Strongly connected parts of the call graph (Tarjan). */
    private final class Cycles {
        private final Map<Function, Integer> index = new IdentityHashMap<>();
        private final Map<Function, Integer> low = new IdentityHashMap<>();
        private final List<Function> stack = new ArrayList<>();

        int visit(Function function) {
            if (index.containsKey(function)) {
                return low.get(function);
            }
            index.put(function, index.size());
            low.put(function, index.get(function));
            stack.add(function);
            for (Edge edge : calls.getOrDefault(function, List.of())) {
                if (!index.containsKey(edge.to())) {
                    low.merge(function, visit(edge.to()), Math::min);
                } else if (stack.stream().anyMatch(f -> f == edge.to())) {
                    low.merge(function, index.get(edge.to()), Math::min);
                }
            }
            if (low.get(function).equals(index.get(function))) {
                close(function);
            }
            return low.get(function);
        }

        private void close(Function root) {
            List<Function> part = new ArrayList<>();
            Function last;
            do {
                last = stack.removeLast();
                part.addFirst(last);
            } while (last != root);
            for (Function function : part) {
                boolean recursive = part.size() > 1 || calls.getOrDefault(function, List.of()).stream().anyMatch(e -> e.to() == function);
                if (recursive && function.limits().recursion() == 0) {
                    report(function, part);
                }
            }
        }

        private void report(Function function, List<Function> part) {
            List<Note> notes = new ArrayList<>();
            for (Function member : part) {
                for (Edge edge : calls.get(member)) {
                    if (part.contains(edge.to()) && notes.size() < 6) {
                        notes.add(new Note(edge.at(), "`" + member.name() + "` calls `" + edge.to().name() + "` here"));
                    }
                }
            }
            whole.report.error(function.declared(), "`" + function.name() + "` calls itself" + (part.size() > 1 ? " through others" : ""), notes,
                    "say how deep it goes: `@recursive(n)`");
        }
    }
}
