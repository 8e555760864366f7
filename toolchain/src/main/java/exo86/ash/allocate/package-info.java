/**
 * Register allocation: graph colouring with register masks, coalescing, live ranges split where they do not fit.
 *
 * <p>{@link exo86.ash.allocate.Allocator} is the whole algorithm in a few lines. {@code Interference} is the graph, {@code Colouring} simplifies it and joins copies, {@code Choice} gives the colours,
 * {@code Values} knows what a register would cost in memory and where else its value can be had, {@code Spiller} rewrites.
 *
 * <p>Invariants: only MOV and LEA are added, so the flags are as they were; a register that lives for one instruction is never spilled, so that
 * each round splits something further and the rounds end; the same procedure always gives the same code.
 */
package exo86.ash.allocate;
