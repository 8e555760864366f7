/**
 * Instruction selection: the compiler's intermediate representation to machine instructions over virtual registers.
 *
 * <p>{@link exo86.ash.select.Selector} goes through a function, {@code Selection} holds what its parts share, and there is a part for each kind of
 * instruction. A tile covers as much of the graph as one machine instruction can do: an address with its sums and shifts, a load inside an operation, a
 * load, operation and store in one, a comparison with its jump.
 *
 * <p>Invariants: a load becomes part of a later instruction only if nothing between may change what it reads, volatile ones also only if no check
 * stands between; every access to volatile memory is one of that width, in order; flags are read in the tile that sets them.
 */
package exo86.ash.select;
