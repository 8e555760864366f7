package exo86.ash.opt;

import exo86.ash.ir.Block;
import exo86.ash.ir.Dominators;
import exo86.ash.ir.Edge;
import exo86.ash.ir.Function;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Operand;
import exo86.ash.ir.SlotAddress;
import exo86.ash.ir.SymbolAddress;
import exo86.ash.ir.Terminator;
import exo86.ash.ir.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Moves what is the same in each turn of a loop in front of it, inner loops first.
 *
 * <p>What only computes may always go. A load may go if nothing in the loop writes there, and it is safe: from an address that is a constant, or in the
 * header, which runs whenever the loop is entered, with no check before it that stays. A check may go from the header if nothing before it
 * writes, so that a failure is seen neither earlier nor later than it was.
 */
final class LoopInvariants implements Pass {
    @Override
    public boolean run(Function function) {
        boolean changed = false;
        Loops loops = Loops.of(Dominators.of(function));
        for (Loops.Loop loop : loops.innermostFirst()) {
            if (new Motion(function, loops, loop).run()) {
                changed = true;
            }
        }
        return changed;
    }

    /** The block from which alone the loop is entered and that goes nowhere else; made if there is none, and then it belongs to the loops around. */
    static Block preheader(Function function, Loops loops, Loops.Loop loop) {
        List<Block> outside = new ArrayList<>();
        for (Block block : function.blocks()) {
            for (Edge edge : block.terminator().edges()) {
                if (edge.block() == loop.header() && !loop.contains(block)) {
                    outside.add(block);
                }
            }
        }
        if (outside.size() == 1 && outside.getFirst().terminator() instanceof Terminator.Jump) {
            return outside.getFirst();
        }
        Block made = function.newBlock();
        function.blocks().removeLast();
        function.blocks().add(function.blocks().indexOf(loop.header()), made);
        List<Operand> arguments = new ArrayList<>();
        for (int i = 0; i < loop.header().parameters().size(); i++) {
            Value parameter = function.newValue();
            made.parameters().add(parameter);
            arguments.add(parameter);
        }
        made.end(new Terminator.Jump(new Edge(loop.header(), arguments), outside.getFirst().terminator().at()));
        for (Block block : outside) {
            List<Edge> edges = new ArrayList<>();
            for (Edge edge : block.terminator().edges()) {
                edges.add(edge.block() == loop.header() ? new Edge(made, edge.arguments()) : edge);
            }
            block.end(block.terminator().withEdges(edges));
        }
        loops.innermostFirst().stream().filter(outer -> outer != loop && outer.contains(loop.header())).forEach(outer -> outer.blocks().add(made));
        return made;
    }

    private static final class Motion {
        private final Function function;
        private final Loops loops;
        private final Loops.Loop loop;
        private final Set<Value> inside = new HashSet<>();
        private final List<Instruction> writes = new ArrayList<>();
        private final List<Instruction> moved = new ArrayList<>();
        private final Memory memory;

        Motion(Function function, Loops loops, Loops.Loop loop) {
            this.function = function;
            this.loops = loops;
            this.loop = loop;
            memory = new Memory(function);
            for (Block block : loop.blocks()) {
                inside.addAll(block.parameters());
                for (Instruction instruction : block.instructions()) {
                    inside.addAll(instruction.results());
                    if (Effects.writes(instruction)) {
                        writes.add(instruction);
                    }
                }
                inside.addAll(block.terminator().results());
            }
        }

        boolean run() {
            boolean again = true;
            while (again) {
                int before = moved.size();
                loop.blocks().forEach(this::visit);
                again = moved.size() > before;
            }
            if (moved.isEmpty()) {
                return false;
            }
            preheader(function, loops, loop).instructions().addAll(moved);
            return true;
        }

        private void visit(Block block) {
            boolean header = block == loop.header();
            boolean checked = false;
            boolean written = false;
            List<Instruction> kept = new ArrayList<>(block.instructions().size());
            for (Instruction instruction : block.instructions()) {
                boolean goes = isInvariant(instruction) && (Effects.isSpeculative(instruction)
                        || instruction instanceof Instruction.Load load && !load.isVolatile() && isSafe(load, header && !checked) && isUnchanged(load)
                        || Effects.mayTrap(instruction) && header && !written && !checked
                        || Effects.isPure(instruction) && header && !checked);
                if (goes) {
                    moved.add(instruction);
                    inside.removeAll(instruction.results());
                } else {
                    kept.add(instruction);
                    checked |= Effects.mayTrap(instruction) || Effects.isFence(instruction);
                    written |= Effects.writes(instruction);
                }
            }
            block.replaceInstructions(kept);
        }

        private boolean isInvariant(Instruction instruction) {
            for (Operand operand : instruction.operands()) {
                if (operand instanceof Value value && inside.contains(value)) {
                    return false;
                }
            }
            return true;
        }

        private static boolean isSafe(Instruction.Load load, boolean always) {
            return always || load.base() instanceof SlotAddress || load.base() instanceof SymbolAddress;
        }

        private boolean isUnchanged(Instruction.Load load) {
            for (Block block : loop.blocks()) {
                if (block.terminator() instanceof Terminator.Attempt && !memory.isPrivate(load.base())) {
                    return false;
                }
            }
            for (Instruction write : writes) {
                if (memory.mayChange(write, load)) {
                    return false;
                }
            }
            return true;
        }
    }
}
