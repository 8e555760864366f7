package exo86.ash.opt;

import exo86.ash.ir.Block;
import exo86.ash.ir.Condition;
import exo86.ash.ir.Constant;
import exo86.ash.ir.Dominators;
import exo86.ash.ir.Edge;
import exo86.ash.ir.Function;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Operand;
import exo86.ash.ir.Terminator;
import exo86.ash.ir.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes one switch of a chain of blocks that compare one value with number after number. Where a proof says how large the value can get, the few numbers
 * that are missing become cases too, and nothing is left for the default: a table then needs no test of the range.
 */
final class SwitchFormation implements Pass {
    private static final int LEAST_CASES = 5;
    private static final int MOST_MISSING = 8;
    private static final int LARGEST_TABLE = 256;

    /** One comparison of the chain. */
    private record Link(Operand value, int number, Edge equal, Edge other) {
    }

    @Override
    public boolean run(Function function) {
        Dominators dominators = Dominators.of(function);
        Set<Block> used = new HashSet<>();
        List<Block> formed = new ArrayList<>();
        for (Block block : dominators.order()) {
            if (!used.contains(block) && form(block, dominators, used)) {
                formed.add(block);
            }
        }
        if (formed.isEmpty()) {
            return false;
        }
        ControlFlow.removeUnreached(function);
        complete(function, formed);
        return true;
    }

    private static Optional<Link> link(Block block) {
        if (block.terminator() instanceof Terminator.Branch(Condition condition, Value value, Constant(int number), Edge then, Edge otherwise, var at)) {
            if (condition == Condition.EQ) {
                return Optional.of(new Link(value, number, then, otherwise));
            }
            if (condition == Condition.NE) {
                return Optional.of(new Link(value, number, otherwise, then));
            }
            if (condition == Condition.ULT && number == 1) {
                return Optional.of(new Link(value, 0, then, otherwise));
            }
        }
        return Optional.empty();
    }

    private static boolean form(Block first, Dominators dominators, Set<Block> used) {
        Optional<Link> link = link(first);
        if (link.isEmpty()) {
            return false;
        }
        Operand value = link.get().value;
        List<Terminator.Switch.Case> cases = new ArrayList<>();
        Set<Integer> numbers = new HashSet<>();
        List<Block> chain = new ArrayList<>();
        Edge rest = Edge.to(first);
        Block at = first;
        while (link.isPresent() && link.get().value.equals(value)) {
            if (numbers.add(link.get().number)) {
                cases.add(new Terminator.Switch.Case(link.get().number, link.get().equal));
            }
            chain.add(at);
            rest = link.get().other;
            at = rest.block();
            boolean alone = dominators.predecessors(at).size() == 1 && at.parameters().isEmpty()
                    && at.instructions().stream().allMatch(Instruction.Debug.class::isInstance);
            link = alone ? link(at) : Optional.empty();
        }
        if (cases.size() < LEAST_CASES) {
            return false;
        }
        used.addAll(chain);
        first.end(new Terminator.Switch(value, cases, rest, first.terminator().at()));
        return true;
    }

    private static void complete(Function function, List<Block> formed) {
        Prover prover = new Prover(function, Dominators.of(function));
        for (Block block : formed) {
            Terminator.Switch choice = (Terminator.Switch) block.terminator();
            int top = choice.cases().stream().mapToInt(Terminator.Switch.Case::number).max().orElse(0);
            for (int most = Math.max(0, top); most <= top + MOST_MISSING && most < LARGEST_TABLE && most >= 0; most++) {
                if (prover.atMost(choice.value(), most, block, Integer.MAX_VALUE)) {
                    complete(function, block, choice, most);
                    break;
                }
            }
        }
    }

    private static void complete(Function function, Block block, Terminator.Switch choice, int most) {
        Set<Integer> numbers = new HashSet<>();
        choice.cases().forEach(c -> numbers.add(c.number()));
        List<Terminator.Switch.Case> cases = new ArrayList<>(choice.cases());
        for (int number = 0; number <= most; number++) {
            if (!numbers.contains(number)) {
                cases.add(new Terminator.Switch.Case(number, choice.otherwise()));
            }
        }
        if (cases.size() - choice.cases().size() <= MOST_MISSING && cases.stream().allMatch(c -> c.number() >= 0 && c.number() <= most)) {
            Block nowhere = function.newBlock();
            nowhere.end(new Terminator.Unreachable(choice.at()));
            block.end(new Terminator.Switch(choice.value(), cases, Edge.to(nowhere), choice.at()));
        }
    }
}
