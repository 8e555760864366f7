package exo86.bench;

/**
 * One kernel once.
 *
 * @param kernel its name
 * @param number 0 for the first time that the guest ran it
 * @param iterations how often it repeats itself
 * @param checksum what it computed, as the guest prints it
 * @param wall nanoseconds by the clock
 * @param cpu nanoseconds of all the process's threads, in steps of the host's clock tick; 0 where the host does not tell
 */
public record Lap(String kernel, int number, long iterations, String checksum, long wall, long cpu) { }
