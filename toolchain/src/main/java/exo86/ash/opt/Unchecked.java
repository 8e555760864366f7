package exo86.ash.opt;

import exo86.ash.ir.Block;
import exo86.ash.ir.Function;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Module;
import java.util.ArrayList;
import java.util.List;

/** Takes the run-time checks out, to measure what they cost. A program that would have stopped does anything. */
public final class Unchecked {
    private Unchecked() {
    }

    public static void run(Module module) {
        for (Function function : module.functions()) {
            for (Block block : function.blocks()) {
                List<Instruction> kept = new ArrayList<>();
                for (Instruction instruction : block.instructions()) {
                    switch (instruction) {
                        case Instruction.Check check -> {
                        }
                        case Instruction.Trapping i -> kept.add(new Instruction.Binary(i.operator().wrapping(), i.result(), i.left(), i.right(), i.at()));
                        default -> kept.add(instruction);
                    }
                }
                block.replaceInstructions(kept);
            }
        }
    }
}
