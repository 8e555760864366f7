package exo86.ash.select;

import exo86.ash.ir.WideOperator;

/** Gives the routines that 64-bit multiplication and division call: left operand in EDX:EAX, right one on the stack, where the remainder comes back. */
@FunctionalInterface
public interface Helpers {
    /** The routine's symbol; it becomes part of the program. */
    String symbol(WideOperator operator);
}
