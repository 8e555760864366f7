/**
 * The assembler: NASM's syntax, 16- and 32-bit code, flat binaries and object files.
 *
 * <p>The idea: {@link exo86.asm.Parser} turns lines into statements once; {@link exo86.asm.Layout} runs over them until labels come to rest, and asks
 * {@link exo86.isa.Encoder} for bytes, so that this package knows syntax and layout but no opcode; the outputs place sections and fill in addresses,
 * or leave relocations.
 *
 * <p>Invariants: the same source gives the same bytes as NASM with its default optimisation, wherever both accept it; no input makes it throw or
 * run away (output and nesting are bounded); all mistakes of a file are reported in one run.
 *
 * <p>Enter at {@link exo86.asm.Assembler}; the command line is {@link exo86.asm.Main}.
 */
package exo86.asm;
