/**
 * The differential fuzzer: short user-mode programs that a real processor has run, run again by our engine.
 *
 * <p>{@link exo86.conform.fuzz.Fuzz} is the program behind {@code tests/fuzz/run.sh}; what it finds is shrunk and kept as a vector that
 * {@link exo86.conform.fuzz.RegressionTests} runs in every build. The format is in {@code docs/fuzzing.md}.
 */
package exo86.conform.fuzz;
