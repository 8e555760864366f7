/**
 * The instruction set: one table, read by everyone who decodes, encodes, prints or executes.
 *
 * <p>The idea: {@code instructions.txt} describes each encoding once, a row each. {@link exo86.isa.InstructionTable} turns the rows into lookup
 * arrays at start; {@link exo86.isa.Decoder}, {@link exo86.isa.Printer} and {@code Encoder} know the notation of operands and nothing
 * about particular instructions. What an instruction does is written elsewhere, in the CPU, by {@link exo86.isa.Op}.
 *
 * <p>Invariants: no bytes make the decoder throw; what the encoder emits decodes to what was asked for; MMX and later extensions have rows that
 * are printed ({@link exo86.isa.Op#FOREIGN}) and never encoded or executed.
 *
 * <p>Start reading at {@link exo86.isa.Instruction}.
 */
package exo86.isa;
