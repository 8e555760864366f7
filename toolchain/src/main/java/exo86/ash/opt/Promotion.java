package exo86.ash.opt;

import exo86.ash.ir.Block;
import exo86.ash.ir.Dominators;
import exo86.ash.ir.Edge;
import exo86.ash.ir.Function;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Operand;
import exo86.ash.ir.Position;
import exo86.ash.ir.Slot;
import exo86.ash.ir.SlotAddress;
import exo86.ash.ir.UnaryOperator;
import exo86.ash.ir.Value;
import exo86.ash.ir.Width;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes values of slots that are only loaded and stored as a whole: SSA construction after Cytron et al., with parameters only in the blocks of the iterated
 * dominance frontier where the slot is still read. A narrow slot holds the low bytes of its value; loading extends them. What was never stored reads as 0.
 */
final class Promotion implements Pass {
    @Override
    public boolean run(Function function) {
        Map<Slot, Integer> slots = promotable(function);
        if (slots.isEmpty()) {
            return false;
        }
        new Construction(function, slots).run();
        return true;
    }

    private static Map<Slot, Integer> promotable(Function function) {
        Map<Slot, Integer> sizes = new LinkedHashMap<>();
        function.slots().forEach(slot -> sizes.put(slot, slot.size()));
        Set<Slot> spoilt = new LinkedHashSet<>();
        for (Block block : function.blocks()) {
            for (Instruction instruction : block.instructions()) {
                switch (instruction) {
                    case Instruction.Load load when !load.isVolatile() -> access(load.base(), load.offset(), load.width(), spoilt);
                    case Instruction.Store store when !store.isVolatile() -> {
                        access(store.base(), store.offset(), store.width(), spoilt);
                        spoil(store.value(), spoilt);
                    }
                    default -> instruction.operands().forEach(operand -> spoil(operand, spoilt));
                }
            }
            block.terminator().operands().forEach(operand -> spoil(operand, spoilt));
            for (Edge edge : block.terminator().edges()) {
                edge.arguments().forEach(operand -> spoil(operand, spoilt));
            }
        }
        sizes.keySet().removeAll(spoilt);
        int number = 0;
        for (Map.Entry<Slot, Integer> entry : sizes.entrySet()) {
            entry.setValue(number++);
        }
        return sizes;
    }

    private static void access(Operand base, int offset, Width width, Set<Slot> spoilt) {
        if (base instanceof SlotAddress(Slot slot, int addend) && (addend + offset != 0 || width.bytes() != slot.size())) {
            spoilt.add(slot);
        }
    }

    private static void spoil(Operand operand, Set<Slot> spoilt) {
        if (operand instanceof SlotAddress(Slot slot, int addend)) {
            spoilt.add(slot);
        }
    }

    private static final class Construction {
        private final Function function;
        private final Map<Slot, Integer> slots;
        private final Dominators dominators;
        private final Map<Slot, List<Function.Home>> homes = new HashMap<>();
        /** By block: the slots that its parameters stand for, in the order of the parameters that were added. */
        private final Map<Block, List<Slot>> added = new HashMap<>();
        private final Substitution substitution;

        Construction(Function function, Map<Slot, Integer> slots) {
            this.function = function;
            this.slots = slots;
            dominators = Dominators.of(function);
            substitution = new Substitution(function);
            for (Function.Home home : function.homes()) {
                if (slots.containsKey(home.slot())) {
                    homes.computeIfAbsent(home.slot(), s -> new ArrayList<>()).add(home);
                }
            }
        }

        void run() {
            function.blocks().removeIf(block -> !dominators.reached(block));
            placeParameters();
            rename();
            substitution.apply(function);
            function.homes().removeIf(home -> slots.containsKey(home.slot()));
            function.slots().removeIf(slots::containsKey);
            DebugWords.forgetSlots(function);
        }

        private int number(Operand base) {
            return base instanceof SlotAddress(Slot slot, int addend) ? slots.getOrDefault(slot, -1) : -1;
        }

        private void placeParameters() {
            List<List<Block>> frontiers = frontiers();
            int count = slots.size();
            List<Set<Block>> stores = new ArrayList<>();
            List<Set<Block>> liveIn = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                stores.add(new LinkedHashSet<>());
                liveIn.add(new LinkedHashSet<>());
            }
            for (Block block : dominators.order()) {
                for (Instruction instruction : block.instructions()) {
                    if (instruction instanceof Instruction.Store store && number(store.base()) >= 0) {
                        stores.get(number(store.base())).add(block);
                    } else if (instruction instanceof Instruction.Load load && number(load.base()) >= 0
                            && !stores.get(number(load.base())).contains(block)) {
                        liveIn.get(number(load.base())).add(block);
                    }
                }
            }
            for (Map.Entry<Slot, Integer> slot : slots.entrySet()) {
                Set<Block> live = live(liveIn.get(slot.getValue()), stores.get(slot.getValue()));
                Deque<Block> open = new ArrayDeque<>(stores.get(slot.getValue()));
                while (!open.isEmpty()) {
                    for (Block join : frontiers.get(dominators.place(open.pop()))) {
                        List<Slot> parameters = added.computeIfAbsent(join, b -> new ArrayList<>());
                        if (live.contains(join) && !parameters.contains(slot.getKey())) {
                            parameters.add(slot.getKey());
                            open.push(join);
                        }
                    }
                }
            }
        }

