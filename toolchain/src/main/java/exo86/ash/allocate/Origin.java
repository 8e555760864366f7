package exo86.ash.allocate;

import exo86.ash.machine.Instruction;
import exo86.ash.machine.Operand;
import exo86.ash.machine.Slot;
import exo86.isa.Op;

/** Where a value that a register has from its only definition can be had again, wherever it is needed. */
sealed interface Origin {
    /** Nowhere else. */
    record None() implements Origin {
    }

    /** A number or a symbol's address. */
    record Constant(Operand.Immediate value) implements Origin {
    }

    /** The address of a slot. */
    record Address(Operand.Memory place) implements Origin {
    }

    /** Memory that nobody writes: a stack argument, or the slot of a register of which this one is a copy. */
    record Home(Slot slot, int displacement) implements Origin {
        Operand.Memory memory() {
            return Operand.Memory.at(slot, displacement);
        }
    }

    None NONE = new None();

    /** Of the value that the instruction puts in its first operand. {@code home}: the slot that is this register's own, if it has one. */
    static Origin of(Instruction definition, Slot home) {
        if (definition.op() == Op.MOV && definition.register(0) >= 0 && definition.operand(0) instanceof Operand.Register to && to.width() == 32) {
            return switch (definition.operand(1)) {
                case Operand.Immediate immediate -> new Constant(immediate);
                case Operand.Memory memory when !memory.hasRegisters() && memory.symbol().isEmpty() && memory.width() == 32
                        && (memory.slot().kind() == Slot.Kind.INCOMING || memory.slot() == home && home != Slot.NONE) ->
                    new Home(memory.slot(), memory.displacement());
                default -> NONE;
            };
        }
        if (definition.op() == Op.LEA && definition.operand(1) instanceof Operand.Memory memory && !memory.hasRegisters()) {
            return memory.slot() != Slot.NONE ? new Address(memory)
                : new Constant(new Operand.Immediate(memory.displacement(), memory.symbol()));
        }
        return NONE;
    }
}
