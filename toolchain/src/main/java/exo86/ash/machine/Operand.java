package exo86.ash.machine;

import exo86.ash.ir.Position;
import exo86.ash.ir.Variable;
import exo86.isa.Registers;
import java.util.List;

/** An operand of an {@link Instruction}. A symbol that is the empty string is no symbol. */
public sealed interface Operand {
    /** A register, of which the low {@code width} bits count. With a width of 8 it is AL, CL, DL or BL. */
    record Register(int number, int width) implements Operand {
        public static Register of(int number) {
            return new Register(number, 32);
        }

        public Register as(int bits) {
            return bits == width ? this : new Register(number, bits);
        }

        public boolean isVirtual() {
            return number >= Procedure.VIRTUAL;
        }
    }

    /**
     * {@code [base + index * scale + slot + symbol + displacement]}; base and index may be {@link Registers#NONE}. A slot stands for ESP and its
     * place in the frame, and takes the base's place.
     */
    record Memory(int base, int index, int scale, int displacement, String symbol, Slot slot, int width) implements Operand {
        public static Memory at(int base, int displacement) {
            return new Memory(base, Registers.NONE, 1, displacement, "", Slot.NONE, 32);
        }

        public static Memory at(String symbol, int displacement) {
            return new Memory(Registers.NONE, Registers.NONE, 1, displacement, symbol, Slot.NONE, 32);
        }

        public static Memory at(Slot slot, int displacement) {
            return new Memory(Registers.NONE, Registers.NONE, 1, displacement, "", slot, 32);
        }

        public Memory as(int bits) {
            return bits == width ? this : new Memory(base, index, scale, displacement, symbol, slot, bits);
        }

        public Memory plus(int bytes) {
            return bytes == 0 ? this : new Memory(base, index, scale, displacement + bytes, symbol, slot, width);
        }

        public Memory with(int newBase, int newIndex) {
            return new Memory(newBase, newIndex, scale, displacement, symbol, slot, width);
        }

        public boolean hasRegisters() {
            return base != Registers.NONE || index != Registers.NONE;
        }

        /** All of a slot's own words and nothing else, so that a spilled value is there. */
        public boolean isSlot(Slot other) {
            return slot == other && !hasRegisters() && displacement == 0 && symbol.isEmpty();
        }
    }

    /** A number, or a symbol's address plus a number. */
    record Immediate(int value, String symbol) implements Operand {
        public static Immediate of(int value) {
            return new Immediate(value, "");
        }

        public boolean isNumber() {
            return symbol.isEmpty();
        }
    }

    /** A jump's target. */
    record Target(Block block) implements Operand {
    }

    /** A table of addresses with a symbol of its own, through which a jump goes. */
    record Table(String symbol, List<Block> targets) implements Operand {
        public Table {
            targets = List.copyOf(targets);
        }
    }

    /** The target of a failed check: a {@code ud2} out of the way, with an entry in the check table. */
    record Trap(String reason, Position at) implements Operand {
    }

    /** A call's target. */
    record Routine(String symbol) implements Operand {
    }

    /** A control register. */
    record Control(int number) implements Operand {
    }

    /** A string instruction's element and whether ECX counts. */
    record StringForm(int width, boolean repeated) implements Operand {
    }

    /** From here on the word at byte {@code offset} of the variable of the source is the instruction's other operand, or is lost if there is none. */
    record Name(Variable variable, int offset) implements Operand {
    }
}
