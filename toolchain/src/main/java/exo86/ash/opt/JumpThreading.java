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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives each edge that brings a number, or something of which enough is known, to a block which only decides by it a copy of that block, whose way is then known. {@link ControlFlow} threads such edges itself
 * where nobody else reads what the block was brought; here the others do, so it goes through slots until {@link Promotion}. After inlining this turns
 * {@code fail} in the callee into a jump to the arm of the {@code match} on the error.
 */
final class JumpThreading implements Pass {
    private static final int MOST_INSTRUCTIONS = 2;

    /** An edge whose way behind the block is known: the edge of that number of a predecessor. */
    private record Known(Block predecessor, int edge) {
    }

    @Override
    public boolean run(Function function) {
        Dominators dominators = Dominators.of(function);
        Prover[] prover = new Prover[1];
        Map<Block, List<Known>> found = new LinkedHashMap<>();
        for (Block block : dominators.order()) {
            if (block != function.entry() && isWanted(block, dominators)) {
                List<Known> known = known(function, block, dominators, prover);
                if (!known.isEmpty()) {
                    found.put(block, known);
                }
            }
        }
        found.forEach((block, known) -> thread(function, block, known));
        return !found.isEmpty();
    }

    private static boolean isWanted(Block block, Dominators dominators) {
        if (decider(block) < 0 || dominators.predecessors(block).size() < 2) {
            return false;
        }
        long instructions = block.instructions().stream().filter(i -> !(i instanceof Instruction.Debug)).count();
        return instructions <= MOST_INSTRUCTIONS && block.instructions().stream().allMatch(i -> Effects.isSpeculative(i) || i instanceof Instruction.Debug);
    }

    /** Of a loop's header only edges from inside of the loop: the way in is {@link LoopInversion}'s. */
    private static List<Known> known(Function function, Block block, Dominators dominators, Prover[] prover) {
        List<Known> known = new ArrayList<>();
        int place = decider(block);
        List<Block> predecessors = dominators.predecessors(block).stream().distinct().toList();
        boolean header = predecessors.stream().anyMatch(p -> dominators.dominates(block, p));
        for (Block predecessor : predecessors) {
            if (header && !dominators.dominates(block, predecessor)) {
                continue;
            }
            List<Edge> edges = predecessor.terminator().edges();
            for (int i = 0; i < edges.size(); i++) {
                if (edges.get(i).block() == block) {
                    Operand brought = edges.get(i).arguments().get(place);
                    if (brought instanceof Constant ? !header : decided(function, block, brought, predecessor, dominators, prover)) {
                        known.add(new Known(predecessor, i));
                    }
                }
            }
        }
        return known;
    }

    /** Whether what is known of the value before says how the block decides. */
    private static boolean decided(Function function, Block block, Operand brought, Block predecessor, Dominators dominators, Prover[] prover) {
        if (!(block.terminator() instanceof Terminator.Branch branch) || branch.then().block() == branch.otherwise().block()) {
            return false;
        }
        if (prover[0] == null) {
            prover[0] = new Prover(function, dominators);
        }
        return prover[0].holds(branch.condition(), brought, branch.right(), predecessor, Integer.MAX_VALUE)
                || prover[0].holds(branch.condition().negate(), brought, branch.right(), predecessor, Integer.MAX_VALUE);
    }

    private static void thread(Function function, Block block, List<Known> known) {
        LoopInversion.demote(function, block);
        for (Known each : known) {
            List<Edge> edges = new ArrayList<>(each.predecessor.terminator().edges());
            Edge edge = edges.get(each.edge);
            if (edge.block() == block) {
                edges.set(each.edge, new Edge(copy(function, block), edge.arguments()));
                each.predecessor.end(each.predecessor.terminator().withEdges(edges));
            }
        }
    }

    private static Block copy(Function function, Block block) {
        BodyCopy copy = new BodyCopy(function);
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
