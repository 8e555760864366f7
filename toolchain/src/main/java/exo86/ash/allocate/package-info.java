/**
 * Register allocation: graph colouring with register masks, coalescing, live ranges split where they do not fit.
 *
 * <p>{@link exo86.ash.allocate.Allocator} is the whole algorithm in a few lines. {@code Interference} is the graph, {@code Colouring} simplifies it and joins copies, {@code Choice} gives the colours,
 * {@code Values} knows what a register would cost in memory and where else its value can be had.
 *
 * <p>A value that found no colour is split first: {@code Splitter} leaves it in a register where one is free ({@code Occupancy} says where, {@code LiveRange} cuts
 * its life into segments, {@code MinimumCut} finds the cheapest choice), with copies to memory and back at the borders. {@code Spiller} rewrites what is to be
 * in memory, {@code Rematerialization} what can be made anew; {@code SpillCleaning} takes out at the end what of this came to be for nothing.
 *
 * <p>Invariants: only MOV and LEA are added, so the flags are as they were; a register that lives for one instruction is never spilled, so that
 * each round splits something further and the rounds end; the same procedure always gives the same code.
 */
package exo86.ash.allocate;
