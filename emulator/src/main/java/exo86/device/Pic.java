package exo86.device;

import exo86.mmu.StateSink;

/**
 * One 8259A interrupt controller. {@link PicPair} wires two of them in cascade.
 *
 * <p>In edge mode a request is latched by a rising line and withdrawn when the line falls before it is acknowledged, as
 * the data sheet says; in level mode it follows the line. A request reaches the output when it is unmasked and its
 * priority is above everything in service.
 */
final class Pic {
    private final boolean master;
    private int lines;
    private int latched;
    private int inService;
    private int masked;
    private int base;
    private int levelByIcw;
    private int levelByElcr;
    private int lowest = 7;
    private int initStep;
    private int slaves;
    private boolean needsIcw4;
    private boolean single;
    private boolean autoEnd;
    private boolean rotateOnAutoEnd;
    private boolean specialMask;
    private boolean fullyNestedSpecial;
    private boolean readInService;
    private boolean poll;

    Pic(boolean master) {
        this.master = master;
    }

    void line(int number, boolean high) {
        int bit = 1 << number;
        if (high) {
            if ((lines & bit) == 0) {
                latched |= bit;
            }
            lines |= bit;
        } else {
            lines &= ~bit;
            latched &= ~bit;
        }
    }

    private int requests() {
        int level = levelByIcw | levelByElcr;
        return latched & ~level | lines & level;
    }

    /** The request that would be acknowledged now, -1 if none reaches the output. */
    int pending() {
        int wanted = requests() & ~masked;
        if (wanted == 0) {
            return -1;
        }
        int blocking = specialMask ? inService & ~masked : inService;
        for (int i = 1; i <= 8; i++) {
            int number = lowest + i & 7;
            int bit = 1 << number;
            boolean cascade = master && fullyNestedSpecial && (slaves & bit) != 0;
            if ((blocking & bit) != 0 && !cascade) {
                return -1;
            }
            if ((wanted & bit) != 0) {
                return number;
            }
        }
        return -1;
    }

    /** Takes a request into service. */
    void accept(int number) {
        int bit = 1 << number;
        latched &= ~bit;
        if (!autoEnd) {
            inService |= bit;
        } else if (rotateOnAutoEnd) {
            lowest = number;
        }
    }

    int vector(int number) {
        return base | number;
    }

    boolean everythingMasked() {
        return masked == 0xff;
    }

    int read(int offset) {
        if (poll) {
            poll = false;
            int number = pending();
            if (number < 0) {
                return 0;
            }
            accept(number);
            return 0x80 | number;
        }
        if (offset == 1) {
            return masked;
        }
        return readInService ? inService : requests();
    }

    void write(int offset, int value) {
        if (offset == 0) {
            if ((value & 0x10) != 0) {
                initialise(value);
            } else if ((value & 0x08) != 0) {
                operationWord3(value);
            } else {
                operationWord2(value);
            }
        } else {
            dataWord(value);
        }
    }

    private void initialise(int icw1) {
        latched = 0;
        masked = 0;
        inService = 0;
        lowest = 7;
        specialMask = false;
        readInService = false;
        poll = false;
        autoEnd = false;
        rotateOnAutoEnd = false;
        fullyNestedSpecial = false;
        levelByIcw = (icw1 & 0x08) != 0 ? 0xff : 0;
        single = (icw1 & 0x02) != 0;
        needsIcw4 = (icw1 & 0x01) != 0;
        initStep = 2;
    }

    private void dataWord(int value) {
        switch (initStep) {
            case 2 -> {
                base = value & 0xf8;
                initStep = !single ? 3 : needsIcw4 ? 4 : 0;
            }
            case 3 -> {
                slaves = value;
                initStep = needsIcw4 ? 4 : 0;
            }
            case 4 -> {
                fullyNestedSpecial = (value & 0x10) != 0;
                autoEnd = (value & 0x02) != 0;
                initStep = 0;
            }
            default -> masked = value;
        }
    }

    private void operationWord2(int value) {
        int number = value & 7;
        switch (value >> 5) {
            case 0 -> rotateOnAutoEnd = false;
            case 1 -> endHighest(false);
            case 3 -> inService &= ~(1 << number);
            case 4 -> rotateOnAutoEnd = true;
            case 5 -> endHighest(true);
            case 6 -> lowest = number;
            case 7 -> {
                inService &= ~(1 << number);
                lowest = number;
            }
            default -> { }
        }
    }

    /** Ends the highest in service; in special mask mode a masked one is not cleared by this. */
    private void endHighest(boolean rotate) {
        int candidates = specialMask ? inService & ~masked : inService;
        for (int i = 1; i <= 8; i++) {
            int number = lowest + i & 7;
            if ((candidates & 1 << number) != 0) {
                inService &= ~(1 << number);
                if (rotate) {
                    lowest = number;
                }
                return;
            }
        }
    }

    private void operationWord3(int value) {
        if ((value & 0x40) != 0) {
            specialMask = (value & 0x20) != 0;
        }
        if ((value & 0x04) != 0) {
            poll = true;
        } else if ((value & 0x02) != 0) {
            readInService = (value & 0x01) != 0;
        }
    }

    int levelTriggered() {
        return levelByElcr;
    }

    void levelTriggered(int mask) {
        levelByElcr = mask;
    }

    String describe() {
        return "base %02x irr %02x isr %02x imr %02x".formatted(base, requests(), inService, masked);
    }

    void hash(StateSink sink) {
        sink.add((long) lines | (long) latched << 8 | (long) inService << 16 | (long) masked << 24 | (long) base << 32
                | (long) levelByIcw << 40 | (long) levelByElcr << 48 | (long) lowest << 56 | (long) initStep << 60);
        sink.add(slaves | bit(needsIcw4, 8) | bit(single, 9) | bit(autoEnd, 10) | bit(rotateOnAutoEnd, 11)
                | bit(specialMask, 12) | bit(fullyNestedSpecial, 13) | bit(readInService, 14) | bit(poll, 15));
    }

    private static int bit(boolean set, int position) {
        return set ? 1 << position : 0;
    }
}
