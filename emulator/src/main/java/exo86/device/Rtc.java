package exo86.device;

import exo86.mmu.StateSink;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * The MC146818 clock with 128 bytes of CMOS memory, at ports 70h and 71h. Its time is a start date plus virtual time.
 *
 * <p>The three interrupt causes are found when somebody looks: the flags that register C shows are those that came up
 * since it was last read. Events exist only for enabled interrupts.
 */
public final class Rtc implements PortDevice {
    private static final long SECOND = 1_000_000_000;
    /** How long before its update the clock says that one is near. */
    private static final long UPDATE_WARNING = 244_000;
    private static final int HOURS_24 = 0x02;
    private static final int BINARY = 0x04;
    private static final int SET = 0x80;
    private static final int PERIODIC = 0x40;
    private static final int ALARM = 0x20;
    private static final int UPDATE = 0x10;

    private final Timeline timeline;
    private final Line irq;
    private final Timeline.Event periodic;
    private final Timeline.Event update;
    private final byte[] memory = new byte[128];
    private int index;
    /** Seconds since 1970 at virtual time {@link #phase}, a moment at which a second begins. */
    private long epoch;
    private long phase;
    private int flags;
    private long flagsSeen;

    /**
     * @param start the date at power-on, in seconds since 1970, UTC
     * @param ramBytes the size of memory that the CMOS reports to the firmware
     */
    public Rtc(Timeline timeline, Line irq, long start, long ramBytes, boolean disk) {
        this.timeline = timeline;
        this.irq = irq;
        this.epoch = start;
        this.periodic = timeline.event("rtc periodic", this::tick);
        this.update = timeline.event("rtc update", this::tick);
        memory[0x0a] = 0x26;
        memory[0x0b] = HOURS_24;
        memory[0x0d] = (byte) 0x80;
        configuration(ramBytes, disk);
    }

    private void configuration(long ramBytes, boolean disk) {
        memory[0x12] = (byte) (disk ? 0xf0 : 0);
        memory[0x14] = 0x04;
        word(0x15, 640);
        long extended = Math.clamp((ramBytes >> 10) - 1024, 0, 0xffff);
        word(0x17, (int) extended);
        memory[0x19] = (byte) (disk ? 47 : 0);
        word(0x30, (int) extended);
        word(0x34, Math.clamp((ramBytes >> 16) - 256, 0, 0xffff));
        int sum = 0;
        for (int i = 0x10; i <= 0x2d; i++) {
            sum += memory[i] & 0xff;
        }
        memory[0x2e] = (byte) (sum >> 8);
        memory[0x2f] = (byte) sum;
    }

    private void word(int at, int value) {
        memory[at] = (byte) value;
        memory[at + 1] = (byte) (value >> 8);
    }

    private boolean halted() {
        return (memory[0x0b] & SET) != 0;
    }

    private long seconds(long time) {
        return epoch + Math.floorDiv(time - phase, SECOND);
    }

    /** Hertz of the periodic flag, 0 when off. */
    private int rate() {
        int select = memory[0x0a] & 15;
        return select == 0 ? 0 : select <= 2 ? 128 << 2 - select : 32_768 >> select - 1;
    }

    /** Periods of the divider chain that have passed at a time. */
    private static long periods(long time, int hertz) {
        return time / SECOND * hertz + time % SECOND * hertz / SECOND;
    }

    private static long periodStart(long number, int hertz) {
        return number / hertz * SECOND + (number % hertz * SECOND + hertz - 1) / hertz;
    }

    private void tick() {
        settle();
    }

    /** Raises the flags that came up since the last look, the interrupt line, and the next events. */
    private void settle() {
        long now = timeline.now();
        int hertz = rate();
        if (hertz != 0 && periods(now, hertz) > periods(flagsSeen, hertz)) {
            flags |= PERIODIC;
        }
        if (!halted()) {
            long from = seconds(flagsSeen);
            long to = seconds(now);
            if (to > from) {
                flags |= UPDATE;
                for (long second = Math.max(from + 1, to - 86_399); second <= to; second++) {
                    if (alarmAt(second)) {
                        flags |= ALARM;
                        break;
                    }
                }
            }
        }
        flagsSeen = now;
        int enabled = memory[0x0b] & (PERIODIC | ALARM | UPDATE);
        irq.set((flags & enabled) != 0);
        if ((enabled & PERIODIC) != 0 && hertz != 0) {
            periodic.schedule(periodStart(periods(now, hertz) + 1, hertz));
        } else {
            periodic.cancel();
        }
        if ((enabled & (ALARM | UPDATE)) != 0 && !halted()) {
            update.schedule(phase + (Math.floorDiv(now - phase, SECOND) + 1) * SECOND);
        } else {
            update.cancel();
        }
    }

