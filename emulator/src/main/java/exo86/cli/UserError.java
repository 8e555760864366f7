package exo86.cli;

/** A mistake that the user can mend: a message, what to do, and the exit code. */
public final class UserError extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String hint;
    private final int exitCode;

    public UserError(int exitCode, String message, String hint) {
        super(message, null, false, false);
        this.hint = hint;
        this.exitCode = exitCode;
    }

    static UserError usage(String message, String hint) {
        return new UserError(ExitCode.USAGE, message, hint);
    }

    static UserError unreadable(String message, String hint) {
        return new UserError(ExitCode.UNREADABLE, message, hint);
    }

    int exitCode() {
        return exitCode;
    }

    /** Prints the error as its two lines. */
    int report() {
        System.err.println("exo86: error: " + getMessage());
        if (!hint.isEmpty()) {
            System.err.println("hint: " + hint);
        }
        return exitCode;
    }
}
