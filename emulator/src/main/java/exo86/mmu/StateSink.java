package exo86.mmu;

/** Where parts of the machine put their state, in a fixed order, to have it hashed or saved. */
public interface StateSink {
    void add(long value);

    void add(byte[] bytes, int offset, int length);
}
