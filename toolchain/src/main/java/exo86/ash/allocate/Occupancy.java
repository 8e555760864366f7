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

    private Occupancy(int blocks) {
        before = new int[blocks][];
        written = new int[blocks][];
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

    int before(Block block, int instruction) {
        return before[block.number()][instruction];
    }

    int written(Block block, int instruction) {
        return written[block.number()][instruction];
    }

    /** From now on the register is taken at those instructions, the last included. */
    void take(Block block, int from, int to, int register) {
        for (int i = from; i <= to; i++) {
            before[block.number()][i] |= 1 << register;
        }
    }
}
