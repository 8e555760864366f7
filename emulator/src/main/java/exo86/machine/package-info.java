/**
 * The board: processor, memory, devices and firmware wired into one {@link exo86.machine.Machine}, on virtual time.
 *
 * <p>The machine alternates between running the processor up to the next due event and running that event. Nothing here
 * reads a host clock: what the host can add is a byte at the serial port, through one door that stamps it, and patience
 * while a person watches ({@link exo86.machine.Host}). So a run is determined by its {@link exo86.machine.MachinePlan} and
 * the stamped input, and {@link exo86.machine.Machine#hash} proves it.
 *
 * <p>The firmware is assembled by Maven after the classes are compiled. Without Maven, after javac:
 * {@code java -cp toolchain/target/classes exo86.asm.Main -f bin -o emulator/target/classes/exo86/firmware/rom.bin
 * emulator/firmware/rom.asm} (the folder must exist).
 *
 * <p>A kernel given on the command line is put into memory by {@link exo86.machine.MultibootLoader}; the firmware enters it.
 */
package exo86.machine;
