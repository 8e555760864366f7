package exo86.jit;

/** Numbers of the local variables in which a region keeps the guest's state, and of those that one instruction uses. */
final class Locals {
    /** The parameters of {@link Routine#run}. */
    static final int BUDGET = 1, DEPTH = 2;
    /** EIP of an exit. */
    static final int PC = 3;
    static final int REGISTER = 4, FLAG_OP = 12, FLAG_A = 13, FLAG_B = 14, FLAG_RESULT = 15;
    static final int WINDOW = 16, WINDOW_RAM = 17;
    /** Index in memory of the operand, and of the stack access, once they are checked. */
    static final int AT = 18, STACK_AT = 19;
    static final int T0 = 20, T1 = 21, T2 = 22;
    /** Address of a stack access until its index is known. */
    static final int ADDRESS = 23;
    /** Index in memory of the lowest byte of the running {@link StackGroup}. */
    static final int GROUP = 24;
    /** From here on there are no ints. */
    static final int INTS = 25;
    /** A long, never alive at a label but where control comes back. */
    static final int LONG = 25;

    private Locals() {
    }
}
