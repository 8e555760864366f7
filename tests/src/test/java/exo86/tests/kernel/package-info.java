/**
 * The exokernel tried from inside and measured from outside.
 *
 * <p>The idea: {@code exokernel/test/trial} is a hostile first environment that tries every call and judges what comes back; here it is built
 * and run, on our machine and in QEMU, and its report is read. From outside we add what it cannot see: how long interrupts stay off.
 */
package exo86.tests.kernel;
