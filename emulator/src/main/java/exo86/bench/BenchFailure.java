package exo86.bench;

import java.io.IOException;

/** A contestant did not do what a bench guest does; the message says who, with what, and what came instead. */
public final class BenchFailure extends IOException {
    private static final long serialVersionUID = 1;

    BenchFailure(String message) {
        super(message);
    }
}
