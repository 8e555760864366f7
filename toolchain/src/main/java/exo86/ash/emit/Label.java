package exo86.ash.emit;

/** A place in a function's code that jumps go to; equal to itself only. */
final class Label {
    /** Jumps to it may come after it is bound, so it is bound even without references. */
    final boolean loop;
    int references;

    private Label(boolean loop) {
        this.loop = loop;
    }

    /** A label for jumps that come before it. */
    static Label forward() {
        return new Label(false);
    }

    /** A label for jumps back to it. */
    static Label loop() {
        return new Label(true);
    }
}
