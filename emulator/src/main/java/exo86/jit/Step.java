package exo86.jit;

import exo86.isa.Instruction;

/**
 * One guest instruction on its way to bytecode: what it is, what it reads and writes, and what the analyses found out about the point before it.
 *
 * <p>Registers are bits 0–7 of a mask; {@link #WINDOW} is the stack window, which has to be set up like a register has to be loaded.
 */
final class Step {
    static final int WINDOW = 1 << 8, REGISTERS = 0xFF;
    /** The flags as one more thing that may have to be loaded. */
    static final int FLAGS = 1 << 9;

    /** Somebody can see all six flags: an exit, or a reader that knows nothing of the writer. */
    static final int EXACT = 1;
    /** A condition that is computed from the writer's operands reads them. */
    static final int FUSED = 2;

    final Instruction instruction;
    final int eip;
    final Emitter emitter;
    /** Masks. A write of part of a register reads it too. */
    int reads, writes;
    /** It may leave the region before it has changed anything. */
    boolean mayExit;
    FlagUse flags = FlagUse.NONE;

    /** Kind of the flags that stand before it: see {@link FlagKind}. */
    int flagsBefore = FlagKind.UNKNOWN;
    /** What is sure to be in locals before it, beside what is dirty. */
    int loaded;
    /** Who looks at the flags that stand after it: 0, {@link #EXACT}, {@link #FUSED}. */
    int live;

    Step(Instruction instruction, int eip, Emitter emitter) {
        this.instruction = instruction;
        this.eip = eip;
        this.emitter = emitter;
    }

    int next() {
        return eip + instruction.length;
    }

    /** What an instruction does with the six flags. */
    enum FlagUse {
        NONE,
        /** Replaces all six; reads none. */
        SETS,
        /** Replaces all six, CF goes into them: INC, DEC, ADC, SBB. */
        SETS_FROM_CARRY,
        /** Replaces some of them, or all of them sometimes. */
        MERGES,
        /** A condition: {@link Instruction#condition}. */
        TESTS,
        /** Reads the carry or all flags in another way. */
        READS
    }
}
