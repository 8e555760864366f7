package exo86.cpu;

/** What stands on the processor's INTR pin: the 8259 pair. */
public interface InterruptController {
    /** The pin: some interrupt waits that is not masked. Asked at every block, so it must be a field's value. */
    boolean raised();

    /** The processor takes the interrupt; the answer is its vector. */
    int acknowledge();
}
