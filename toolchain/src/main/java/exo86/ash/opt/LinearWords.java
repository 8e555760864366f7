package exo86.ash.opt;

import exo86.ash.ir.Block;
import exo86.ash.ir.Constant;
import exo86.ash.ir.Dominators;
import exo86.ash.ir.Edge;
import exo86.ash.ir.Function;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Operand;
import exo86.ash.ir.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The words of a loop that are linear in one of its counters, how much the counters grow in each turn, and who wants these words: other such words, which
 * may then go too, or the rest of the program.
 */
final class LinearWords {
    private final Loops.Loop loop;
    private final Set<Value> inside = new HashSet<>();
    private final Map<Value, LinearForm> forms = new LinkedHashMap<>();
    private final Map<Value, Instruction.Binary> definitions = new HashMap<>();
    private final Map<Value, Block> homes = new HashMap<>();
    private final Map<Value, Integer> growths = new HashMap<>();
    /** Of each word with a form: the words with forms that are made of it, and whether anything else wants it, as an address or as such. */
    private final Map<Value, Set<Value>> parts = new HashMap<>();
    private final Set<Value> addresses = new HashSet<>();
    private final Set<Value> wanted = new HashSet<>();

    LinearWords(Function function, Loops.Loop loop, Dominators dominators) {
        this.loop = loop;
        for (Block block : loop.blocks()) {
            inside.addAll(block.parameters());
            block.instructions().forEach(instruction -> inside.addAll(instruction.results()));
            inside.addAll(block.terminator().results());
        }
        loop.header().parameters().forEach(parameter -> forms.put(parameter, LinearForm.of(parameter)));
        dominators.order().stream().filter(loop::contains).forEach(this::findForms);
        loop.header().parameters().forEach(this::findGrowth);
        forms.values().removeIf(form -> !growths.containsKey(form.induction().orElseThrow()));
        if (definitions.keySet().stream().anyMatch(forms::containsKey)) {
            function.blocks().forEach(this::findUses);
        }
    }

    LinearForm form(Value value) {
        return forms.get(value);
    }

    Instruction.Binary definition(Value value) {
        return definitions.get(value);
    }

    Block home(Value value) {
        return homes.get(value);
    }

    /** By how much a counter grows in each turn, not 0. */
    int growth(Value induction) {
        return growths.get(induction);
    }

    /** It is where loads and stores go, and nothing else but that and other linear words wants it. */
    boolean isAddress(Value value) {
        return addresses.contains(value);
    }

    /** Something in the loop defines it. */
    boolean isInside(Value value) {
        return inside.contains(value);
    }

    /** A value that was made in the loop. */
    void addInside(Value value) {
        inside.add(value);
    }

    /** Whether an operation is the counter's own step, or another number away from it. */
    boolean isStepOf(Value induction, Instruction instruction) {
        LinearForm form = instruction.results().isEmpty() ? null : forms.get(instruction.results().getFirst());
        return form != null && form.isParallel(LinearForm.of(induction));
    }

    private void findForms(Block block) {
        for (Instruction instruction : block.instructions()) {
            if (instruction instanceof Instruction.Binary binary) {
                form(binary).filter(form -> !form.isInvariant()).ifPresent(form -> {
                    forms.put(binary.result(), form);
                    definitions.put(binary.result(), binary);
                    homes.put(binary.result(), block);
                });
            }
        }
    }

    private Optional<LinearForm> form(Instruction.Binary i) {
        Optional<LinearForm> left = form(i.left());
        Optional<LinearForm> right = form(i.right());
        if (left.isEmpty() || right.isEmpty()) {
            return Optional.empty();
        }
        return switch (i.operator()) {
            case ADD -> left.get().plus(right.get(), 1);
            case SUB -> left.get().plus(right.get(), -1);
            case SHL -> i.right() instanceof Constant(int count) ? left.get().times(1 << count) : Optional.empty();
            case MUL -> i.right() instanceof Constant(int number) ? left.get().times(number)
                    : i.right() instanceof Value value && right.get().isInvariant() ? left.get().times(value)
                    : i.left() instanceof Value value && left.get().isInvariant() ? right.get().times(value) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private Optional<LinearForm> form(Operand operand) {
        return operand instanceof Value value && inside.contains(value) ? Optional.ofNullable(forms.get(value)) : Optional.of(LinearForm.invariant(operand));
    }

    /** By how much a parameter of the header grows in each turn, if that is the same number in all. */
    private void findGrowth(Value parameter) {
        int place = loop.header().parameters().indexOf(parameter);
        Set<Integer> found = new HashSet<>();
        for (Block latch : loop.latches()) {
            for (Edge edge : latch.terminator().edges()) {
                if (edge.block() == loop.header()) {
                    LinearForm next = edge.arguments().get(place) instanceof Value value ? forms.get(value) : null;
                    boolean counts = next != null && next.isParallel(LinearForm.of(parameter));
                    found.add(counts ? next.constant() : 0);
                }
            }
        }
        if (found.size() == 1 && !found.contains(0)) {
            growths.put(parameter, found.iterator().next());
        }
    }

    // Uses

    private void findUses(Block block) {
        for (Instruction instruction : block.instructions()) {
            boolean linear = instruction instanceof Instruction.Binary binary && forms.containsKey(binary.result());
            for (Operand operand : instruction.operands()) {
                if (linear && operand instanceof Value value) {
                    parts.computeIfAbsent(value, v -> new HashSet<>()).add(instruction.results().getFirst());
                } else if (operand instanceof Value value && forms.containsKey(value)) {
                    wanted.add(value);
                }
            }
            switch (instruction) {
                case Instruction.Load load when load.base() instanceof Value value -> addresses.add(value);
                case Instruction.Store store when store.base() instanceof Value value && !value.equals(store.value()) -> addresses.add(value);
                default -> {
                }
            }
        }
        note(block.terminator().operands());
        block.terminator().edges().forEach(edge -> note(edge.arguments()));
    }

    private void note(List<Operand> operands) {
        for (Operand operand : operands) {
            if (operand instanceof Value value) {
                wanted.add(value);
                addresses.remove(value);
            }
        }
    }

    /** The words that are wanted as such, those together that are always equally far apart. */
    List<List<Value>> groups() {
        List<List<Value>> groups = new ArrayList<>();
        for (Value value : definitions.keySet().stream().sorted(Comparator.comparingInt(Value::id)).toList()) {
            LinearForm form = forms.get(value);
            if (form == null || !wanted.contains(value) || !form.isComputable() || form.factor() == 1 && form.by().isEmpty()) {
                continue;
            }
            groups.stream().filter(group -> forms.get(group.getFirst()).isParallel(form)).findFirst().orElseGet(() -> {
                groups.add(new ArrayList<>());
                return groups.getLast();
            }).add(value);
        }
        return groups;
    }

    /** What nobody would want any more without these. */
    Set<Value> dying(List<Value> group) {
        Set<Value> dying = new HashSet<>(group);
        Deque<Value> open = new ArrayDeque<>(group);
        while (!open.isEmpty()) {
            for (Operand operand : definitions.get(open.pop()).operands()) {
                if (operand instanceof Value value && definitions.containsKey(value) && !wanted.contains(value)
                        && dying.containsAll(parts.getOrDefault(value, Set.of())) && dying.add(value)) {
                    open.push(value);
                }
            }
        }
        return dying;
    }

    void drop(Value value) {
        definitions.remove(value);
        forms.remove(value);
        parts.values().forEach(users -> users.remove(value));
    }
}
