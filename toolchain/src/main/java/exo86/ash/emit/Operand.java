package exo86.ash.emit;

import exo86.ash.tree.Image;
import exo86.isa.Registers;
import java.util.List;

/** An operand of an instruction. A symbol that is the empty string is no symbol. */
sealed interface Operand {
    Register EAX = new Register(Registers.EAX, 32);
    Register ECX = new Register(Registers.ECX, 32);
    Register EDX = new Register(Registers.EDX, 32);
    Register EBX = new Register(Registers.EBX, 32);
    Register ESP = new Register(Registers.ESP, 32);
    Register EBP = new Register(Registers.EBP, 32);
    Register ESI = new Register(Registers.ESI, 32);
    Register EDI = new Register(Registers.EDI, 32);

    /** A general register; with a width of 8 only AL, CL, DL and BL are used. */
    record Register(int number, int width) implements Operand {
        static List<Register> of(List<Integer> numbers) {
            return numbers.stream().map(number -> new Register(number, 32)).toList();
        }

        Register as(int bits) {
            return new Register(number, bits);
        }
    }

    record Segment(int number) implements Operand {
    }

    record Control(int number) implements Operand {
    }

    /** {@code [base + index * scale + symbol + displacement]}; base and index may be {@link Registers#NONE}. */
    record Memory(int base, int index, int scale, int displacement, String symbol, int width) implements Operand {
        static Memory at(Register base, int displacement) {
            return new Memory(base.number, Registers.NONE, 1, displacement, "", 32);
        }

        static Memory at(String symbol, int displacement) {
            return new Memory(Registers.NONE, Registers.NONE, 1, displacement, symbol, 32);
        }

        Memory plus(int bytes) {
            return new Memory(base, index, scale, displacement + bytes, symbol, width);
        }

        Memory as(int bits) {
            return new Memory(base, index, scale, displacement, symbol, bits);
        }

        boolean uses(Register register) {
            return base == register.number || index == register.number;
        }

        Memory replace(Register old, Register by) {
            return new Memory(base == old.number ? by.number : base, index == old.number ? by.number : index, scale, displacement, symbol,
                    width);
        }

        /** A bare {@code [register]}, whose address is the register itself. */
        boolean isBare() {
            return index == Registers.NONE && displacement == 0 && symbol.isEmpty() && base != Registers.NONE;
        }

        /** The address is known to the linker. */
        boolean isAbsolute() {
            return base == Registers.NONE && index == Registers.NONE;
        }
    }

    /** A number, or a symbol's address plus a number. */
    record Immediate(int value, String symbol) implements Operand {
        static Immediate of(int value) {
            return new Immediate(value, "");
        }

        static Immediate of(Image.Word word) {
            return new Immediate(word.number(), word.symbol());
        }

        boolean isNumber() {
            return symbol.isEmpty();
        }
    }

    /** A place in the same function. */
    record Near(Label label) implements Operand {
    }

    /** A call's target. */
    record Routine(String symbol) implements Operand {
    }
}
