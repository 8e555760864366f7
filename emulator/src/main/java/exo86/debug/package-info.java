/**
 * Questions and answers about a machine: run and stop it, look at it, read the kernel's books. No terminal, no printing.
 *
 * <p>The idea: {@link exo86.debug.Debugger} takes one command line and gives back one {@link exo86.debug.Answer}, a record. What a person or a
 * program sees are renderings of it, {@link exo86.debug.TextRendering} and {@link exo86.debug.JsonRendering}. So every front end says the same.
 *
 * <p>Invariants: looking changes nothing that the guest could see and nothing in the state hash ({@link exo86.debug.GuestMemory} walks page tables by itself, without the
 * TLB and without setting accessed bits); only {@code set var} and {@code send} change the guest. No command line throws: a mistake is a
 * {@link exo86.debug.Answer.Failure} that says what to type instead. Nothing about a kernel's structures is written here: names, types and offsets come
 * from its debug information ({@link exo86.debug.TypedValue}, {@link exo86.debug.KernelBooks}).
 */
package exo86.debug;
