package exo86.isa;

/** No encoding for what was asked: the message is for the person who wrote it. */
public final class EncodingException extends Exception {
    public EncodingException(String message) {
        super(message);
    }
}