        /** The blocks at whose start the slot will still be read. */
        private Set<Block> live(Set<Block> readFirst, Set<Block> stored) {
            Set<Block> live = new LinkedHashSet<>(readFirst);
            Deque<Block> open = new ArrayDeque<>(readFirst);
            while (!open.isEmpty()) {
                for (Block predecessor : dominators.predecessors(open.pop())) {
                    if (!stored.contains(predecessor) && live.add(predecessor)) {
                        open.push(predecessor);
                    }
                }
            }
            return live;
        }

        private List<List<Block>> frontiers() {
            List<List<Block>> frontiers = new ArrayList<>();
            dominators.order().forEach(block -> frontiers.add(new ArrayList<>()));
            for (Block block : dominators.order()) {
                List<Block> predecessors = dominators.predecessors(block);
                if (predecessors.size() < 2 && block != function.entry()) {
                    continue;
                }
                for (Block predecessor : predecessors) {
                    Block at = predecessor;
                    while (at != dominators.immediate(block)) {
                        List<Block> frontier = frontiers.get(dominators.place(at));
                        if (!frontier.contains(block)) {
                            frontier.add(block);
                        }
                        at = dominators.immediate(at);
                    }
                }
            }
            return frontiers;
        }

        private record Visit(Block block, Operand[] current) {
        }

        /** Walks the dominator tree with what each slot holds. */
        private void rename() {
            Operand[] nothing = new Operand[slots.size()];
            java.util.Arrays.fill(nothing, Operand.of(0));
            Deque<Visit> open = new ArrayDeque<>();
            open.push(new Visit(function.entry(), nothing));
            while (!open.isEmpty()) {
                Visit visit = open.pop();
                Operand[] current = visit.current.clone();
                rename(visit.block, current);
                dominators.children(visit.block).reversed().forEach(child -> open.push(new Visit(child, current)));
            }
        }

        private void rename(Block block, Operand[] current) {
            List<Instruction> rewritten = new ArrayList<>();
            for (Slot slot : added.getOrDefault(block, List.of())) {
                Value parameter = function.newValue();
                block.parameters().add(parameter);
                current[slots.get(slot)] = parameter;
                tell(slot, parameter, block.terminator().at(), rewritten);
            }
            for (Instruction instruction : block.instructions()) {
                if (instruction instanceof Instruction.Load load && number(load.base()) >= 0) {
                    Operand held = current[number(load.base())];
                    if (load.width() == Width.WORD) {
                        substitution.put(load.result(), held);
                    } else {
                        rewritten.add(new Instruction.Unary(extension(load.width()), load.result(), held, load.at()));
                    }
                } else if (instruction instanceof Instruction.Store store && number(store.base()) >= 0) {
                    current[number(store.base())] = store.value();
                    tell(((SlotAddress) store.base()).slot(), store.value(), store.at(), rewritten);
                } else {
                    rewritten.add(instruction);
                }
            }
            block.replaceInstructions(rewritten);
            List<Edge> edges = new ArrayList<>();
            boolean changed = false;
            for (Edge edge : block.terminator().edges()) {
                List<Operand> arguments = new ArrayList<>(edge.arguments());
                for (Slot slot : added.getOrDefault(edge.block(), List.of())) {
                    arguments.add(current[slots.get(slot)]);
                    changed = true;
                }
                edges.add(new Edge(edge.block(), arguments));
            }
            if (changed) {
                block.end(block.terminator().withEdges(edges));
            }
        }

        private void tell(Slot slot, Operand value, Position at, List<Instruction> into) {
            for (Function.Home home : homes.getOrDefault(slot, List.of())) {
                into.add(new Instruction.Debug(home.variable(), home.offset(), Optional.of(value), at));
            }
        }
    }

    static UnaryOperator extension(Width width) {
        return switch (width) {
            case U8 -> UnaryOperator.ZX8;
            case S8 -> UnaryOperator.SX8;
            case U16 -> UnaryOperator.ZX16;
            case S16 -> UnaryOperator.SX16;
            case WORD -> throw new IllegalArgumentException("a word is not extended");
        };
    }
}
