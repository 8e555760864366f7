/**
 * The simple code generator, {@code -O0}: each statement and expression of the checked tree to the instructions that do just that.
 *
 * <p>The idea: it is the oracle that better generators are held against, and what one debugs with, so it is right and readable before fast.
 * A value is computed in EAX, or EDX:EAX for two words, or is an address in EAX for larger aggregates; whatever has to wait lies in the frame,
 * never on the stack, so that leaving an expression in its middle ({@code try}, {@code catch} with {@code continue}) needs no clean-up.
 * Only operands that need no register of their own are folded into instructions.
 *
 * <p>Invariants: evaluation strictly left to right, a place before its value; device memory is read and written exactly as often and as wide as
 * the tree says; integers of less than 32 bits are extended by their own signedness while in a register; no bit of a result depends on
 * bytes that belong to nobody (padding is zero); the flags between a call of a {@code T!E} function and the test of CF, and between the last
 * {@code stc} or {@code clc} and {@code ret}, are nobody else's.
 *
 * <p>{@link exo86.ash.emit.CodeGenerator} makes, for each function, a {@code Routine} of {@code Item}s by a {@code FunctionGenerator}; their bytes come
 * from the one instruction table through {@link exo86.isa.Encoder}, those of assembly bodies through {@link exo86.asm.Assembler}; {@code ObjectEmission}
 * gives each its section, the checks their table, and the debugger its DWARF.
 */
package exo86.ash.emit;
