/**
 * The text of Ashlar: tokens, the syntax tree, and the parser that makes it.
 *
 * <p>The tree says what was written, nothing more: names are not resolved, literals have no type, {@code a.b} may be a module's member,
 * an enum's variant or a field. Sugar is kept, except that a field's shorthand {@code T{ a }} already reads {@code T{ a: a }} and
 * {@code else if} is an {@code else} block with one {@code if}. Every node has the span of its text; lists are immutable, nothing is null.
 *
 * <p>Invariants of the parser: any text ends in a tree and a list of errors, in time linear in its length and with bounded depth;
 * a tree without errors in {@link exo86.ash.source.Diagnostics} covers the whole file. A tree with errors lacks the statements
 * and declarations that could not be read, so nobody should check it. Entry: {@link exo86.ash.syntax.Parser}.
 */
package exo86.ash.syntax;
