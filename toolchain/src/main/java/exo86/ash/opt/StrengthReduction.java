package exo86.ash.opt;

import exo86.ash.ir.BinaryOperator;
import exo86.ash.ir.Block;
import exo86.ash.ir.Constant;
import exo86.ash.ir.Dominators;
import exo86.ash.ir.Edge;
import exo86.ash.ir.Function;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Operand;
import exo86.ash.ir.Position;
import exo86.ash.ir.Terminator;
import exo86.ash.ir.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a loop computes as a multiple of its counter is counted itself: {@code base + i * 128} becomes a word that grows by 128 in each turn.
 *
 * <p>On IA-32 most of what could be reduced is free where it stands, as a part of an address, and each word that is counted takes one of seven
 * registers and one instruction a turn. So a chain of instructions is replaced only if it takes two or more that no address can swallow (a shift by more
 * than 3 counts twice, for the counter must be kept), in blocks that each turn passes, and if registers are left. The counter itself stays, although
 * its test could be made on the new word: whoever debugs the loop wants to see it. Bench: matmul.
 *
 * <p>It runs last, because to what looks for bounds and for equal addresses a pointer that grows says less than a counter.
 */
final class StrengthReduction implements Pass {
    /** Values alive from turn to turn, the new ones included, of seven registers; four survive calls; a copy takes some on its way. */
    private static final int REGISTERS = 5;
    private static final int SAVED_REGISTERS = 4;
    private static final int TO_COPY = 2;

    @Override
    public boolean run(Function function) {
        if (function.blocks().stream().noneMatch(StrengthReduction::multiplies)) {
            return false;
        }
        Dominators dominators = Dominators.of(function);
        Loops loops = Loops.of(dominators);
        boolean changed = false;
        for (Loops.Loop loop : loops.innermostFirst()) {
            if (loop.header() != function.entry() && loop.blocks().stream().anyMatch(StrengthReduction::multiplies)) {
                changed |= new Reduction(function, loops, loop, dominators).run();
            }
        }
        return changed;
    }

    private static boolean multiplies(Block block) {
        return block.instructions().stream().anyMatch(i -> i instanceof Instruction.Binary b && (b.operator() == BinaryOperator.MUL || isLongShift(b)));
    }

    private static boolean isLongShift(Instruction.Binary i) {
        return i.operator() == BinaryOperator.SHL && i.right() instanceof Constant(int count) && count > 3 && count < 32;
    }

    private static final class Reduction {
        private final Function function;
        private final Loops loops;
        private final Loops.Loop loop;
        private final Dominators dominators;
        private final LinearWords words;

        Reduction(Function function, Loops loops, Loops.Loop loop, Dominators dominators) {
            this.function = function;
            this.loops = loops;
            this.loop = loop;
            this.dominators = dominators;
            words = new LinearWords(function, loop, dominators);
        }

        boolean run() {
            boolean changed = false;
            for (List<Value> group : words.groups()) {
                Set<Value> dying = words.dying(group);
                if (saved(group, dying) > 0 && hasRoom(words.form(group.getFirst()), dying)) {
                    replace(group);
                    dying.forEach(words::drop);
                    changed = true;
                }
            }
            return changed;
        }

        // Gain

        /** Instructions that a turn would have less. */
        private int saved(List<Value> group, Set<Value> dying) {
            int before = 0;
            int sums = 0;
            for (Value value : dying) {
                if (loop.latches().stream().allMatch(latch -> dominators.dominates(words.home(value), latch))) {
                    Instruction.Binary i = words.definition(value);
                    boolean kept = !(i.left() instanceof Value left && dying.contains(left));
                    switch (i.operator()) {
                        case MUL -> before += !i.right().isConstant() && kept ? 2 : i.right().is(3) || i.right().is(5) || i.right().is(9) ? 0 : 1;
                        case SHL -> before += !isLongShift(i) ? 0 : kept ? 2 : 1;
                        default -> sums += i.left().isConstant() || i.right().isConstant() ? 0 : 1;
                    }
                }
            }
            int after = 1;
            for (Value value : group) {
                boolean here = words.form(value).constant() == words.form(group.getFirst()).constant();
                after += here || words.isAddress(value) ? 0 : 1;
            }
            return before + Math.max(0, sums - group.size()) - after;
        }

