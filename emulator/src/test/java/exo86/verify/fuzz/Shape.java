package exo86.verify.fuzz;

import java.util.Random;

/**
 * What surrounds a program.
 *
 * @param bits 16 or 32, the code segment's size
 * @param user at CPL 3
 * @param paging on, with pages that appear at the first touch and vanish again
 * @param flat segments; otherwise each has a base and a limit
 * @param wideStack SS.B
 * @param openPorts IOPL 3
 * @param interval instructions between two timer interrupts, on average; 0: none
 * @param laps how often the program is run
 * @param mode what a selector is; in modes of paragraphs code is 16-bit and segments are not flat
 * @param aligned #AC is on, until the first data that is not aligned, and again after the next interrupt
 * @param skew bytes by which CS begins lower where it is not flat, so that pages of EIP are not pages of linear addresses
 */
record Shape(int bits, boolean user, boolean paging, boolean flat, boolean wideStack, boolean openPorts, int interval, int laps, Mode mode, boolean aligned, int skew) {
    /** Of the processor. */
    enum Mode { PROTECTED, REAL, VIRTUAL }

    static Shape random(Random random, int laps) {
        boolean calm = laps >= CALM;
        int interval = random.nextInt(4) == 0 ? 0 : calm ? 5_000 << random.nextInt(4) : 40 << random.nextInt(8);
        int kind = random.nextInt(100);
        if (kind < 16) {
            return new Shape(16, false, false, false, false, false, interval, laps, Mode.REAL, false, 16 * random.nextInt(0x900));
        }
        if (kind < 32) {
            return new Shape(16, true, random.nextInt(4) > 0, false, false, calm || random.nextInt(4) > 0, interval, laps, Mode.VIRTUAL, random.nextInt(6) == 0,
                    16 * random.nextInt(0x900));
        }
        boolean aligned = kind < 44;
        boolean user = aligned || random.nextInt(3) > 0;
        boolean paging = random.nextInt(4) > 0;
        if (calm) {
            return new Shape(32, user, paging, true, true, false, interval, laps, Mode.PROTECTED, aligned, 0);
        }
        boolean flat = random.nextInt(100) < 65;
        int bits = !flat && random.nextInt(100) < 45 ? 16 : 32;
        return new Shape(bits, user, paging, flat, flat || random.nextBoolean(), random.nextInt(3) == 0, interval, laps, Mode.PROTECTED, aligned,
                flat || random.nextBoolean() ? 0 : random.nextInt(0x3000));
    }

    String text() {
        return "shape %d %b %b %b %b %b %d %d %s %b %d".formatted(bits, user, paging, flat, wideStack, openPorts, interval, laps, mode, aligned, skew);
    }

    static Shape parse(String line) {
        String[] words = line.split(" ");
        boolean more = words.length > 9;
        return new Shape(Integer.parseInt(words[1]), Boolean.parseBoolean(words[2]), Boolean.parseBoolean(words[3]), Boolean.parseBoolean(words[4]),
                Boolean.parseBoolean(words[5]), Boolean.parseBoolean(words[6]), Integer.parseInt(words[7]), Integer.parseInt(words[8]),
                more ? Mode.valueOf(words[9]) : Mode.PROTECTED, more && Boolean.parseBoolean(words[10]), more ? Integer.parseInt(words[11]) : 0);
    }

    Shape withLaps(int other) {
        return new Shape(bits, user, paging, flat, wideStack, openPorts, interval, other, mode, aligned, skew);
    }

    /** Plainer in one respect, or the same if there is nothing to it. */
    Shape plainer(int change) {
        boolean isProtected = mode == Mode.PROTECTED;
        return switch (change) {
            case 0 -> new Shape(bits, user, paging, flat, wideStack, openPorts, 0, laps, mode, aligned, skew);
            case 1 -> new Shape(bits, user, false, flat, wideStack, openPorts, interval, laps, mode, aligned, skew);
            case 2 -> isProtected ? new Shape(bits, false, paging, flat, wideStack, openPorts, interval, laps, mode, false, skew) : this;
            case 3 -> isProtected && bits == 32 ? new Shape(32, user, paging, true, true, openPorts, interval, laps, mode, aligned, 0) : this;
            case 4 -> new Shape(bits, user, paging, flat, wideStack, false, interval, laps, mode, aligned, skew);
            case 5 -> new Shape(bits, user, paging, flat, wideStack, openPorts, interval, laps, mode, false, skew);
            default -> new Shape(bits, user, paging, flat, wideStack, openPorts, interval, laps, mode, aligned, 0);
        };
    }

    static final int CHANGES = 7;

    boolean paragraphs() {
        return mode != Mode.PROTECTED;
    }

    String kind() {
        return aligned ? "aligned" : mode.name().toLowerCase(java.util.Locale.ROOT);
    }

    // ---- where things are: linear, which is physical but for the aliases

    static final int MEMORY = 4 << 20, GDT = 0x1000, IDT = 0x2000, TSS = 0x3000, DIRECTORY = 0x4000, TABLE = 0x5000, HANDLERS = 0x6000, KERNEL_STACK = 0xA000;
    static final int CODE = 0x10000, VARIABLES = 0x20000, DATA = 0x30000, DATA_END = 0x40000, STACK = 0x50000, STACK_END = 0x54000;
    /** Above this the frames of CODE … STACK_END appear a second time. */
    static final int ALIAS = 0x200000;
    /** Variables of the kernel: the place before the one to go on at after a fault, and counters. */
    static final int RESUME = VARIABLES, FAULTS = VARIABLES + 4, TICKS = VARIABLES + 8, LAPS = VARIABLES + 12, COUNTERS = VARIABLES + 0x40;
    static final int MOST_FAULTS = 200_000;
    /** Where a program goes on after faults: an address each, 0 after the last. */
    static final int PLACES = VARIABLES + 0x400, MOST_PLACES = 0x200;
    /** A program of so many laps is one of hot code: flat, few interrupts, few faults. */
    static final int CALM = 100;

    boolean calm() {
        return laps >= CALM;
    }

    int codeBase() {
        return flat ? 0 : (bits == 16 ? CODE : 0x4000) - skew;
    }

    /** Base of FS, through which the kernel's variables are reached. */
    int variableBase() {
        return paragraphs() ? VARIABLES : 0;
    }

    int dataBase() {
        return flat ? 0 : bits == 16 ? DATA - 0x200 : 0x340;
    }

    int extraBase() {
        return flat ? 0 : bits == 16 ? DATA - 0x100 : 0x90;
    }

    int stackBase() {
        return flat ? 0 : wideStack ? 0x1230 : STACK - 0x1000;
    }

    /** The last offset of data segments: before the end of the data, so that an access can go over it. */
    int dataLimit(int base) {
        return flat ? -1 : DATA_END - 0x123 - base;
    }

    int stackTop() {
        return STACK_END - 0x400 - stackBase();
    }
}
