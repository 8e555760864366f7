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
import exo86.ash.ir.Slot;
import exo86.ash.ir.SlotAddress;
import exo86.ash.ir.Terminator;
import exo86.ash.ir.Value;
import exo86.ash.ir.Width;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns {@code while} into {@code if … do while}: a loop whose header decides whether to go on gets a copy of the header at its end, and is entered through the
 * original. So a turn takes one branch less, and there is a place in front of the loop that is passed only if the loop runs.
 *
 * <p>What the header defines then comes from two places; it goes through slots, and {@link Promotion}, which follows, makes values of them again.
 */
final class LoopInversion implements Pass {
    private static final int LARGEST_HEADER = 12;

    @Override
    public boolean run(Function function) {
        boolean changed = false;
        for (Loops.Loop loop : Loops.of(Dominators.of(function)).innermostFirst()) {
            if (isWanted(function, loop)) {
                invert(function, loop);
                changed = true;
            }
        }
        return changed;
    }

    private static boolean isWanted(Function function, Loops.Loop loop) {
        Block header = loop.header();
        if (!(header.terminator() instanceof Terminator.Branch branch) || header == function.entry()) {
            return false;
        }
        boolean exits = loop.contains(branch.then().block()) != loop.contains(branch.otherwise().block());
        boolean again = branch.then().block() == header || branch.otherwise().block() == header;
        if (!exits || again || loop.latches().stream().anyMatch(latch -> !(latch.terminator() instanceof Terminator.Jump))) {
            return false;
        }
        int size = 0;
        for (Instruction instruction : header.instructions()) {
            if (Effects.writes(instruction)) {
                return false;
            }
            size += instruction instanceof Instruction.Debug ? 0 : 1;
        }
        return size <= LARGEST_HEADER;
    }

    private static void invert(Function function, Loops.Loop loop) {
        Block header = loop.header();
        demote(function, header);
        BodyCopy copy = new BodyCopy(function);
        copy.copy(List.of(header));
        Block bottom = copy.of(header);
        // The copy leads where the header leads, never back to the header, whose turn it takes.
        for (Block latch : loop.latches()) {
            List<Edge> edges = new ArrayList<>();
            for (Edge edge : latch.terminator().edges()) {
                edges.add(edge.block() == header ? new Edge(bottom, edge.arguments()) : edge);
            }
            latch.end(latch.terminator().withEdges(edges));
        }
    }

    /** Puts what the block defines and others read into slots. */
    static void demote(Function function, Block block) {
        Map<Value, Slot> slots = new HashMap<>();
        Map<Value, Instruction> definitions = new LinkedHashMap<>();
        block.parameters().forEach(value -> definitions.put(value, null));
        block.instructions().forEach(instruction -> instruction.results().forEach(value -> definitions.put(value, instruction)));
        for (Block other : List.copyOf(function.blocks())) {
            if (other != block) {
                reload(function, other, definitions, slots);
            }
        }
        Position at = block.terminator().at();
        for (Value value : definitions.keySet()) {
            if (slots.containsKey(value)) {
                block.instructions().add(new Instruction.Store(Width.WORD, new SlotAddress(slots.get(value), 0), 0, value, false, at));
            }
        }
    }

    private static void reload(Function function, Block block, Map<Value, Instruction> definitions, Map<Value, Slot> slots) {
        List<Instruction> rewritten = new ArrayList<>();
        for (Instruction instruction : block.instructions()) {
            if (instruction instanceof Instruction.Debug debug && debug.value().isPresent() && debug.value().get() instanceof Value value
                    && definitions.containsKey(value)) {
                rewritten.add(debug.lost());
                continue;
            }
            rewritten.add(instruction.map(operand -> load(function, operand, definitions, slots, rewritten, instruction.at())));
        }
        Terminator terminator = block.terminator();
        block.end(terminator.map(operand -> load(function, operand, definitions, slots, rewritten, terminator.at())));
        block.replaceInstructions(rewritten);
    }

    private static boolean isAddress(Instruction.Binary i) {
        return i.operator() == BinaryOperator.ADD || i.operator() == BinaryOperator.SHL && i.right() instanceof Constant(int count) && count <= 3;
    }

    private static Operand load(Function function, Operand operand, Map<Value, Instruction> definitions, Map<Value, Slot> slots, List<Instruction> into, Position at) {
        if (!(operand instanceof Value value) || !definitions.containsKey(value)) {
            return operand;
        }
        Value word = function.newValue();
        if (definitions.get(value) instanceof Instruction.Binary i && isAddress(i)) {
            // Part of an address: to have it twice costs nothing, to keep it takes a register.
            Operand left = load(function, i.left(), definitions, slots, into, at);
            into.add(new Instruction.Binary(i.operator(), word, left, load(function, i.right(), definitions, slots, into, at), i.at()));
            return word;
        }
        Slot slot = slots.computeIfAbsent(value, v -> function.newSlot(4, 4));
        into.add(new Instruction.Load(Width.WORD, word, new SlotAddress(slot, 0), 0, false, at));
        return word;
    }
}
