package exo86.ash.allocate;

import exo86.ash.machine.Block;
import exo86.ash.machine.Instruction;
import exo86.ash.machine.Liveness;
import exo86.ash.machine.Procedure;
import java.util.BitSet;
import java.util.List;

/** Which of the processor's registers are taken at each instruction, after a round of colouring: a bit each, as in {@link Interference#allowed}. */
final class Occupancy {
    /** By block and instruction: what lives before it, and what it writes. */
    private final int[][] before;
    private final int[][] written;
    /** What was given to a part of a value since. */
    private final int[][] claimed;

    private Occupancy(int blocks) {
        before = new int[blocks][];
        written = new int[blocks][];
        claimed = new int[blocks][];
    }

    /** @param colours by node; those without a colour take nothing */
    static Occupancy of(Procedure procedure, Liveness liveness, int[] colours) {
        Occupancy occupancy = new Occupancy(procedure.blockNumbers());
        for (Block block : procedure.blocks()) {
            occupancy.block(block, (BitSet) liveness.out(block).clone(), colours);
        }
        return occupancy;
    }

    private void block(Block block, BitSet live, int[] colours) {
        List<Instruction> code = block.code();
        int[] lives = before[block.number()] = new int[code.size()];
        int[] writes = written[block.number()] = new int[code.size()];
        claimed[block.number()] = new int[code.size()];
        int[] registers = new int[16];
        int physical = 0;
        for (int i = code.size() - 1; i >= 0; i--) {
            Instruction instruction = code.get(i);
            if (instruction.isRemark()) {
                continue;
            }
            int changed = instruction.writes();
            for (int d = instruction.defines(registers) - 1; d >= 0; d--) {
                changed |= bit(registers[d], colours);
                live.clear(registers[d]);
            }
            physical = physical & ~changed | instruction.reads();
            for (int u = instruction.uses(registers) - 1; u >= 0; u--) {
                if (registers[u] < Procedure.VIRTUAL) {
                    physical |= 1 << registers[u];
                } else {
                    live.set(registers[u]);
                }
            }
            int taken = physical;
            for (int l = live.nextSetBit(Procedure.VIRTUAL); l >= 0; l = live.nextSetBit(l + 1)) {
                taken |= bit(l, colours);
            }
            lives[i] = taken;
            writes[i] = changed;
        }
    }

    private static int bit(int register, int[] colours) {
        int colour = register < Procedure.VIRTUAL ? register : colours[register - Procedure.VIRTUAL];
        return colour < 0 ? 0 : 1 << colour;
    }

    int at(Block block, int instruction, boolean lives, boolean writes) {
        return (lives ? before[block.number()][instruction] : 0) | (writes ? written[block.number()][instruction] : 0);
    }

    /** From now on the register is taken where that segment lies. */
    void claim(LiveRange.Segment segment, int register) {
        for (int i = segment.from; i <= segment.to; i++) {
            before[segment.block.number()][i] |= 1 << register;
            claimed[segment.block.number()][i] |= 1 << register;
        }
    }

    /** Whether some register was claimed where the segment lies. */
    boolean isClaimed(LiveRange.Segment segment, int register) {
        for (int i = segment.from; i <= segment.to; i++) {
            if ((claimed[segment.block.number()][i] & 1 << register) != 0) {
                return true;
            }
        }
        return false;
    }
}
