/**
 * Runs the typed tree while compiling: constants, tables, array lengths, compile-time asserts.
 *
 * <p>{@link exo86.ash.check.evaluate.Evaluator} is the entry. Memory is a forest of {@link exo86.ash.check.evaluate.Block}s, so a pointer is a block
 * and an index, never a number; what a program could only know at run time (device memory, a mutable global's contents, assembly) ends the
 * evaluation with a {@link exo86.ash.check.evaluate.Failure} that carries the chain of calls. Work is bounded: 10<sup>7</sup> steps,
 * 256 calls deep.
 */
package exo86.ash.check.evaluate;
