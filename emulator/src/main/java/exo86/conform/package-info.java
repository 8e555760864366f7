/**
 * Conformance: suites of vectors, each a small program with the state that a real processor is in afterwards, run on an engine of ours.
 *
 * <p>A {@link exo86.conform.Group} is a set of vectors that belong together and share nothing with other groups, so groups run in parallel.
 * Three kinds of files become groups ({@link exo86.conform.Suites}): MOO captures, native vectors in JSON lines, and our own suite. Running a
 * group sends one {@link exo86.conform.Verdict} a vector to a {@link exo86.conform.Listener}; {@link exo86.conform.Conformance} runs many.
 * A skip always names its reason in silicon.
 *
 * <p>Nothing here reaches into the processor: state goes in and comes out by its public fields, as a debugger's does.
 */
package exo86.conform;
