package exo86.ash.emit;

import exo86.ash.source.Diagnostics;
import exo86.ash.tree.Function;
import exo86.ash.tree.Local;
import exo86.ash.types.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The most stack that a call of each routine can take, from the call graph, held against {@code @stack(n)}.
 *
 * <p>Routines that call each other in a circle (strongly connected components, found by Tarjan's algorithm) are taken together: each may be
 * active as often as the largest {@code @recursive(n)} among them says. A call through a pointer may reach every function of that type;
 * imported functions count nothing, and neither does what is below an interrupt.
 */
final class StackBounds {
    private final Map<String, Routine> routines = new LinkedHashMap<>();
    private final Map<Type.Function, Set<String>> byType = new HashMap<>();
    private final Map<String, Integer> order = new HashMap<>();
    private final Map<String, Integer> low = new HashMap<>();
    private final Deque<String> open = new ArrayDeque<>();
    private final Map<String, OptionalLong> bounds = new HashMap<>();
    private final Map<String, String> deepest = new HashMap<>();

    private StackBounds(Unit unit) {
        for (Routine routine : unit.routines()) {
            routines.put(routine.symbol(), routine);
            routine.function().filter(f -> f.kind() != Function.Kind.INTERRUPT).ifPresent(f -> byType.computeIfAbsent(
                    new Type.Function(f.parameters().stream().map(Local::type).toList(), f.result()), t -> new LinkedHashSet<>())
                    .add(routine.symbol()));
        }
    }

    static void check(Unit unit, Diagnostics diagnostics) {
        StackBounds bounds = new StackBounds(unit);
        for (Routine routine : unit.routines()) {
            routine.function().filter(f -> f.kind() != Function.Kind.ASSEMBLY && f.limits().stack() > 0)
                    .ifPresent(function -> bounds.hold(routine, function, diagnostics));
        }
    }

    private void hold(Routine routine, Function function, Diagnostics diagnostics) {
        OptionalLong bound = bound(routine.symbol());
        if (bound.isEmpty()) {
            diagnostics.error(function.declared(), "the stack of `" + function.name() + "` has no bound, expected at most " + function.limits().stack()
                    + " bytes: " + path(routine.symbol()), "say how often with @recursive(n)");
        } else if (bound.getAsLong() > function.limits().stack()) {
            diagnostics.error(function.declared(), "`" + function.name() + "` may take " + bound.getAsLong() + " bytes of stack, expected at most "
                    + function.limits().stack() + ": " + path(routine.symbol()));
        }
    }

    /** The most bytes below the return address of a call; empty without a bound. */
    private OptionalLong bound(String symbol) {
        if (!bounds.containsKey(symbol)) {
            visit(symbol);
        }
        return bounds.get(symbol);
    }

    private void visit(String symbol) {
        order.put(symbol, order.size());
        low.put(symbol, order.get(symbol));
        open.push(symbol);
        for (String callee : callees(symbol)) {
            if (!order.containsKey(callee)) {
                visit(callee);
                low.merge(symbol, low.get(callee), Math::min);
            } else if (open.contains(callee)) {
                low.merge(symbol, order.get(callee), Math::min);
            }
        }
        if (low.get(symbol).equals(order.get(symbol))) {
            Set<String> circle = new LinkedHashSet<>();
            String member;
            do {
                member = open.pop();
                circle.add(member);
            } while (!member.equals(symbol));
            settle(circle);
        }
    }

    private void settle(Set<String> circle) {
        boolean recursive = circle.stream().anyMatch(s -> callees(s).stream().anyMatch(circle::contains));
        long times = recursive ? circle.stream().mapToLong(this::recursion).max().orElse(0) : 1;
        long own = circle.stream().mapToLong(s -> routines.get(s).body().stack().bytes()).sum();
        boolean bounded = times > 0;
        long below = 0;
        String worst = "";
        for (String symbol : circle) {
            for (String callee : callees(symbol)) {
                if (!circle.contains(callee)) {
                    OptionalLong bound = bounds.get(callee);
                    bounded &= bound.isPresent();
                    if (bound.isEmpty() || worst.isEmpty() || bound.getAsLong() > below) {
                        below = bound.orElse(Long.MAX_VALUE);
                        worst = callee;
                    }
                }
            }
        }
        for (String symbol : circle) {
            bounds.put(symbol, bounded ? OptionalLong.of(times * own + below) : OptionalLong.empty());
            deepest.put(symbol, worst);
        }
    }

    private long recursion(String symbol) {
        return routines.get(symbol).function().map(f -> f.limits().recursion()).orElse(0);
    }

    private List<String> callees(String symbol) {
        Routine.StackUse use = routines.get(symbol).body().stack();
        List<String> callees = new ArrayList<>(use.callees());
        use.indirect().forEach(type -> callees.addAll(byType.getOrDefault(type, Set.of())));
        callees.removeIf(callee -> !routines.containsKey(callee));
        return callees;
    }

    /** The chain of calls that needs most. */
    private String path(String symbol) {
        List<String> chain = new ArrayList<>();
        for (String at = symbol; !at.isEmpty(); at = deepest.get(at)) {
            chain.add(at + " (" + routines.get(at).body().stack().bytes() + ")");
        }
        return String.join(", ", chain);
    }
}
