package exo86.ash.machine;

import exo86.isa.Op;
import java.util.BitSet;
import java.util.List;

/** Removes copies, constants and addresses that go to a virtual register which nobody reads. */
public final class DeadCode {
    private DeadCode() {
    }

    public static void remove(Procedure procedure) {
        boolean changed = true;
        while (changed) {
            changed = false;
            Liveness liveness = Liveness.of(procedure);
            for (Block block : procedure.blocks()) {
                changed |= remove(block, (BitSet) liveness.out(block).clone());
            }
        }
    }

    private static boolean remove(Block block, BitSet live) {
        boolean changed = false;
        int[] registers = new int[16];
        List<Instruction> code = block.code();
        for (int i = code.size() - 1; i >= 0; i--) {
            Instruction instruction = code.get(i);
            if (instruction.isRemark()) {
                continue;
            }
            int target = instruction.register(0);
            boolean removable = target >= Procedure.VIRTUAL && !live.get(target) && instruction.role(0) == Roles.DEFINE
                    && (instruction.op() == Op.LEA || instruction.op() == Op.MOVZX && instruction.register(1) >= 0
                    || instruction.op() == Op.MOV && (instruction.register(1) >= 0 || instruction.operand(1) instanceof Operand.Immediate));
            if (removable) {
                code.remove(i);
                changed = true;
                continue;
            }
            for (int d = instruction.defines(registers) - 1; d >= 0; d--) {
                live.clear(registers[d]);
            }
            for (int u = instruction.uses(registers) - 1; u >= 0; u--) {
                live.set(registers[u]);
            }
        }
        return changed;
    }
}
