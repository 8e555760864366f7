/**
 * The checked tree to the intermediate representation.
 *
 * <p>The idea: as simple as the {@code -O0} generator, construct by construct, because the passes clean up. Every variable is a slot of the frame, read and
 * written by loads and stores; only intermediate values are values. Scalar replacement and promotion to SSA come later and know nothing of Ashlar.
 *
 * <p>Invariants: evaluation strictly left to right, a place before its value; device memory is accessed by volatile operations, one for each access of the
 * source; narrow integers are extended by their own signedness while they are words.
 */
package exo86.ash.ir.lower;
