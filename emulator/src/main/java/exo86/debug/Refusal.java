package exo86.debug;

/** A command that cannot be done: why, and what to do instead. Becomes an {@link Answer.Failure}. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String hint;

    Refusal(String message, String hint) {
        super(message, null, false, false);
        this.hint = hint;
    }

    Refusal(String message) {
        this(message, "");
    }

    Answer.Failure answer() {
        return new Answer.Failure(getMessage(), hint);
    }
}
