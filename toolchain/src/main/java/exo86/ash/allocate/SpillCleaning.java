package exo86.ash.allocate;

import exo86.ash.machine.Block;
import exo86.ash.machine.Instruction;
import exo86.ash.machine.Operand;
import exo86.ash.machine.Procedure;
import exo86.ash.machine.Roles;
import exo86.ash.machine.Slot;
import exo86.isa.Op;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes out what splitting left over, once registers are known: stores of what a slot holds already, loads of what is in a register anyway, and stores that
 * nobody reads.
 *
 * <p>The idea: going forward, of each slot the registers that hold the same; where ways meet, those that do on each. Such a register takes the slot's place
 * where it is read. Then going backward, which slots are read later. Slots of spilled values are only ever read and written as what they are, so nothing else
 * can change them.
 */
final class SpillCleaning {
    private static final int ALL = (1 << Procedure.VIRTUAL) - 1;

    private final Procedure procedure;
    private final Map<Slot, Integer> slots = new IdentityHashMap<>();
    private final Map<Block, List<Block>> predecessors = new HashMap<>();
    private final int[] registers = new int[16];

    private SpillCleaning(Procedure procedure) {
        this.procedure = procedure;
        for (Block block : procedure.blocks()) {
            for (Instruction instruction : block.code()) {
                for (int n = 0; n < instruction.count(); n++) {
                    if (instruction.operand(n) instanceof Operand.Memory memory && memory.slot().kind() == Slot.Kind.SPILL) {
                        slots.putIfAbsent(memory.slot(), slots.size());
                    }
                }
            }
            block.successors().forEach(next -> predecessors.computeIfAbsent(next, b -> new ArrayList<>(2)).add(block));
        }
    }

    /** To be called when there is no virtual register left. */
    static void run(Procedure procedure) {
        SpillCleaning cleaning = new SpillCleaning(procedure);
        if (!cleaning.slots.isEmpty()) {
            cleaning.forward();
            cleaning.backward();
        }
    }

    private int slot(Operand operand) {
        return operand instanceof Operand.Memory memory && memory.slot().kind() == Slot.Kind.SPILL ? slots.get(memory.slot()) : -1;
    }

    /** A MOV of a whole word from a register to a slot. */
    private boolean isStore(Instruction i) {
        return i.op() == Op.MOV && slot(i.operand(0)) >= 0 && i.operand(1) instanceof Operand.Register from && from.width() == 32;
    }

    private boolean isLoad(Instruction i) {
        return i.op() == Op.MOV && slot(i.operand(1)) >= 0 && i.operand(0) instanceof Operand.Register to && to.width() == 32;
    }

    // Registers that hold what a slot holds

    private void forward() {
        Map<Block, int[]> starts = new HashMap<>();
        Block entry = procedure.blocks().getFirst();
        starts.put(entry, new int[slots.size()]);
        Deque<Block> open = new ArrayDeque<>(List.of(entry));
        BitSet waiting = new BitSet();
        while (!open.isEmpty()) {
            Block block = open.removeFirst();
            waiting.clear(block.number());
            int[] state = starts.get(block).clone();
            block.code().forEach(instruction -> step(instruction, state));
            for (Block next : block.successors()) {
                int[] known = starts.get(next);
                if (known == null) {
                    starts.put(next, state.clone());
                }
                if ((known == null || meet(known, state)) && !waiting.get(next.number())) {
                    waiting.set(next.number());
                    open.addLast(next);
                }
            }
        }
        starts.forEach((block, state) -> block.code().removeIf(instruction -> {
            boolean redundant = isStore(instruction) && holds(state, instruction.operand(0), instruction.register(1))
                    || isLoad(instruction) && holds(state, instruction.operand(1), instruction.register(0));
            if (!redundant) {
                replace(instruction, state);
                step(instruction, state);
            }
            return redundant;
        }));
    }

    private boolean holds(int[] state, Operand place, int register) {
        return (state[slot(place)] & 1 << register) != 0;
    }

    private static boolean meet(int[] known, int[] other) {
        boolean changed = false;
        for (int s = 0; s < known.length; s++) {
            changed |= (known[s] & ~other[s]) != 0;
            known[s] &= other[s];
        }
        return changed;
    }

