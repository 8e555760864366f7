package exo86.cpu;

/** Why {@link Cpu#run} came back. */
public enum Stop {
    /** Virtual time has reached {@link Cpu#deadline}. */
    DEADLINE,
    /** HLT with no interrupt that could end it; with interrupts disabled none ever will. */
    HALTED,
    /** A triple fault: {@link Cpu#shutdownCauses} tells the story. */
    SHUTDOWN,
    /** The next instruction is at a breakpoint; running on executes it. */
    BREAKPOINT,
    /** {@link Cpu#stopRequested} was set. */
    REQUESTED,
    /** {@link Cpu#step} did its one instruction or delivery. */
    STEPPED
}
