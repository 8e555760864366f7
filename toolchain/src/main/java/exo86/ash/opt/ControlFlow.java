package exo86.ash.opt;

import exo86.ash.ir.Block;
import exo86.ash.ir.Constant;
import exo86.ash.ir.Edge;
import exo86.ash.ir.Function;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Operand;
import exo86.ash.ir.Terminator;
import exo86.ash.ir.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Makes the graph of blocks small: decided branches become jumps, a block and its only successor become one, empty blocks are skipped, and a branch
 * on what an edge brings as a number is taken by that edge itself (jump threading). Repeats until nothing changes.
 */
final class ControlFlow implements Pass {
    @Override
    public boolean run(Function function) {
        boolean changed = false;
        boolean again = true;
        while (again) {
            again = false;
            for (Block block : function.blocks()) {
                again |= decide(block);
            }
            again |= removeUnreached(function);
            again |= merge(function);
            again |= skip(function);
            changed |= again;
        }
        return changed;
    }

    /** A terminator whose way is known becomes a jump; ways to nowhere are taken out. */
    private static boolean decide(Block block) {
        Terminator before = block.terminator();
        Terminator after = switch (before) {
            case Terminator.Branch branch -> decided(branch);
            case Terminator.Switch choice -> decided(choice);
            default -> before;
        };
        block.end(after);
        return after != before;
    }

    private static Terminator decided(Terminator.Branch branch) {
        if (branch.left() instanceof Constant(int a) && branch.right() instanceof Constant(int b)) {
            return new Terminator.Jump(branch.condition().holds(a, b) ? branch.then() : branch.otherwise(), branch.at());
        }
        if (branch.then().equals(branch.otherwise()) || isNowhere(branch.otherwise())) {
            return new Terminator.Jump(branch.then(), branch.at());
        }
        return isNowhere(branch.then()) ? new Terminator.Jump(branch.otherwise(), branch.at()) : branch;
    }

    private static Terminator decided(Terminator.Switch choice) {
        if (choice.value() instanceof Constant(int value)) {
            return new Terminator.Jump(choice.to(value), choice.at());
        }
        return choice.cases().isEmpty() ? new Terminator.Jump(choice.otherwise(), choice.at()) : choice;
    }

    private static boolean isNowhere(Edge edge) {
        return edge.block().terminator() instanceof Terminator.Unreachable && edge.block().instructions().isEmpty();
    }

    static boolean removeUnreached(Function function) {
        boolean[] reached = new boolean[function.blockCount()];
        Deque<Block> open = new ArrayDeque<>();
        open.add(function.entry());
        reached[function.entry().id()] = true;
        while (!open.isEmpty()) {
            for (Edge edge : open.pop().terminator().edges()) {
                if (!reached[edge.block().id()]) {
                    reached[edge.block().id()] = true;
                    open.add(edge.block());
                }
            }
        }
        return function.blocks().removeIf(block -> !reached[block.id()]);
    }

    /** By block: how many edges lead there. */
    static int[] predecessors(Function function) {
        int[] counts = new int[function.blockCount()];
        for (Block block : function.blocks()) {
            for (Edge edge : block.terminator().edges()) {
                counts[edge.block().id()]++;
            }
        }
        return counts;
    }

    /** A block and its only successor, which nobody else goes to, become one. */
    static boolean merge(Function function) {
        int[] predecessors = predecessors(function);
        Substitution substitution = new Substitution(function);
        boolean[] gone = new boolean[function.blockCount()];
        boolean changed = false;
        for (Block block : function.blocks()) {
            while (!gone[block.id()] && block.terminator() instanceof Terminator.Jump(Edge(Block next, List<Operand> arguments), var at)
                    && predecessors[next.id()] == 1 && next != block) {
                for (int i = 0; i < arguments.size(); i++) {
                    substitution.put(next.parameters().get(i), arguments.get(i));
                }
                block.instructions().addAll(next.instructions());
                block.end(next.terminator());
                gone[next.id()] = true;
                changed = true;
            }
        }
        function.blocks().removeIf(block -> gone[block.id()]);
        substitution.apply(function);
        return changed;
    }

    /** Edges to blocks that do nothing but go on go on themselves. */
    private static boolean skip(Function function) {
        Outside outside = new Outside(function);
        boolean changed = false;
        for (Block block : function.blocks()) {
            List<Edge> edges = new ArrayList<>();
            boolean moved = false;
            for (Edge edge : block.terminator().edges()) {
                Edge to = edge;
                for (int steps = 0; steps < 8; steps++) {
                    Optional<Edge> next = beyond(to, block, outside);
                    if (next.isEmpty()) {
                        break;
                    }
                    DebugWords.passedBy(to.block(), next.get().block());
                    to = next.get();
                    moved = true;
                }
                edges.add(to);
            }
            if (moved) {
                block.end(block.terminator().withEdges(edges));
                changed = true;
            }
        }
        return changed;
    }

    /** Where an edge goes in the end, if its block does nothing for it and nobody else needs what the block defines. */
    private static Optional<Edge> beyond(Edge edge, Block from, Outside outside) {
        Block block = edge.block();
        for (Instruction instruction : block.instructions()) {
            if (!(instruction instanceof Instruction.Debug)) {
                return Optional.empty();
            }
        }
        Edge next = switch (block.terminator()) {
            case Terminator.Jump jump -> jump.to();
            case Terminator.Branch branch when mapped(branch.left(), edge) instanceof Constant(int a) && mapped(branch.right(), edge) instanceof Constant(int b) ->
                branch.condition().holds(a, b) ? branch.then() : branch.otherwise();
            case Terminator.Switch choice when mapped(choice.value(), edge) instanceof Constant(int value) -> choice.to(value);
            default -> edge;
        };
        if (next == edge || next.block() == block || block == from) {
            return Optional.empty();
        }
        for (Value parameter : block.parameters()) {
            if (outside.contains(parameter)) {
                return Optional.empty();
            }
        }
        return Optional.of(new Edge(next.block(), next.arguments().stream().map(operand -> mapped(operand, edge)).toList()));
    }

    private static Operand mapped(Operand operand, Edge edge) {
        int place = operand instanceof Value ? edge.block().parameters().indexOf(operand) : -1;
        return place < 0 ? operand : edge.arguments().get(place);
    }
}
