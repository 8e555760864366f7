package exo86.bench.kernels;

/**
 * What one kernel cost.
 *
 * @param instructions executed between the entry of {@code run} and its return
 * @param references to data there; an instruction that reads a place and writes it back refers to it once
 * @param text bytes of the kernel's functions, those of its host left out
 * @param checksum what the kernel printed: the same for all compilers, or one of them is wrong
 */
public record Figures(long instructions, long references, int text, String checksum) {
    @Override
    public String toString() {
        return instructions + " " + references + " " + text + " " + checksum;
    }
}
