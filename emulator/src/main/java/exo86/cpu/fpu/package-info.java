/**
 * The x87 floating-point unit (SDM 1 chapter 8) on integer arithmetic: the host's floating point takes no part, so every host gives the same bits.
 *
 * <p>{@link exo86.cpu.fpu.FloatingPointUnit} holds the registers and knows the stack, the exceptions and the environment; it is where to start.
 * {@link exo86.cpu.fpu.Rounder} turns an exact or sticky 128-bit significand into a result under a control word; everything that computes ends
 * there. {@link exo86.cpu.fpu.Arithmetic}, {@link exo86.cpu.fpu.Conversions} and {@link exo86.cpu.fpu.Transcendentals} compute.
 *
 * <p>A number is two words everywhere: an int with the sign in bit 15 and the biased exponent below, and the 64-bit significand with its
 * explicit leading one: {@link exo86.cpu.fpu.Extended} says what such a pair means.
 */
package exo86.cpu.fpu;
