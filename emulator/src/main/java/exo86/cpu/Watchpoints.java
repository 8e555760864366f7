package exo86.cpu;

/**
 * The debug registers' breakpoints (SDM 3B 17.2, 17.3). An instruction breakpoint is looked for at each boundary, before the instruction; data and
 * port accesses report here while the instruction runs, and what they hit is a trap after it.
 *
 * <p>While a breakpoint is enabled ({@link #armed}) the processor runs instruction by instruction and no hot form applies, so {@link Access} sees
 * every operand; while none is, nothing is asked.
 */
final class Watchpoints {
    /** In DR6: general detect, single step, task switch. In DR7: general detect. */
    static final int BD = 1 << 13, BS = 1 << 14, BT = 1 << 15, GD = 1 << 13;
    private static final int ENABLES = 0xFF, LOCAL_ENABLES = 0x155;
    private static final int EXECUTE = 0, WRITE = 1, PORT = 2;

    /** B0–B3 that the running instruction has hit. */
    int hits;

    private final Cpu cpu;
    private final int[] registers;

    Watchpoints(Cpu cpu) {
        this.cpu = cpu;
        this.registers = cpu.debugRegisters;
    }

    boolean armed() {
        return (registers[7] & ENABLES) != 0;
    }

    /** B0–B3 of the breakpoints at the instruction at {@code linear}. */
    int atInstruction(int linear) {
        int found = 0;
        for (int k = 0; k < 4; k++) {
            if (enabled(k) && type(k) == EXECUTE && registers[k] == linear) {
                found |= 1 << k;
            }
        }
        return found;
    }

    void touchData(int linear, int size, boolean write) {
        for (int k = 0; k < 4; k++) {
            int type = type(k);
            if (enabled(k) && type != EXECUTE && type != PORT && (write || type != WRITE) && overlaps(k, linear, size)) {
                hits |= 1 << k;
            }
        }
    }

    void touchPort(int port, int size) {
        if ((cpu.cr4 & Cpu.CR4_DE) == 0) {
            return;
        }
        for (int k = 0; k < 4; k++) {
            if (enabled(k) && type(k) == PORT && overlaps(k, port, size)) {
                hits |= 1 << k;
            }
        }
    }

    private boolean enabled(int k) {
        return (registers[7] >>> 2 * k & 3) != 0;
    }

    private int type(int k) {
        return registers[7] >>> 16 + 4 * k & 3;
    }

    private boolean overlaps(int k, int at, int size) {
        int length = (registers[7] >>> 18 + 4 * k & 3) + 1;
        int first = registers[k] & -Integer.highestOneBit(length);
        return Integer.compareUnsigned(at - first, length) < 0 || Integer.compareUnsigned(first - at, size) < 0;
    }

    /** A task switch takes the local breakpoints away. */
    void disableLocal() {
        registers[7] &= ~LOCAL_ENABLES;
    }
}
