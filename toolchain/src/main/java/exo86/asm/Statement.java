package exo86.asm;

import exo86.isa.Operand;
import java.util.List;

/** A parsed line or part of one. Names are full already: local labels carry the label before them. */
sealed interface Statement {
    record Label(String name, int column) implements Statement {
    }

    record Equ(String name, Expression value, int column) implements Statement {
    }

    record Instruction(Mnemonic mnemonic, Prefixes prefixes, List<OperandSyntax> operands, int column) implements Statement {
    }

    /** {@code db}, {@code dw}, {@code dd}, {@code dq}. */
    record Data(int width, List<Item> items) implements Statement {
    }

    /** {@code resb} and so on; {@code width} in bytes. */
    record Reserve(int width, Expression count) implements Statement {
    }

    record Align(Expression boundary, java.util.Optional<Expression> fill, int column) implements Statement {
    }

    record Times(Expression count, Statement body) implements Statement {
    }

    record SwitchSection(String name, List<String> attributes, int column) implements Statement {
    }

    record Bits(int bits) implements Statement {
    }

    record Org(Expression address) implements Statement {
    }

    /** {@code type} is empty, {@code function} or {@code data}. */
    record Global(String name, String type, int column) implements Statement {
    }

    record Extern(String name) implements Statement {
    }

    sealed interface Item {
        record Text(String bytes) implements Item {
        }

        record Number(Expression value) implements Item {
        }

        record Real(double value) implements Item {
        }
    }

    /** As in {@link exo86.isa.Request}. */
    record Prefixes(boolean lock, int repeat, int segment, int operandSize, int addressSize) {
        static final Prefixes NONE = new Prefixes(false, 0, -1, 0, 0);
    }

    sealed interface OperandSyntax {
        /** {@code to} in {@code fadd to st1}: the stack register is the destination. */
        record Reg(Operand.Register register, boolean to) implements OperandSyntax {
        }

        /** {@code far} for an indirect far jump or call. */
        record Mem(int width, boolean far, int segment, int inner, Expression address, int column) implements OperandSyntax {
        }

        /** {@code distance} is empty, {@code short} or {@code near}. */
        record Imm(int width, boolean strict, String distance, Expression value) implements OperandSyntax {
        }

        record FarPointer(int width, Expression selector, Expression offset) implements OperandSyntax {
        }
    }
}