        /** Whether the loop has registers for the new words. */
        private boolean hasRoom(LinearForm form, Set<Value> dying) {
            Set<Value> alive = new HashSet<>();
            boolean calls = false;
            boolean copies = false;
            for (Block block : loop.blocks()) {
                boolean header = loops.innermostFirst().stream().anyMatch(inner -> inner.header() == block);
                if (header) {
                    alive.addAll(block.parameters());
                }
                for (Instruction instruction : block.instructions()) {
                    calls |= instruction instanceof Instruction.Call;
                    copies |= instruction instanceof Instruction.Copy;
                    boolean gone = instruction instanceof Instruction.Binary binary && dying.contains(binary.result());
                    if (!gone) {
                        addOutside(instruction.operands(), alive);
                    }
                }
                calls |= block.terminator() instanceof Terminator.Attempt;
                addOutside(block.terminator().operands(), alive);
                block.terminator().edges().forEach(edge -> addOutside(edge.arguments(), alive));
            }
            int added = form.by().isPresent() ? 2 : 1;
            return alive.size() + added + (copies ? TO_COPY : 0) <= (calls ? SAVED_REGISTERS : REGISTERS);
        }

        private void addOutside(List<Operand> operands, Set<Value> alive) {
            for (Operand operand : operands) {
                if (operand instanceof Value value && !words.isInside(value)) {
                    alive.add(value);
                }
            }
        }

        // Replacement

        private void replace(List<Value> group) {
            LinearForm form = words.form(group.getFirst());
            Value induction = form.induction().orElseThrow();
            int place = loop.header().parameters().indexOf(induction);
            Position at = words.definition(group.getFirst()).at();
            Block before = LoopInvariants.preheader(function, loops, loop);
            Edge entry = before.terminator().edges().getFirst();
            Operand first = form.compute(entry.arguments().get(place), function, before.instructions(), at);
            Operand step = form.step(words.growth(induction), function, before.instructions(), at);
            Value counted = function.newValue();
            words.addInside(counted);
            loop.header().parameters().add(counted);
            before.end(before.terminator().withEdges(List.of(with(entry, first))));
            Set<Value> near = new HashSet<>(Set.of(counted));
            Substitution substitution = new Substitution(function);
            for (Value value : group) {
                Instruction.Binary definition = words.definition(value);
                int distance = words.form(value).constant() - form.constant();
                Block home = words.home(value);
                if (distance == 0) {
                    home.instructions().removeIf(i -> i.results().contains(value));
                    substitution.put(value, counted);
                } else {
                    near.add(value);
                    home.instructions().replaceAll(i -> i.results().contains(value)
                            ? new Instruction.Binary(BinaryOperator.ADD, value, counted, Operand.of(distance), definition.at()) : i);
                }
            }
            substitution.apply(function);
            for (Block latch : loop.latches()) {
                Value next = function.newValue();
                words.addInside(next);
                latch.instructions().add(placeFor(latch, induction, near), new Instruction.Binary(BinaryOperator.ADD, next, counted, step, at));
                latch.end(latch.terminator().withEdges(latch.terminator().edges().stream()
                        .map(edge -> edge.block() == loop.header() ? with(edge, next) : edge).toList()));
            }
        }

        private static Edge with(Edge edge, Operand argument) {
            List<Operand> arguments = new ArrayList<>(edge.arguments());
            arguments.add(argument);
            return new Edge(edge.block(), arguments);
        }

        /** Behind the last use of the word, and if that may be in front of the counter's own step, so that a test of that one finds the flags it left. */
        private int placeFor(Block latch, Value induction, Set<Value> near) {
            List<Instruction> code = latch.instructions();
            for (int i = code.size() - 1; i >= 0; i--) {
                Instruction instruction = code.get(i);
                if (instruction.operands().stream().anyMatch(near::contains)) {
                    break;
                }
                if (words.isStepOf(induction, instruction)) {
                    return i;
                }
            }
            return code.size();
        }
    }
}
