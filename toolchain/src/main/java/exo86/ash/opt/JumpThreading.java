package exo86.ash.opt;

import exo86.ash.ir.Block;
import exo86.ash.ir.Constant;
import exo86.ash.ir.Dominators;
import exo86.ash.ir.Edge;
import exo86.ash.ir.Function;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Operand;
import exo86.ash.ir.Terminator;
import exo86.ash.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives each edge that brings a number to a block which only decides by it a copy of that block, whose way is then known. {@link ControlFlow} threads such edges itself
 * where nobody else reads what the block was brought; here the others do, so it goes through slots until {@link Promotion}. After inlining this turns
 * {@code fail} in the callee into a jump to the arm of the {@code match} on the error.
 */
final class JumpThreading implements Pass {
    private static final int MOST_INSTRUCTIONS = 2;

    @Override
    public boolean run(Function function) {
        boolean changed = false;
        Dominators dominators = Dominators.of(function);
        for (Block block : dominators.order()) {
            changed |= block != function.entry() && thread(function, block, dominators);
        }
        return changed;
    }

    private static boolean thread(Function function, Block block, Dominators dominators) {
        int place = decider(block);
        List<Block> predecessors = dominators.predecessors(block);
        if (place < 0 || predecessors.size() < 2 || predecessors.stream().anyMatch(p -> dominators.dominates(block, p))) {
            return false;
        }
        long instructions = block.instructions().stream().filter(i -> !(i instanceof Instruction.Debug)).count();
        if (instructions > MOST_INSTRUCTIONS || !block.instructions().stream().allMatch(i -> Effects.isSpeculative(i) || i instanceof Instruction.Debug)) {
            return false;
        }
        boolean known = predecessors.stream().flatMap(p -> p.terminator().edges().stream())
                .anyMatch(edge -> edge.block() == block && edge.arguments().get(place) instanceof Constant);
        if (!known) {
            return false;
        }
        LoopInversion.demote(function, block);
        for (Block predecessor : predecessors) {
            List<Edge> edges = new ArrayList<>();
            for (Edge edge : predecessor.terminator().edges()) {
                boolean copies = edge.block() == block && edge.arguments().get(place) instanceof Constant;
                edges.add(copies ? new Edge(copy(function, block), edge.arguments()) : edge);
            }
            predecessor.end(predecessor.terminator().withEdges(edges));
        }
        return true;
    }

    private static Block copy(Function function, Block block) {
        BodyCopy copy = new BodyCopy(function, true);
        copy.copy(List.of(block));
        return copy.of(block);
    }

    /** Which parameter the block decides by, compared with a number; -1 if none. */
    private static int decider(Block block) {
        Operand value = switch (block.terminator()) {
            case Terminator.Branch branch when branch.right() instanceof Constant -> branch.left();
            case Terminator.Switch choice -> choice.value();
            default -> Operand.of(0);
        };
        return value instanceof Value parameter ? block.parameters().indexOf(parameter) : -1;
    }
}
