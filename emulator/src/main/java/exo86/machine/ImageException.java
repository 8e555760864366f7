package exo86.machine;

/** A file that the machine was to be started with cannot be used. The message is for the user as it is. */
public final class ImageException extends Exception {
    private static final long serialVersionUID = 1;

    private final String hint;

    public ImageException(String message, String hint) {
        super(message);
        this.hint = hint;
    }

    /** What to do about it, empty if there is nothing to say. */
    public String hint() {
        return hint;
    }
}
