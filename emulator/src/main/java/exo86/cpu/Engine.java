package exo86.cpu;

import java.util.Optional;

/**
 * What executes instructions between two boundaries of {@link Cpu#run}: the interpreter, or a second engine that leans on it.
 *
 * <p>The contract is one state after any number of instructions. A second engine never raises a fault, walks a page table or touches a device: for
 * whatever needs that, it puts the exact state before the instruction into {@link Cpu} and calls {@link Cpu#interpretOneAtLeast}. It is never asked to run
 * while {@link Cpu#special()} holds, and comes back as soon as it does, or {@link Cpu#stopRequested}, or interpreting does not say
 * {@link Interpreted#HOT}. Interpreting may have changed the mode, and a device may have lowered {@link Cpu#deadline}: the end of the run with it.
 *
 * <p>What is worth translating is told by counts of executions alone, so it never depends on the host: the interpreter counts each of its blocks
 * down from {@link #heat()} and hands over when a block has reached 0.
 */
public interface Engine {
    /** Makes the engine of one processor. */
    interface Factory {
        Engine on(Cpu cpu);
    }

    /** The reference: everything is interpreted. */
    Factory INTERPRETER = cpu -> cpu.interpreter;

    /**
     * Runs at least one instruction, or delivers one fault, and runs at most {@code budget} instructions.
     *
     * @return false if a fault was delivered
     */
    boolean run(long budget);

    /** Executions of a decoded block before the interpreter hands it over; 0: before the first, {@link Integer#MAX_VALUE}: never. */
    default int heat() {
        return Integer.MAX_VALUE;
    }

    /** Bytes of the code line at RAM offset {@code line} have changed: nothing that was made from it may run again. */
    default void codeWritten(int line) {
    }

    /** Whether it has something faster than the interpreter for the instruction at this EIP. It may say no when it has. */
    default boolean covers(int eip) {
        return false;
    }

    /** What the engine makes of the code at linear address {@code linear} in the processor's present mode, for people; empty if nothing. Changes nothing. */
    default Optional<String> listing(int linear) {
        return Optional.empty();
    }

    /** Forgets everything that was made from guest code. */
    default void dropAll() {
    }

    /** A breakpoint at {@code linear} has come or gone: forgets what was made from the instruction there, and what was not because of it. */
    default void breakpointChanged(int linear) {
        dropAll();
    }
}
