/**
 * The differential fuzzer of engines: random programs, run by the interpreter and by the fast engine in lock-step.
 *
 * <p>A {@link exo86.verify.fuzz.Program} is a list of {@link exo86.verify.fuzz.Unit}s, so that it can be shrunk by leaving some out, and a
 * {@link exo86.verify.fuzz.Shape}: code size, ring, paging, segments, interrupts. {@link exo86.verify.fuzz.Generator} makes one from a seed,
 * {@link exo86.verify.fuzz.Kernel} is what lies below it (handlers that map pages, count, and let the program go on after a fault), and
 * {@link exo86.verify.fuzz.Trial} runs it. A mismatch is shrunk and kept as text in {@code tests/fuzz/engines}, and runs in every build from then on.
 */
package exo86.verify.fuzz;
