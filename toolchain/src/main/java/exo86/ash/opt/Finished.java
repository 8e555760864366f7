package exo86.ash.opt;

import exo86.ash.ir.Block;
import exo86.ash.ir.Counterparts;
import exo86.ash.ir.Function;
import exo86.ash.ir.Invocation;
import exo86.ash.ir.Module;
import exo86.ash.ir.Subroutine;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Functions of libraries that were optimised for one program, for the next one: most programs of a system hold the same ones. What a function becomes depends on
 * what it was and on what {@link Inlining} asks about its callees; if both are the same again, so is the result. May be used from several threads at a time.
 */
public final class Finished {
    /** A function that was optimised. */
    private static final class Entry {
        /** As others inline it: a copy, which nobody changes. */
        private final Function function;
        /** Equal for equal functions only. */
        private final int number;
        /** As it is encoded; null until the first program with it has come so far. */
        private volatile Function last;

        Entry(Function function, int number) {
            this.function = function;
            this.number = number;
        }
    }

    private final Map<Shape, Entry> known = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();

    /** The functions of one program. */
    final class Session {
        private final Module module;
        private final CallGraph graph;
        private final Map<String, Integer> finished = new HashMap<>();
        private final Map<String, Entry> entries = new HashMap<>();
        private final Map<String, Subroutine> subroutines = new HashMap<>();

        Session(Module module, CallGraph graph) {
            this.module = module;
            this.graph = graph;
            module.functions().forEach(function -> subroutines.put(function.name(), function.subroutine()));
        }

        /** What a function's result depends on, taken before the first pass; empty where nobody else can have use of it. */
        Optional<Shape> shape(Function function) {
            if (function.source().filter(source -> source.placement().library()).isEmpty()) {
                return Optional.empty();
            }
            Shape shape = new Shape(function);
            shape.add(function.source().get().placement());
            shape.add(function.source().get().limits());
            shape.add(graph.runsInLoop(function) ? 1 : 0);
            Set<String> seen = new HashSet<>();
            for (Block block : function.blocks()) {
                for (Invocation call : CallGraph.calls(block)) {
                    call.callee().filter(seen::add).flatMap(module::function).ifPresent(callee -> add(callee, shape));
                }
            }
            return shape.isBound() ? Optional.empty() : Optional.of(shape);
        }

        private void add(Function callee, Shape shape) {
            shape.add(finished.getOrDefault(callee.name(), -1), Math.min(graph.calls(callee.name()), 3), graph.isKept(callee) ? 1 : 0,
                    graph.isRecursive(callee.name()) ? 1 : 0);
            callee.source().ifPresent(source -> {
                shape.add(source.placement());
                shape.add(source.limits());
            });
        }

        /** Puts the function into the module as it is inlined into others, if there is one. */
        boolean replace(Function function, Shape shape) {
            Entry entry = known.get(shape);
            if (entry == null) {
                return false;
            }
            put(entry.function);
            finished.put(function.name(), entry.number);
            entries.put(function.name(), entry);
            return true;
        }

        private void put(Function model) {
            module.add(Function.like(model, new Counterparts(model.subroutine(), subroutines)));
        }

        /** The function is as others inline it. */
        void done(Function function, Optional<Shape> shape) {
            int number = numbers.incrementAndGet();
            finished.put(function.name(), number);
            if (shape.isPresent()) {
                Entry entry = new Entry(Function.like(function, new Counterparts(function.subroutine(), subroutines)), number);
                if (known.putIfAbsent(shape.get(), entry) == null) {
                    entries.put(function.name(), entry);
                }
            }
        }

        /** Puts the function into the module as it is encoded, if there is one. */
        boolean replaceLast(Function function) {
            Entry entry = entries.get(function.name());
            if (entry == null || entry.last == null) {
                return false;
            }
            put(entry.last);
            return true;
        }

        /** The last passes have run on it; nobody changes it any more. */
        void doneLast(Function function) {
            Entry entry = entries.get(function.name());
            if (entry != null && function.model() == function) {
                entry.last = function;
            }
        }
    }
}
