package exo86.ash.emit;

import exo86.ash.source.Diagnostics;
import exo86.ash.tree.Function;
import exo86.ash.tree.Global;
import exo86.ash.tree.Local;
import exo86.ash.types.Type;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The most stack that a call of each routine can take, from the call graph, held against {@code @stack(n)}.
 *
 * <p>Routines that call each other in a circle (strongly connected components, found by Tarjan's algorithm) are taken together: each may be
 * active as often as the largest {@code @recursive(n)} among them says. A call through a pointer may reach every function of that type;
 * imported functions count nothing, and neither does what is below an interrupt. Assembly that loads ESP and never returns begins a stack anew: what
 * it calls is below no caller of it.
 */
final class StackBounds {
    private final Map<String, Routine> routines = new LinkedHashMap<>();
    private final Map<Type.Function, Set<String>> byType = new HashMap<>();
    private final Map<String, Integer> order = new HashMap<>();
    private final Map<String, Integer> low = new HashMap<>();
    private final Deque<String> open = new ArrayDeque<>();
    private final Map<String, OptionalLong> bounds = new HashMap<>();
    private final Map<String, String> deepest = new HashMap<>();
    private final Set<String> recursive = new HashSet<>();

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
        unit.program.interruptStack().ifPresent(stack -> unit.routines().stream().filter(StackBounds::isInterrupt)
                .forEach(routine -> bounds.fit(routine, stack, diagnostics)));
        for (Routine routine : unit.routines()) {
            routine.function().filter(f -> f.kind() != Function.Kind.ASSEMBLY && f.limits().stack() > 0)
                    .ifPresent(function -> bounds.hold(routine, function, diagnostics));
        }
    }

    /** Bound and deepest chain of calls of each routine that no other calls, the greatest first, as text. */
    static String report(Unit unit) {
        StackBounds bounds = new StackBounds(unit);
        Set<String> called = new LinkedHashSet<>();
        unit.routines().forEach(routine -> called.addAll(bounds.callees(routine.symbol())));
        called.removeIf(symbol -> bounds.routines.get(symbol).body().stack().begins());
        return unit.routines().stream().filter(routine -> routine.function().isPresent() && !called.contains(routine.symbol()))
                .filter(routine -> !routine.function().get().module().equals("cpu"))
                .sorted(Comparator.comparingLong((Routine routine) -> bounds.bound(routine.symbol()).orElse(Long.MAX_VALUE)).reversed())
                .map(routine -> bounds.line(routine)).collect(Collectors.joining());
    }

    private String line(Routine routine) {
        int most = routine.function().filter(f -> f.kind() != Function.Kind.ASSEMBLY).map(f -> f.limits().stack()).orElse(0);
        OptionalLong bound = bound(routine.symbol());
        return "%s  %s%s: %s%n".formatted(bound.isPresent() ? "%8d".formatted(bound.getAsLong()) : "no bound", routine.symbol(),
                most > 0 ? ", at most " + most : "", path(routine.symbol()));
    }

    private static boolean isInterrupt(Routine routine) {
        return routine.function().filter(f -> f.kind() == Function.Kind.INTERRUPT && f.linkName().equals(routine.symbol())).isPresent();
    }

    /** An interrupt's handler has the interrupt stack and no more. */
    private void fit(Routine routine, Global stack, Diagnostics diagnostics) {
        OptionalLong bound = bound(routine.symbol());
        String limit = ", expected at most the " + stack.type().size() + " bytes of `" + stack.name() + "`: " + path(routine.symbol());
        Function function = routine.function().orElseThrow();
        if (bound.isEmpty()) {
            diagnostics.error(function.declared(), "the stack of `" + function.name() + "` has no bound" + limit, "say how often with @recursive(n)");
        } else if (bound.getAsLong() > stack.type().size()) {
            diagnostics.error(function.declared(), "`" + function.name() + "` may take " + bound.getAsLong() + " bytes of stack" + limit);
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
            if (routines.get(callee).body().stack().begins()) {
                continue;
            }
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
        boolean again = circle.stream().anyMatch(s -> callees(s).stream().anyMatch(circle::contains));
        if (again) {
            recursive.addAll(circle);
        }
        long times = again ? circle.stream().mapToLong(this::recursion).max().orElse(0) : 1;
        long own = circle.stream().mapToLong(s -> routines.get(s).body().stack().bytes()).sum();
        boolean bounded = times > 0;
        long below = 0;
        String worst = "";
        for (String symbol : circle) {
            for (String callee : callees(symbol)) {
                if (!circle.contains(callee) && !routines.get(callee).body().stack().begins()) {
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
            chain.add(at + " (" + routines.get(at).body().stack().bytes() + (recursive.contains(at) ? ", recursive)" : ")"));
        }
        return String.join(", ", chain);
    }
}
