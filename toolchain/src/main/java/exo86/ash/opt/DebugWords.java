package exo86.ash.opt;

import exo86.ash.ir.Block;
import exo86.ash.ir.Function;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Slot;
import exo86.ash.ir.SlotAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Keeps what the debugger is told true when slots go. */
final class DebugWords {
    private DebugWords() {
    }

    /** An edge goes by a block now, to the one behind it: what was told in the block is not known there any more, if it is not told there again. */
    static void passedBy(Block block, Block next) {
        if (block.instructions().isEmpty()) {
            return;
        }
        List<Instruction> code = next.instructions();
        int told = 0;
        while (told < code.size() && code.get(told) instanceof Instruction.Debug) {
            told++;
        }
        List<Instruction> lost = new ArrayList<>();
        for (Instruction instruction : block.instructions()) {
            if (instruction instanceof Instruction.Debug word && Stream.concat(code.subList(0, told).stream(), lost.stream())
                    .noneMatch(other -> other instanceof Instruction.Debug again && again.variable() == word.variable() && again.offset() == word.offset())) {
                lost.add(word.lost());
            }
        }
        code.addAll(0, lost);
    }

    /** A variable that is the address of a slot that is no more is lost. */
    static void forgetSlots(Function function) {
        Set<Slot> slots = new HashSet<>(function.slots());
        for (Block block : function.blocks()) {
            block.instructions().replaceAll(instruction -> instruction instanceof Instruction.Debug debug && debug.value().isPresent()
                    && debug.value().get() instanceof SlotAddress(Slot slot, int addend) && !slots.contains(slot)
                            ? debug.lost() : instruction);
        }
    }
}
