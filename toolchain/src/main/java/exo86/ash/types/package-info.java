/**
 * The types of Ashlar after checking, with their sizes and layouts.
 *
 * <p>Invariants: named types (struct, bits, enum, union, distinct) are compared by identity, all others by structure;
 * a type that is reachable from a finished tree has its layout set; sizes are in bytes and those of the target (IA-32: a pointer is 4,
 * a 64-bit integer is aligned to 4).
 */
package exo86.ash.types;
