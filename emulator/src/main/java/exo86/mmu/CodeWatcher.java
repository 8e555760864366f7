package exo86.mmu;

/** Told when a line of memory that holds decoded code is written, by the processor or by a device. */
public interface CodeWatcher {
    /** Bytes of the line that starts at RAM offset {@code line} (a multiple of {@link Memory#LINE}) have changed. */
    void codeWritten(int line);
}
