package exo86.cli;

/**
 * Keeps virtual time near real time while a person watches: an idle guest waits, a busy one is never slowed down.
 *
 * <p>A guest that fell behind, because it was busy, catches up in its idle time, at most {@link #CATCH_UP}; one that is
 * ahead by more than {@link #LEAD} gets a new starting point, so that nobody waits for a debt.
 */
final class RealTime {
    private static final long CATCH_UP = 60_000_000_000L;
    private static final long LEAD = 50_000_000L;

    private boolean started;
    /** Virtual minus real time. */
    private long offset;

    /** How long to wait from now until virtual time {@code until} may be reached, 0 for not at all. */
    long wait(long now, long until) {
        long real = System.nanoTime();
        if (!started) {
            started = true;
            offset = now - real;
        }
        long ahead = now - (real + offset);
        if (ahead > LEAD || ahead < -CATCH_UP) {
            offset = now - real;
        }
        return Math.max(0, until - (real + offset));
    }

    /** The virtual time that real time has reached. */
    long present() {
        return System.nanoTime() + offset;
    }
}
