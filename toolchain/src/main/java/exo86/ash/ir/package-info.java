/**
 * The intermediate representation of the optimising compiler: a graph of basic blocks in static single assignment form, with parameters of blocks in
 * the place of phi functions. {@code docs/ir.md} defines the text form and what each instruction does.
 *
 * <p>The idea: every value is one 32-bit word, as in the machine's registers; width and sign live in the operations (loads, stores, extensions,
 * conditions), 64-bit numbers are pairs of words, aggregates are memory. So a pass or a code generator has one kind of value to think of.
 * Failed checks are instructions, not branches, so blocks stay long. Instructions are immutable records; blocks hold them in changeable lists.
 *
 * <p>Invariants, which {@code Verifier} tests after each pass: a value is defined once, and its definition dominates each use; an edge brings as many
 * words as its block has parameters; what is said to come through an inlined call comes through one of its function's; the entry block has no
 * predecessors; a divisor is never zero; a load or store that is volatile happens exactly as often, in that order and of that width as the source
 * says, and no other access crosses it.
 */
package exo86.ash.ir;
