/**
 * The parts on the board, one class each, exact to the real part in what guests use.
 *
 * <p>A device is reached by the guest through {@link exo86.device.PortDevice ports}, reaches the processor through
 * {@link exo86.device.Line interrupt lines}, and learns about time only from the {@link exo86.device.Timeline}. None of
 * them reads a host clock: the same port accesses at the same virtual times leave the same state.
 *
 * <p>Invariants: all state of a device goes into {@link exo86.device.PortDevice#hash}; a device changes only in a port
 * access, in an event of the timeline, or when another device moves one of its input lines; work between two events is
 * computed when somebody looks (a counter has no ticking loop), so idle devices cost nothing.
 */
package exo86.device;
