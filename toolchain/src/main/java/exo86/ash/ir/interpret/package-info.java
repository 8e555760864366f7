/**
 * Runs a program in its intermediate representation: the oracle that passes and code generators are held against.
 *
 * <p>The idea: do what {@code docs/ir.md} says and nothing faster. Memory is one array of bytes with the data first and the stack last; functions have
 * addresses outside of it; assembly functions are given by whoever runs the program. What the definition forbids (division by zero, an access
 * outside memory, arriving at {@code unreachable}) ends the run with a {@link exo86.ash.ir.interpret.Fault}, so a wrong pass shows.
 */
package exo86.ash.ir.interpret;
