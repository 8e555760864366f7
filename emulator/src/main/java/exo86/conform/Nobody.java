package exo86.conform;

import exo86.cpu.InterruptController;
import exo86.cpu.PortBus;
import exo86.machine.Machine;
import exo86.machine.MachinePlan;
import exo86.mmu.Memory;

/** A board with nothing on it: ports read all ones, no interrupt comes. */
final class Nobody implements PortBus, InterruptController {
    /** A whole machine with {@code size} bytes of RAM and nothing else, of which nobody interrupts either. */
    static Machine machine(MachinePlan plan, int size) {
        Machine machine = new Machine(plan, Memory.flat(size));
        machine.ports.out(0x21, 1, 0xFF);
        machine.ports.out(0xA1, 1, 0xFF);
        return machine;
    }

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
