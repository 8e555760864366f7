package exo86.ash.opt;

import exo86.ash.ir.Block;
import exo86.ash.ir.Condition;
import exo86.ash.ir.Dominators;
import exo86.ash.ir.Edge;
import exo86.ash.ir.Function;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Operand;
import exo86.ash.ir.Terminator;
import exo86.ash.ir.UnaryOperator;
import java.util.ArrayList;
import java.util.List;

/** Drops checks, decides branches and comparisons and drops extensions that the {@link Prover} finds needless. */
final class RangeChecks implements Pass {
    @Override
    public boolean run(Function function) {
        Dominators dominators = Dominators.of(function);
        Prover prover = new Prover(function, dominators);
        Substitution substitution = new Substitution(function);
        List<Runnable> changes = new ArrayList<>();
        for (Block block : dominators.order()) {
            instructions(block, prover, substitution, changes);
            if (block.terminator() instanceof Terminator.Branch branch) {
                Edge only = decided(prover, branch, block);
                if (only != null) {
                    changes.add(() -> block.end(new Terminator.Jump(only, branch.at())));
                }
            }
        }
        changes.forEach(Runnable::run);
        substitution.apply(function);
        return !changes.isEmpty();
    }

    private static Edge decided(Prover prover, Terminator.Branch branch, Block block) {
        if (prover.holds(branch.condition(), branch.left(), branch.right(), block, Integer.MAX_VALUE)) {
            return branch.then();
        }
        return prover.holds(branch.condition().negate(), branch.left(), branch.right(), block, Integer.MAX_VALUE) ? branch.otherwise() : null;
    }

    /** Nothing changes while the prover still reads: a fact may come from a check that is itself needless. */
    private static void instructions(Block block, Prover prover, Substitution substitution, List<Runnable> changes) {
        List<Instruction> dropped = new ArrayList<>();
        for (int i = 0; i < block.instructions().size(); i++) {
            Instruction instruction = block.instructions().get(i);
            int at = i;
            boolean needless = switch (instruction) {
                case Instruction.Check check -> prover.holds(check.condition(), check.left(), check.right(), block, i);
                case Instruction.Compare compare -> {
                    boolean holds = prover.holds(compare.condition(), compare.left(), compare.right(), block, i);
                    boolean fails = !holds && prover.holds(compare.condition().negate(), compare.left(), compare.right(), block, i);
                    if (holds || fails) {
                        substitution.put(compare.result(), Operand.of(holds ? 1 : 0));
                    }
                    yield holds || fails;
                }
                case Instruction.Unary unary when (unary.operator() == UnaryOperator.ZX8 && prover.atMost(unary.operand(), 0xFF, block, at)
                        || unary.operator() == UnaryOperator.ZX16 && prover.atMost(unary.operand(), 0xFFFF, block, at)) -> {
                    substitution.put(unary.result(), unary.operand());
                    yield true;
                }
                case Instruction.Trapping trapping -> {
                    if (neverTraps(trapping, prover, block, i)) {
                        changes.add(() -> block.instructions().set(at, new Instruction.Binary(trapping.operator().wrapping(), trapping.result(), trapping.left(),
                                trapping.right(), trapping.at())));
                    }
                    yield false;
                }
                default -> false;
            };
            if (needless) {
                dropped.add(instruction);
            }
        }
        if (!dropped.isEmpty()) {
            changes.add(() -> block.instructions().removeIf(instruction -> dropped.stream().anyMatch(d -> d == instruction)));
        }
    }

    private static boolean neverTraps(Instruction.Trapping i, Prover prover, Block block, int index) {
        return switch (i.operator()) {
            case SUB_U -> prover.holds(Condition.UGE, i.left(), i.right(), block, index);
            case ADD_U -> i.right() instanceof exo86.ash.ir.Constant(int number) && prover.atMost(i.left(), Bits.MOST - Integer.toUnsignedLong(number), block, index);
            default -> false;
        };
    }
}
