/**
 * Measures engines by what they do for guests: ours in processes of their own, beside QEMU's where that is installed.
 *
 * <p>A bench guest prints {@code B name iterations} before and {@code E name checksum} after each of its kernels, and {@code DONE} at its end; see
 * {@code docs/engine.md}. A {@link exo86.bench.Contestant} is a command line that runs one; {@link exo86.bench.Trial} does that once and stamps the
 * lines with the host's clock as they arrive; {@link exo86.bench.Race} lets contestants run by turns, round after round, so that a change of the
 * host's speed meets them all; {@link exo86.bench.Results} holds medians, ratios and whether all computed the same.
 *
 * <p>Nothing here knows a machine, a processor or a kernel: to this package an emulator is a process that prints.
 */
package exo86.bench;
