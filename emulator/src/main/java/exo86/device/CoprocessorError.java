package exo86.device;

import exo86.mmu.StateSink;

/**
 * The latch between the processor's FERR# and IRQ 13, as on the PC/AT: a floating-point error raises the line, a write to port F0h lowers it and
 * tells the processor to go on in spite of the error.
 */
public final class CoprocessorError implements PortDevice {
    private final Line request;
    private final Runnable ignore;
    private boolean latched;

    /** @param ignore the processor's IGNNE# */
    public CoprocessorError(Line request, Runnable ignore) {
        this.request = request;
        this.ignore = ignore;
    }

    /** FERR#. */
    public void raise() {
        latched = true;
        request.set(true);
    }

    @Override
    public int read(int port, int bytes) {
        return 0xff;
    }

    @Override
    public void write(int port, int bytes, int value) {
        if (latched) {
            latched = false;
            request.set(false);
            ignore.run();
        }
    }

    @Override
    public void hash(StateSink sink) {
        sink.add(latched ? 1 : 0);
    }
}
