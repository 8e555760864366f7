package exo86.cpu;

/** Why the interpreter came back. */
public enum Interpreted {
    /** The budget is used up, or the last instruction needs a look at the boundary: interrupts, mode, deadline. */
    BOUNDARY,
    /** A fault was delivered. */
    FAULT,
    /** The block at EIP has been executed {@link Engine#heat()} times; it can be fetched, and has not been executed again. */
    HOT
}
