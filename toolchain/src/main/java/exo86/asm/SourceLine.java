package exo86.asm;

/** A line of source: where it is and what it says, for messages and line tables. */
record SourceLine(String file, int number, String text) {
}
