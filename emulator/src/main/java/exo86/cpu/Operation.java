package exo86.cpu;

import exo86.isa.Instruction;

/**
 * One instruction of flat 32-bit code, or two that were joined, prepared for the interpreter's switch: {@link #handler} is a number of
 * {@link Form}, and each form reads the fields that it needs.
 */
final class Operation {
    /** The interpreter's register 8 is always 0: no base, no index, no register. */
    static final int ZERO = 8;

    int handler;
    /** Destination and source register; for 8 bits the register that holds it, and the shift to it. */
    int to = ZERO, from = ZERO;
    int immediate;
    int base = ZERO, index = ZERO, scale, displacement;
    /** The operation after this one, in the same block. */
    Operation next;
    /** Where a jump goes if its condition is met, or always; where it goes otherwise. See {@link Block#unresolved}. */
    Block taken, other;
    int toShift, fromShift, condition;
    /** EIP of the instruction and of the one after it: both instructions, if two were joined. */
    int eip, after;
    /** Instructions from this one, counted in, to the end of the block. */
    int remaining;
    /** For the general executor. */
    Instruction instruction;
    /** The instruction is the last of its block; it changes what the owner of the boundary must look at. */
    boolean ends, leaves;

    /** Runs in the general executor. */
    boolean cold() {
        return instruction != null;
    }

    /** The code that this operation's jump leads to is {@code block}. */
    void lead(Block block) {
        if (taken != null && taken.linear == block.linear) {
            taken = block;
        }
        if (other != null && other.linear == block.linear) {
            other = block;
        }
    }
}
