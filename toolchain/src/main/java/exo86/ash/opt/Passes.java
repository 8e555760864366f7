package exo86.ash.opt;

import exo86.ash.ir.Function;
import exo86.ash.ir.Module;
import exo86.ash.ir.Verifier;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The optimiser: which passes, in which order. A pass looks at its function alone and leaves nothing for itself to do, so where nothing has changed
 * since its last run it is passed over: two of three are.
 */
public final class Passes {
    private record Named(String name, Pass pass) {
    }

    /** Puts variables into values; what follows sees through them. */
    private static final List<Named> CONSTRUCT = List.of(
            new Named("control-flow", new ControlFlow()),
            new Named("scalar-replacement", new ScalarReplacement()),
            new Named("promotion", new Promotion()),
            new Named("fold", new Fold()),
            new Named("constant-propagation", new ConstantPropagation()),
            new Named("dead-code", new DeadCode()),
            new Named("control-flow", new ControlFlow()));

    private static final List<Named> IMPROVE = List.of(
            new Named("fold", new Fold()),
            new Named("value-numbering", new ValueNumbering()),
            new Named("load-elimination", new LoadElimination()),
            new Named("range-checks", new RangeChecks()),
            new Named("dead-code", new DeadCode()),
            new Named("control-flow", new ControlFlow()));

    private static final List<Named> LOOPS = List.of(
            new Named("jump-threading", new JumpThreading()),
            new Named("promotion", new Promotion()),
            new Named("fold", new Fold()),
            new Named("control-flow", new ControlFlow()),
            new Named("jump-threading", new JumpThreading()),
            new Named("promotion", new Promotion()),
            new Named("fold", new Fold()),
            new Named("control-flow", new ControlFlow()),
            new Named("switch-formation", new SwitchFormation()),
            new Named("loop-inversion", new LoopInversion()),
            new Named("promotion", new Promotion()),
            new Named("control-flow", new ControlFlow()),
            new Named("fold", new Fold()),
            new Named("jump-threading", new JumpThreading()),
            new Named("promotion", new Promotion()),
            new Named("fold", new Fold()),
            new Named("control-flow", new ControlFlow()),
            new Named("constant-propagation", new ConstantPropagation()),
            new Named("dead-code", new DeadCode()),
            new Named("loop-invariants", new LoopInvariants()));

    /** What the passes above would find it harder to see through, or undo; so it waits until the function is in the place of all calls where it is wanted. */
    private static final List<Named> FINISH = List.of(
            new Named("strength-reduction", new StrengthReduction()),
            new Named("range-tests", new RangeTests()),
            new Named("if-conversion", new IfConversion()),
            new Named("check-merging", new CheckMerging()),
            new Named("fold", new Fold()),
            new Named("value-numbering", new ValueNumbering()),
            new Named("dead-code", new DeadCode()),
            new Named("store-merging", new StoreMerging()),
            new Named("tail-merging", new TailMerging()),
            new Named("control-flow", new ControlFlow()));

    private Passes() {
    }

    /** Optimises a program in place: each function after those that it calls, which may become part of it. */
    public static void run(Module module) {
        run(module, "");
    }

    /** The same, with what earlier programs left: functions of libraries that are finished. */
    public static void run(Module module, Finished finished) {
        run(module, "", finished);
    }

    /** The same, but each function stays as the pass of that name left it first; {@link #names} are the names. */
    public static void run(Module module, String last) {
        run(module, last, new Finished());
    }

    private static void run(Module module, String last, Finished finished) {
        CallGraph whole = new CallGraph(module);
        CallGraph graph = removeUnreached(module, whole) ? new CallGraph(module) : whole;
        Inlining inlining = new Inlining(module, graph);
        Finished.Session session = finished.new Session(module, graph);
        Map<String, Set<String>> settled = new HashMap<>();
        for (Function function : graph.bottomUp()) {
            Optional<Shape> shape = last.isEmpty() ? session.shape(function) : Optional.empty();
            if (shape.isEmpty() || !session.replace(function, shape.get())) {
                Set<String> of = new HashSet<>();
                if (all(inlining, function, of, last)) {
                    settled.put(function.name(), of);
                }
                session.done(function, shape);
            }
        }
        removeUnreached(module, new CallGraph(module));
        for (Function function : module.functions()) {
            if (last.isEmpty() ? !session.replaceLast(function) : settled.containsKey(function.name())) {
                all(FINISH, function, settled.getOrDefault(function.name(), new HashSet<>()), last);
                session.doneLast(function);
            }
        }
        module.functions().forEach(function -> Verifier.verify(function, "all passes"));
    }

    private static boolean all(Inlining inlining, Function function, Set<String> settled, String last) {
        return all(CONSTRUCT, function, settled, last) && inlined(inlining, function, settled, last) && all(IMPROVE, function, settled, last)
                && all(LOOPS, function, settled, last) && all(IMPROVE, function, settled, last);
    }

    /** Whether there was anything to remove. */
    private static boolean removeUnreached(Module module, CallGraph graph) {
        Set<String> reached = graph.reached();
        List<Function> unreached = module.functions().stream().filter(function -> !reached.contains(function.name())).toList();
        unreached.forEach(module::remove);
        return !unreached.isEmpty();
    }

    /** The pass of that name in the lists above. */
    static Optional<Pass> named(String name) {
        for (List<Named> list : List.of(CONSTRUCT, IMPROVE, LOOPS, FINISH)) {
            for (Named named : list) {
                if (named.name.equals(name)) {
                    return Optional.of(named.pass);
                }
            }
        }
        return Optional.empty();
    }

    /** All names that a pass has. */
    public static List<String> names() {
        return Stream.concat(Stream.of("inlining"), Stream.of(CONSTRUCT, IMPROVE, LOOPS, FINISH).flatMap(List::stream).map(Named::name)).distinct().toList();
    }

    /**
     * Runs the passes of a list on a function; whether to go on.
     *
     * @param settled the passes since whose last run the function has not changed
     */
    private static boolean all(List<Named> passes, Function function, Set<String> settled, String last) {
        for (Named named : passes) {
            if (!settled.contains(named.name)) {
                if (named.pass.run(function)) {
                    settled.clear();
                }
                settled.add(named.name);
                assert verified(function, named.name);
            }
            if (named.name.equals(last)) {
                return false;
            }
        }
        return true;
    }

    private static boolean inlined(Inlining inlining, Function function, Set<String> settled, String last) {
        boolean changed = inlining.run(function);
        if (changed) {
            settled.clear();
        }
        assert verified(function, "inlining");
        return !last.equals("inlining") && (!changed || all(CONSTRUCT, function, settled, last));
    }

    /** Where assertions are on, as in tests, each pass is verified; else only what comes out in the end. */
    private static boolean verified(Function function, String after) {
        Verifier.verify(function, after);
        return true;
    }
}
