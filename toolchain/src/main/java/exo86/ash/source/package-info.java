/**
 * Source text and what is said about it: files, spans and diagnostics.
 *
 * <p>Every phase reports through one {@link exo86.ash.source.Diagnostics} and goes on, so that a run shows all the errors
 * of a program. A phase whose input had errors may still run; it must not report what only follows from an earlier error.
 */
package exo86.ash.source;
