/**
 * Physical memory, paging and the TLB.
 *
 * <p>The idea: one {@link exo86.mmu.Memory} is what stands behind the address pins; one {@link exo86.mmu.Mmu} turns linear into physical
 * addresses. The TLB is part of the machine's state, because software can see it: a stale entry stays until something drops it. The page maps
 * (one pair a privilege level) are a cache of the TLB for plain RAM that holds no code, so that a hit needs one load and one compare.
 *
 * <p>Invariants: a page-map entry implies a TLB entry that permits the access (or paging is off) and, for a write, a dirty bit already set;
 * a page that holds decoded code is in no write map; only a walk changes accessed and dirty bits; nothing here reads a host clock.
 *
 * <p>Start reading at {@link exo86.mmu.Mmu}.
 */
package exo86.mmu;
