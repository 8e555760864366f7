/**
 * What our compiler's code costs beside C compilers': small kernels written in Ashlar and in C line for line, compiled, run and counted.
 *
 * <p>The figures are exact and the same on every host: executed instructions and data references of a kernel's {@code run}, counted by
 * {@link exo86.hosted}, and the bytes of its functions. {@link exo86.bench.kernels.KernelSuite} compiles and counts what is in Ashlar; what C compilers
 * made of the same kernels was counted in the same way and is kept as data ({@link exo86.bench.kernels.Recorded}), so that the comparison needs
 * none of them. {@link exo86.bench.kernels.KernelTable} prints ratios.
 */
package exo86.bench.kernels;
