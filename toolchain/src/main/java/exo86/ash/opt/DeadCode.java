package exo86.ash.opt;

import exo86.ash.ir.Block;
import exo86.ash.ir.Edge;
import exo86.ash.ir.Function;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Operand;
import exo86.ash.ir.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Drops what nobody needs: marks what does something, then all that this reads, back to the beginning (so that values that only circle
 * around a loop go too), and removes the rest, parameters of blocks with their arguments included.
 */
final class DeadCode implements Pass {
    @Override
    public boolean run(Function function) {
        return new Marking(function).sweep();
    }

    private static final class Marking {
        private final Function function;
        private final boolean[] live;
        private final Instruction[] definition;
        private final Block[] parameterOf;
        private final Map<Block, List<Edge>> incoming = new HashMap<>();
        private final Deque<Value> open = new ArrayDeque<>();

        Marking(Function function) {
            this.function = function;
            live = new boolean[function.valueCount()];
            definition = new Instruction[function.valueCount()];
            parameterOf = new Block[function.valueCount()];
            for (Block block : function.blocks()) {
                block.parameters().forEach(value -> parameterOf[value.id()] = block);
                for (Instruction instruction : block.instructions()) {
                    instruction.results().forEach(value -> definition[value.id()] = instruction);
                }
                for (Edge edge : block.terminator().edges()) {
                    incoming.computeIfAbsent(edge.block(), b -> new ArrayList<>()).add(edge);
                }
            }
            for (Block block : function.blocks()) {
                for (Instruction instruction : block.instructions()) {
                    if (!Effects.isRemovable(instruction)) {
                        need(instruction.operands());
                    }
                }
                need(block.terminator().operands());
            }
            function.parameters().forEach(this::need);
            while (!open.isEmpty()) {
                reached(open.pop());
            }
        }

        private void need(List<? extends Operand> operands) {
            operands.forEach(this::need);
        }

        private void need(Operand operand) {
            if (operand instanceof Value value && !live[value.id()]) {
                live[value.id()] = true;
                open.push(value);
            }
        }

        private void reached(Value value) {
            if (definition[value.id()] != null) {
                need(definition[value.id()].operands());
            } else if (parameterOf[value.id()] != null) {
                int place = parameterOf[value.id()].parameters().indexOf(value);
                incoming.getOrDefault(parameterOf[value.id()], List.of()).forEach(edge -> need(edge.arguments().get(place)));
            }
        }

        private boolean isDead(Instruction instruction) {
            if (!Effects.isRemovable(instruction)) {
                return false;
            }
            for (Value result : instruction.results()) {
                if (live[result.id()]) {
                    return false;
                }
            }
            return true;
        }

        boolean sweep() {
            boolean changed = false;
            for (Block block : function.blocks()) {
                changed |= block.instructions().removeIf(this::isDead);
                changed |= forget(block.instructions());
                changed |= dropArguments(block);
            }
            for (Block block : function.blocks()) {
                if (block != function.entry()) {
                    block.parameters().removeIf(value -> !live[value.id()]);
                }
            }
            return changed;
        }

        /** The debugger's words keep nothing alive; parameters that die are none any more. */
        private boolean forget(List<Instruction> instructions) {
            boolean changed = false;
            for (int i = 0; i < instructions.size(); i++) {
                if (instructions.get(i) instanceof Instruction.Debug debug && debug.value().isPresent() && debug.value().get() instanceof Value value
                        && !live[value.id()] && (definition[value.id()] != null || parameterOf[value.id()] != null)) {
                    instructions.set(i, debug.lost());
                    changed = true;
                }
            }
            return changed;
        }

        private boolean dropArguments(Block block) {
            List<Edge> edges = new ArrayList<>();
            boolean changed = false;
            for (Edge edge : block.terminator().edges()) {
                List<Operand> kept = new ArrayList<>();
                for (int i = 0; i < edge.arguments().size(); i++) {
                    if (edge.block() == function.entry() || live[edge.block().parameters().get(i).id()]) {
                        kept.add(edge.arguments().get(i));
                    }
                }
                changed |= kept.size() != edge.arguments().size();
                edges.add(kept.size() == edge.arguments().size() ? edge : new Edge(edge.block(), kept));
            }
            if (changed) {
                block.end(block.terminator().withEdges(edges));
            }
            return changed;
        }
    }
}