    private void step(Instruction instruction, int[] state) {
        if (instruction.isRemark()) {
            return;
        }
        int written = instruction.writes();
        for (int d = instruction.defines(registers) - 1; d >= 0; d--) {
            written |= 1 << registers[d];
        }
        if (instruction.isCopy()) {
            int from = 1 << instruction.register(1);
            for (int s = 0; s < state.length; s++) {
                state[s] = (state[s] & from) != 0 ? state[s] | written : state[s] & ~written;
            }
            return;
        }
        for (int s = 0; s < state.length; s++) {
            state[s] &= ALL & ~written;
        }
        if (isStore(instruction)) {
            int stored = slot(instruction.operand(0));
            state[stored] = holds(state, instruction.operand(0), instruction.register(1)) ? state[stored] : 1 << instruction.register(1);
        } else if (isLoad(instruction)) {
            state[slot(instruction.operand(1))] |= written;
        } else if (writes(instruction)) {
            state[slot(instruction.operand(0))] = 0;
        }
    }

    private boolean writes(Instruction instruction) {
        return instruction.count() > 0 && slot(instruction.operand(0)) >= 0 && (instruction.role(0) & Roles.DEFINE) != 0;
    }

    /** Reads a register in the place of a slot. */
    private void replace(Instruction instruction, int[] state) {
        for (int n = 0; n < instruction.count() && !instruction.isRemark(); n++) {
            int slot = slot(instruction.operand(n));
            if (slot >= 0 && instruction.role(n) == Roles.USE) {
                int width = ((Operand.Memory) instruction.operand(n)).width();
                int fit = state[slot] & (width == 8 ? 0xF : ALL);
                if (fit != 0) {
                    instruction.operand(n, new Operand.Register(Integer.numberOfTrailingZeros(fit), width));
                }
            }
        }
    }

    // Stores that nobody reads

    private void backward() {
        Map<Block, BitSet> ends = new HashMap<>();
        procedure.blocks().forEach(block -> ends.put(block, new BitSet()));
        Deque<Block> open = new ArrayDeque<>(procedure.blocks());
        BitSet waiting = new BitSet();
        open.forEach(block -> waiting.set(block.number()));
        while (!open.isEmpty()) {
            Block block = open.removeLast();
            waiting.clear(block.number());
            BitSet live = (BitSet) ends.get(block).clone();
            block.code().reversed().forEach(instruction -> before(instruction, live));
            for (Block predecessor : predecessors.getOrDefault(block, List.of())) {
                BitSet known = ends.get(predecessor);
                int size = known.cardinality();
                known.or(live);
                if (known.cardinality() != size && !waiting.get(predecessor.number())) {
                    waiting.set(predecessor.number());
                    open.addLast(predecessor);
                }
            }
        }
        BitSet dropped = new BitSet();
        ends.forEach((block, live) -> drop(block, (BitSet) live.clone(), dropped));
        if (!dropped.isEmpty()) {
            ends.forEach((block, live) -> forget(block, live, dropped));
        }
    }

    private void before(Instruction instruction, BitSet live) {
        if (instruction.isRemark()) {
            return;
        }
        if (writes(instruction) && instruction.role(0) == Roles.DEFINE) {
            live.clear(slot(instruction.operand(0)));
        }
        for (int n = 0; n < instruction.count(); n++) {
            int slot = slot(instruction.operand(n));
            if (slot >= 0 && (instruction.role(n) & Roles.USE) != 0) {
                live.set(slot);
            }
        }
    }

    private void drop(Block block, BitSet live, BitSet dropped) {
        List<Instruction> code = block.code();
        for (int i = code.size() - 1; i >= 0; i--) {
            Instruction instruction = code.get(i);
            if (instruction.op() == Op.MOV && writes(instruction) && !live.get(slot(instruction.operand(0)))) {
                dropped.set(slot(instruction.operand(0)));
                code.remove(i);
            } else {
                before(instruction, live);
            }
        }
    }

    /** Where a slot is not read later, it may not have been written: a remark about it says nothing then. */
    private void forget(Block block, BitSet live, BitSet dropped) {
        for (Instruction instruction : block.code().reversed()) {
            int slot = instruction.isRemark() && instruction.count() > 1 ? slot(instruction.operand(1)) : -1;
            if (slot >= 0 && dropped.get(slot) && !live.get(slot)) {
                instruction.become(instruction.op(), instruction.operand(0));
            }
            before(instruction, live);
        }
    }
}
