package exo86.cli;

/** What the process's exit status says, the same for every subcommand. */
public final class ExitCode {
    /** The guest ended itself and reported success. */
    public static final int OK = 0;
    /** The guest reported failure. */
    public static final int GUEST_FAILED = 1;
    /** The command line makes no sense. */
    public static final int USAGE = 2;
    /** The guest crashed. */
    public static final int GUEST_CRASHED = 3;
    /** The budget of instructions or of time is used up. */
    public static final int BUDGET = 4;
    /** Two engines, or the engine and a recorded vector, disagree. */
    public static final int DIVERGED = 5;
    /** An image, a symbol file or another input cannot be read. */
    public static final int UNREADABLE = 7;
    /** A bug of ours. */
    public static final int INTERNAL = 70;

    private ExitCode() { }
}
