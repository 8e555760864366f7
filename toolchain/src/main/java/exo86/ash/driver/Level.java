package exo86.ash.driver;

/** How much the compiler does for fast and small code. */
public enum Level {
    /** The code as the source says it, statement by statement; every variable in memory. */
    O0,
    /** Optimised: through the intermediate representation, its passes, and registers. */
    O
}
