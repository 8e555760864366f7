package exo86.ash.opt;

import exo86.ash.ir.Block;
import exo86.ash.ir.Datum;
import exo86.ash.ir.Edge;
import exo86.ash.ir.Function;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Invocation;
import exo86.ash.ir.Module;
import exo86.ash.ir.Operand;
import exo86.ash.ir.SymbolAddress;
import exo86.ash.ir.Terminator;
import exo86.ash.tree.Function.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who calls whom, how often, and whose address is known elsewhere. */
final class CallGraph {
    private final Module module;
    private final Map<String, Set<String>> callees = new LinkedHashMap<>();
    private final Map<String, Integer> calls = new HashMap<>();
    private final Map<String, Site> sites = new HashMap<>();
    private final Map<Function, Loops> loops = new HashMap<>();
    private final Set<String> referred = new HashSet<>();
    private final List<Function> bottomUp = new ArrayList<>();
    private final Set<String> recursive = new HashSet<>();
    private final Map<String, Integer> order = new HashMap<>();
    private final Map<String, Integer> low = new HashMap<>();
    private final Deque<String> open = new ArrayDeque<>();
    private final Set<String> inCircle = new HashSet<>();

    /** Where a call stands. */
    private record Site(Function caller, Block block) {
    }

    CallGraph(Module module) {
        this.module = module;
        module.functions().forEach(this::scan);
        for (Datum datum : module.data()) {
            datum.image().addresses().forEach(address -> referred.add(address.symbol()));
        }
        module.program().ifPresent(program -> {
            for (exo86.ash.tree.Function function : program.functions()) {
                function.assembly().ifPresent(assembly -> referred.addAll(List.of(assembly.text().split("[^A-Za-z0-9_.$]+"))));
            }
            program.entry().ifPresent(entry -> referred.add(entry.linkName()));
            program.panic().ifPresent(panic -> referred.add(panic.linkName()));
        });
    }

    /** Finds the circles and the order, when they are first asked for. */
    private void arrange() {
        if (order.isEmpty()) {
            for (Function function : module.functions()) {
                if (!order.containsKey(function.name())) {
                    visit(function.name());
                }
            }
        }
    }

    static List<Invocation> calls(Block block) {
        List<Invocation> found = new ArrayList<>();
        for (Instruction instruction : block.instructions()) {
            if (instruction instanceof Instruction.Call call) {
                found.add(call.call());
            }
        }
        if (block.terminator() instanceof Terminator.Attempt attempt) {
            found.add(attempt.call());
        }
        return found;
    }

    private void scan(Function function) {
        Set<String> called = callees.computeIfAbsent(function.name(), n -> new LinkedHashSet<>());
        for (Block block : function.blocks()) {
            for (Invocation call : calls(block)) {
                call.callee().ifPresent(name -> {
                    called.add(name);
                    calls.merge(name, 1, Integer::sum);
                    sites.put(name, new Site(function, block));
                });
            }
            for (Instruction instruction : block.instructions()) {
                refer(instruction.operands());
            }
            refer(block.terminator().operands());
            for (Edge edge : block.terminator().edges()) {
                refer(edge.arguments());
            }
        }
    }

    private void refer(List<Operand> operands) {
        for (Operand operand : operands) {
            if (operand instanceof SymbolAddress(String symbol, int addend)) {
                referred.add(symbol);
            }
        }
    }

    /** Tarjan's algorithm: a circle of calls is finished after all that it calls. */
    private void visit(String name) {
        order.put(name, order.size());
        low.put(name, order.get(name));
        open.push(name);
        inCircle.add(name);
        for (String callee : callees.getOrDefault(name, Set.of())) {
            if (module.function(callee).isEmpty()) {
                continue;
            }
            if (!order.containsKey(callee)) {
                visit(callee);
                low.merge(name, low.get(callee), Math::min);
            } else if (inCircle.contains(callee)) {
                low.merge(name, order.get(callee), Math::min);
            }
        }
        if (low.get(name).equals(order.get(name))) {
            List<String> circle = new ArrayList<>();
            String member;
            do {
                member = open.pop();
                circle.add(member);
                inCircle.remove(member);
            } while (!member.equals(name));
            if (circle.size() > 1 || callees.get(name).contains(name)) {
                recursive.addAll(circle);
            }
            circle.forEach(one -> bottomUp.add(module.function(one).orElseThrow()));
        }
    }

    /** Callees before callers, as far as there are no circles. */
    List<Function> bottomUp() {
        arrange();
        return bottomUp;
    }

    boolean isRecursive(String function) {
        arrange();
        return recursive.contains(function);
    }

    /** How many calls of it stand in the program. */
    int calls(String function) {
        return calls.getOrDefault(function, 0);
    }

    /** The only call of it stands in a loop, or in a function of which that is true. Asked of a function before its callers have changed. */
    boolean runsInLoop(Function function) {
        Function at = function;
        for (int steps = 0; steps < 4 && calls(at.name()) == 1 && !isKept(at); steps++) {
            Site site = sites.get(at.name());
            if (loops.computeIfAbsent(site.caller, Loops::of).depth(site.block) > 0) {
                return true;
            }
            at = site.caller;
        }
        return false;
    }

    /** It must stay as it is: others know its address or name. */
    boolean isKept(Function function) {
        return referred.contains(function.name()) || function.source().map(source -> source.placement().keep() || source.placement().exported()
                || source.kind() == Kind.INTERRUPT || source.kind() == Kind.C_EXPORT).orElse(true);
    }

    /** The functions that are kept and all that they call, directly or not. */
    Set<String> reached() {
        Set<String> reached = new HashSet<>();
        Deque<String> next = new ArrayDeque<>();
        for (Function function : module.functions()) {
            if (isKept(function) && reached.add(function.name())) {
                next.push(function.name());
            }
        }
        while (!next.isEmpty()) {
            for (String callee : callees.getOrDefault(next.pop(), Set.of())) {
                if (reached.add(callee)) {
                    next.push(callee);
                }
            }
        }
        return reached;
    }
}
