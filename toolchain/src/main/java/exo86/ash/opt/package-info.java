/**
 * The optimising passes: each makes a function (a few: a whole module) of the intermediate representation better and keeps its meaning.
 *
 * <p>{@link exo86.ash.opt.Passes} is the list, in order. What counts on IA-32 is how many instructions run and how many touch memory, so the passes first put
 * variables into values (scalar replacement, promotion), take calls away (inlining), then take out what is known at compile time (folding,
 * constant propagation), what is computed twice (value numbering), what stands still in loops, and the checks that a proof makes needless; last
 * comes what is cheaper for the processor and says less to the passes (strength reduction, if-conversion, merged tests, tail merging).
 *
 * <p>Invariants: after each pass the {@link exo86.ash.ir.Verifier} is content, and the interpreter finds no difference; a pass that cannot be sure
 * does nothing. Passes are functions of their input: no state from one function to the next, no order that depends on hashing of identities.
 */
package exo86.ash.opt;
