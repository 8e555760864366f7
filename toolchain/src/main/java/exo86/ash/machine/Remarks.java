package exo86.ash.machine;

import java.util.BitSet;
import java.util.List;

/** Takes from remarks the virtual registers that do not have the value any more: a register that nobody reads later may be another value's. */
public final class Remarks {
    private Remarks() {
    }

    public static void check(Procedure procedure, Liveness liveness) {
        int[] registers = new int[16];
        for (Block block : procedure.blocks()) {
            BitSet live = (BitSet) liveness.out(block).clone();
            List<Instruction> code = block.code();
            for (int i = code.size() - 1; i >= 0; i--) {
                Instruction instruction = code.get(i);
                if (instruction.isRemark()) {
                    int register = instruction.register(1);
                    if (register >= Procedure.VIRTUAL && !live.get(register) && !justDefined(code, i, register)) {
                        instruction.become(instruction.op(), instruction.operand(0));
                    }
                    continue;
                }
                for (int d = instruction.defines(registers) - 1; d >= 0; d--) {
                    live.clear(registers[d]);
                }
                for (int u = instruction.uses(registers) - 1; u >= 0; u--) {
                    live.set(registers[u]);
                }
            }
        }
    }

    /** Jumps go by a block now, to the one behind it: what it remarked is not known there any more, if that does not remark it again. */
    static void passedBy(Block block, Block next) {
        for (Instruction remark : block.code()) {
            if (remark.isRemark()) {
                boolean again = next.code().stream().takeWhile(Instruction::isRemark).anyMatch(other -> other.operand(0).equals(remark.operand(0)));
                if (!again) {
                    next.code().addFirst(new Instruction(remark.at(), remark.op(), remark.operand(0)));
                }
            }
        }
    }

    private static boolean justDefined(List<Instruction> code, int remark, int register) {
        int before = remark - 1;
        while (before >= 0 && code.get(before).isRemark()) {
            before--;
        }
        return before >= 0 && code.get(before).register(0) == register && (code.get(before).role(0) & Roles.DEFINE) != 0;
    }
}
