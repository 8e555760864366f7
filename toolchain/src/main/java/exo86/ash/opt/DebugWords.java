package exo86.ash.opt;

import exo86.ash.ir.Block;
import exo86.ash.ir.Function;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Slot;
import exo86.ash.ir.SlotAddress;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Keeps what the debugger is told true when slots go. */
final class DebugWords {
    private DebugWords() {
    }

    /** A variable that is the address of a slot that is no more is lost. */
    static void forgetSlots(Function function) {
        Set<Slot> slots = new HashSet<>(function.slots());
        for (Block block : function.blocks()) {
            block.instructions().replaceAll(instruction -> instruction instanceof Instruction.Debug debug && debug.value().isPresent()
                    && debug.value().get() instanceof SlotAddress(Slot slot, int addend) && !slots.contains(slot)
                            ? new Instruction.Debug(debug.variable(), debug.offset(), Optional.empty(), debug.at()) : instruction);
        }
    }
}
