package exo86.conform;

import exo86.cpu.InterruptController;
import exo86.cpu.PortBus;

/** A board with nothing on it: ports read all ones, no interrupt comes. */
final class Nobody implements PortBus, InterruptController {
    @Override
    public int in(int port, int bytes) {
        return -1 >>> 32 - 8 * bytes;
    }

    @Override
    public void out(int port, int bytes, int value) {
        // nobody listens
    }

    @Override
    public boolean raised() {
        return false;
    }

    @Override
    public int acknowledge() {
        return 0;
    }
}
