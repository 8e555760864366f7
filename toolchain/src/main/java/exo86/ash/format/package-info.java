/**
 * One layout for Ashlar's text.
 *
 * <p>The writer decides where lines end; everything between tokens is decided here: indentation by open brackets, blanks by the kinds of the two
 * tokens and by what the syntax tree says about them (a star before a type is a pointer's, between values a product), where comments stand.
 * Invariants: the tokens stay as they are, and so do all comments; laying out again changes nothing; assembly bodies are another language and
 * stay untouched. Text with syntax errors is not laid out. Entry: {@link exo86.ash.format.Formatter}.
 */
package exo86.ash.format;
