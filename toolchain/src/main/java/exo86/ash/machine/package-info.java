/**
 * Machine code in the making: IA-32 instructions over virtual registers, between selection and encoding.
 *
 * <p>The idea: an instruction is an operation of the one instruction table with its operands as one writes them, so nothing has to be translated
 * twice, and whatever the processor demands of registers is a mask: the registers that an operation reads and writes besides its operands, the four
 * that have a low byte, what a call leaves changed. Registers 0 to 7 are the processor's by their encoding, those from 8 on are virtual.
 *
 * <p>Invariants: a virtual register may be written at many places (there are no block arguments any more); a processor's register that is not
 * ESP lives only from an instruction that writes it to the last that reads it in the same block; every block ends in jumps, a return or a trap;
 * the flags live only within a block; MOV and LEA are the only instructions that an allocator adds, since they leave the flags alone.
 *
 * <p>{@link exo86.ash.machine.Procedure} is a function, {@link exo86.ash.machine.Text} prints one, {@link exo86.ash.machine.Liveness} says what lives where,
 * {@code Frequencies} how often a block runs. {@code DeadCode} and {@code EarlyCopies} come before allocation, {@code Peephole} and {@code Order} behind it.
 */
package exo86.ash.machine;
