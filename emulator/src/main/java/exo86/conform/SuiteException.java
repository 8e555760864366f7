package exo86.conform;

import java.io.IOException;

/** A suite's data cannot be used: the message names the file and what was expected. */
public final class SuiteException extends IOException {
    private static final long serialVersionUID = 1;

    SuiteException(String message) {
        super(message);
    }
}
