package exo86.cli;

/** Options that {@link PlainArguments} can set: for each, the same that picocli would store. What is not plain is refused, and picocli reads it. */
interface PlainOptions {
    /** Sets the option {@code name} that takes no value; false if it is not a plain one of these. */
    boolean flag(String name);

    /** Sets the option {@code name}, or the parameter if the name is empty; false if it is not a plain one of these or picocli has to look at the value. */
    boolean value(String name, String value);
}
