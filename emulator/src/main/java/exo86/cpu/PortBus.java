package exo86.cpu;

/** The I/O address space. A port that nobody owns reads all ones and ignores writes. */
public interface PortBus {
    /** Reads {@code bytes} (1, 2 or 4) at {@code port}; the value is zero-extended. */
    int in(int port, int bytes);

    void out(int port, int bytes, int value);
}