    private boolean alarmAt(long second) {
        LocalDateTime date = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
        return alarmField(1, date.getSecond(), false) && alarmField(3, date.getMinute(), false)
                && alarmField(5, date.getHour(), true);
    }

    private boolean alarmField(int register, int value, boolean hour) {
        int wanted = memory[register] & 0xff;
        return wanted >= 0xc0 || wanted == (hour ? encodeHour(value) : encode(value));
    }

    private int encode(int value) {
        return (memory[0x0b] & BINARY) != 0 ? value : value / 10 << 4 | value % 10;
    }

    private int decode(int value) {
        return (memory[0x0b] & BINARY) != 0 ? value : (value >> 4) * 10 + (value & 15);
    }

    private int encodeHour(int hour) {
        if ((memory[0x0b] & HOURS_24) != 0) {
            return encode(hour);
        }
        return encode(hour % 12 == 0 ? 12 : hour % 12) | (hour >= 12 ? 0x80 : 0);
    }

    private int decodeHour(int value) {
        if ((memory[0x0b] & HOURS_24) != 0) {
            return decode(value);
        }
        return decode(value & 0x7f) % 12 + ((value & 0x80) != 0 ? 12 : 0);
    }

    /** Copies the running time into the registers that show it. */
    private void show() {
        LocalDateTime date = LocalDateTime.ofEpochSecond(seconds(timeline.now()), 0, ZoneOffset.UTC);
        memory[0] = (byte) encode(date.getSecond());
        memory[2] = (byte) encode(date.getMinute());
        memory[4] = (byte) encodeHour(date.getHour());
        memory[6] = (byte) encode(date.getDayOfWeek().getValue() % 7 + 1);
        memory[7] = (byte) encode(date.getDayOfMonth());
        memory[8] = (byte) encode(date.getMonthValue());
        memory[9] = (byte) encode(date.getYear() % 100);
        memory[0x32] = (byte) encode(date.getYear() / 100 % 100);
    }

    /** Starts the clock from what the registers hold; a date that does not exist leaves the clock as it was. */
    private void take() {
        try {
            int year = decode(memory[0x32] & 0xff) * 100 + decode(memory[9] & 0xff);
            epoch = LocalDateTime.of(year, decode(memory[8] & 0xff), decode(memory[7] & 0xff),
                    decodeHour(memory[4] & 0xff), decode(memory[2] & 0xff), decode(memory[0] & 0xff))
                    .toEpochSecond(ZoneOffset.UTC);
            phase = timeline.now();
            flagsSeen = phase;
        } catch (DateTimeException impossible) {
            show();
        }
    }

    private static boolean isTime(int register) {
        return register <= 9 && register != 1 && register != 3 && register != 5 || register == 0x32;
    }

    private boolean updateNear() {
        return !halted() && Math.floorMod(timeline.now() - phase, SECOND) >= SECOND - UPDATE_WARNING;
    }

    @Override
    public int read(int port, int bytes) {
        if (port == 0x70) {
            return 0xff;
        }
        settle();
        if (isTime(index) && !halted()) {
            show();
        }
        return switch (index) {
            case 0x0a -> memory[0x0a] & 0x7f | (updateNear() ? 0x80 : 0);
            case 0x0c -> {
                int value = flags | ((flags & memory[0x0b] & 0x70) != 0 ? 0x80 : 0);
                flags = 0;
                irq.set(false);
                yield value;
            }
            default -> memory[index] & 0xff;
        };
    }

    @Override
    public void write(int port, int bytes, int value) {
        if (port == 0x70) {
            index = value & 0x7f;
            return;
        }
        settle();
        if (index == 0x0b) {
            controlB(value);
        } else if (isTime(index)) {
            if (!halted()) {
                show();
            }
            memory[index] = (byte) value;
            if (!halted()) {
                take();
            }
        } else if (index != 0x0c && index != 0x0d) {
            memory[index] = (byte) (index == 0x0a ? value & 0x7f : value);
        }
        settle();
    }

    private void controlB(int value) {
        boolean wasHalted = halted();
        if (!wasHalted && (value & SET) != 0) {
            show();
            value &= ~UPDATE;
        }
        memory[0x0b] = (byte) value;
        if (wasHalted && (value & SET) == 0) {
            take();
        }
    }

    @Override
    public void hash(StateSink sink) {
        sink.add(memory, 10, 118);
        sink.add((memory[1] & 0xff) | (memory[3] & 0xff) << 8 | (memory[5] & 0xff) << 16 | flags << 24);
        sink.add(index);
        sink.add(epoch);
        sink.add(phase);
        sink.add(flagsSeen);
        if (halted()) {
            sink.add(memory, 0, 10);
        }
    }
}
