package exo86.mmu;

/** Told when memory that holds decoded code is written, by the processor or by a device. */
public interface CodeWatcher {
    /**
     * The {@code length} bytes at RAM offset {@code at}, all in one line of {@link Memory#LINE} bytes that is marked as code, have been written.
     *
     * @return whether the line still holds code; if not, its mark goes
     */
    boolean codeWritten(int at, int length);
}
