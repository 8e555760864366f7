/**
 * Mutants: proof that the suites bite. A mutant is the interpreter with one thing wrong, made from its class files in memory: a jump that is never or
 * always taken, a bound off by one, a call left out, a mask left out. A mutant is killed by the first vector that it fails; one that lives shows a
 * hole in the suites, or an argument in {@code tests/conformance/equivalent.mutants} says why nothing can tell it from the original.
 *
 * <p>A mutation's name is its method and the text of its source line, so names survive edits elsewhere, and so does the choice of which to try: by a
 * hash of the name. A first run with probes notes which vectors reach which mutation; only those are run against it.
 *
 * <p>The mutant and what runs it live in a class loader of their own ({@link exo86.conform.mutants.MutantLoader}); {@code tests/conformance/mutants.sh}
 * is the command.
 */
package exo86.conform.mutants;
