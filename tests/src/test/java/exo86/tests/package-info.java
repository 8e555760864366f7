/**
 * What needs more than one part: the built system on our machine, from power-on to its end, and the rules that hold across the whole
 * source tree.
 *
 * <p>{@link exo86.tests.Session} is a machine with somebody at its terminal; nearly every test starts one. A machine in this process
 * boots in a fraction of a second, so tests share nothing and each starts from power-on. What only a process of its own can show (exit
 * code, standard input, QEMU) goes through {@link exo86.tests.Child}.
 */
package exo86.tests;
