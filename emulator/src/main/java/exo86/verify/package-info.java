/**
 * Two engines in lock-step: {@code --engine=verify}.
 *
 * <p>The idea: the machine that runs for the user has the engine under test; beside it runs a second machine, from the same plan, that is only
 * interpreted. After every stretch of a few to a few thousand instructions the second catches up, and both must be in the same state to the bit:
 * registers, flags, segments, time and floating point at once, memory by the words that the second has written since ({@link exo86.mmu.WriteLog}),
 * and from time to time all of memory, the TLB and the devices ({@link exo86.verify.LockStep}).
 *
 * <p>How both see the same world: each has devices, a disk overlay and an event queue of its own, and virtual time does the rest; a byte typed at
 * COM1 is read from the host once, by whichever machine comes to it first, and kept on a tape for the other; what the second prints is compared with
 * what the first has printed ({@link exo86.verify.Verification}).
 *
 * <p>How stretches are cut comes from a seed, so a mismatch comes again with the same command; {@link exo86.verify.Mismatch} carries both states.
 * Comparing has no influence on the guest: its state hash is that of a run with one engine.
 */
package exo86.verify;
