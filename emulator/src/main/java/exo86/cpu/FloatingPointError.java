package exo86.cpu;

/**
 * The processor's FERR# pin, which a PC latches and leads to IRQ 13. It is used while CR0.NE is clear. The handler writes port F0h: the board
 * then lowers IRQ 13 and calls {@link Cpu#ignoreFloatingPointErrors()}, which is IGNNE#.
 */
public interface FloatingPointError {
    void raise();
}
