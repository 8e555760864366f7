package exo86.ash.emit;

import exo86.ash.machine.Block;
import exo86.ash.machine.Instruction;
import exo86.ash.machine.Operand;
import exo86.ash.machine.Procedure;
import exo86.ash.machine.Slot;
import exo86.isa.Op;
import exo86.isa.Registers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * The frame of optimised code: no frame pointer, ESP stands still between prologue and epilogue.
 *
 * <pre>
 * ESP →  arguments for calls
 *        spilled registers
 *        variables with an address
 *        registers saved for the caller
 *        return address
 *        own stack arguments
 * </pre>
 */
final class FrameLayout {
    private static final List<Integer> SAVED = List.of(Registers.EBX, Registers.ESI, Registers.EDI, Registers.EBP);

    private final List<Integer> pushed = new ArrayList<>();
    private final Set<Slot> slots = Collections.newSetFromMap(new IdentityHashMap<>());
    private int size;
    private boolean calls;

    private FrameLayout() {
    }

    /** @param keeps what the caller has in registers; a function that never returns does not care */
    static FrameLayout of(Procedure procedure, boolean keeps) {
        FrameLayout layout = new FrameLayout();
        List<Slot> order = new ArrayList<>();
        int written = 0;
        int[] registers = new int[16];
        for (Block block : procedure.blocks()) {
            for (Instruction instruction : block.code()) {
                layout.calls |= instruction.op() == Op.CALL;
                written |= instruction.writes();
                for (int d = instruction.defines(registers) - 1; d >= 0; d--) {
                    written |= 1 << registers[d];
                }
                for (int n = 0; n < instruction.count() && !instruction.isRemark(); n++) {
                    if (instruction.operand(n) instanceof Operand.Memory memory && memory.slot() != Slot.NONE && layout.slots.add(memory.slot())) {
                        order.add(memory.slot());
                    }
                }
            }
        }
        for (int register : SAVED) {
            if (keeps && (written & 1 << register) != 0) {
                layout.pushed.add(register);
            }
        }
        layout.place(procedure, order);
        return layout;
    }

    private void place(Procedure procedure, List<Slot> order) {
        procedure.outgoing().place(0);
        size = procedure.outgoing().size();
        for (Slot.Kind kind : List.of(Slot.Kind.SPILL, Slot.Kind.LOCAL)) {
            for (Slot slot : order) {
                if (slot.kind() == kind) {
                    slot.place(size);
                    size = Math.addExact(size, slot.size() + 3 & ~3);
                }
            }
        }
        procedure.incoming().place(size + 4 * pushed.size() + 4);
    }

    /** The slot is used. */
    boolean has(Slot slot) {
        return slots.contains(slot);
    }

    /** Registers that are pushed, in that order. */
    List<Integer> pushed() {
        return pushed;
    }

    /** Bytes below the pushed registers. */
    int size() {
        return size;
    }

    /** Bytes of stack below the return address, that of a call included. */
    int stack() {
        return size + 4 * pushed.size() + (calls ? 4 : 0);
    }

    /** From ESP to the value that it had before the call. */
    int distance() {
        return size + 4 * pushed.size() + 4;
    }
}
