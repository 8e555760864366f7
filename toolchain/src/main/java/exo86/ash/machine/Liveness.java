package exo86.ash.machine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/** Which virtual registers live at the borders of blocks: the least solution of {@code in = used + (out - defined)}, by a worklist. */
public final class Liveness {
    private final BitSet[] in;
    private final BitSet[] out;

    private Liveness(int blocks) {
        in = new BitSet[blocks];
        out = new BitSet[blocks];
    }

    public static Liveness of(Procedure procedure) {
        int count = procedure.blockNumbers();
        Liveness liveness = new Liveness(count);
        BitSet[] used = new BitSet[count];
        BitSet[] defined = new BitSet[count];
        List<List<Block>> predecessors = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            predecessors.add(new ArrayList<>(2));
        }
        int[] registers = new int[16];
        for (Block block : procedure.blocks()) {
            BitSet uses = used[block.number()] = new BitSet();
            BitSet defines = defined[block.number()] = new BitSet();
            for (Instruction instruction : block.code()) {
                for (int i = instruction.uses(registers) - 1; i >= 0; i--) {
                    if (!defines.get(registers[i])) {
                        uses.set(registers[i]);
                    }
                }
                for (int i = instruction.defines(registers) - 1; i >= 0; i--) {
                    defines.set(registers[i]);
                }
            }
            uses.clear(0, Procedure.VIRTUAL);
            liveness.in[block.number()] = (BitSet) uses.clone();
            liveness.out[block.number()] = new BitSet();
            block.successors().forEach(successor -> predecessors.get(successor.number()).add(block));
        }
        liveness.solve(procedure, used, defined, predecessors);
        return liveness;
    }

    private void solve(Procedure procedure, BitSet[] used, BitSet[] defined, List<List<Block>> predecessors) {
        Deque<Block> open = new ArrayDeque<>(procedure.blocks());
        boolean[] waiting = new boolean[in.length];
        open.forEach(block -> waiting[block.number()] = true);
        while (!open.isEmpty()) {
            Block block = open.removeLast();
            int number = block.number();
            waiting[number] = false;
            BitSet live = (BitSet) out[number].clone();
            live.andNot(defined[number]);
            live.or(used[number]);
            in[number] = live;
            for (Block predecessor : predecessors.get(number)) {
                BitSet before = out[predecessor.number()];
                int size = before.cardinality();
                before.or(live);
                if (before.cardinality() != size && !waiting[predecessor.number()]) {
                    waiting[predecessor.number()] = true;
                    open.addLast(predecessor);
                }
            }
        }
    }

    /** What lives where the block begins. Not to be changed. */
    public BitSet in(Block block) {
        return in[block.number()];
    }

    /** What lives where the block ends. Not to be changed. */
    public BitSet out(Block block) {
        return out[block.number()];
    }
}
