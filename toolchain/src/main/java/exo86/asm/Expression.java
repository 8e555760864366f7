package exo86.asm;

import exo86.isa.Operand;

/** An expression as written; evaluated anew in every pass, because labels move. {@code column} is where it starts, from 0. */
sealed interface Expression {
    int column();

    record Number(long value, int column) implements Expression {
    }

    record Name(String name, int column) implements Expression {
    }

    /** {@code $}: where this statement starts. */
    record Here(int column) implements Expression {
    }

    /** {@code $$}: where this section starts. */
    record SectionStart(int column) implements Expression {
    }

    /** A register inside brackets. */
    record RegisterTerm(Operand.Register register, int column) implements Expression {
    }

    record Unary(String operator, Expression operand, int column) implements Expression {
    }

    record Binary(String operator, Expression left, Expression right, int column) implements Expression {
    }
}
