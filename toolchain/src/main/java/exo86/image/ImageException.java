package exo86.image;

/// A disk image, or something that should go into one, is not what it must be. The message is for the user as it is.
public final class ImageException extends Exception {

    public ImageException(String message) {
        super(message);
    }

    ImageException(String name, long offset, String problem) {
        super("%s: offset 0x%x: error: %s".formatted(name, offset, problem));
    }
}
