package exo86.device;

import exo86.mmu.StateSink;

/**
 * The primary ATA channel with one disk as device 0, programmed I/O only; device 1 is absent, so device 0 answers for it
 * with status 0, as the standard says.
 *
 * <p>A command makes the channel busy for a fixed virtual time, then data moves through {@link #buffer} in blocks of one
 * sector (READ/WRITE SECTORS, IDENTIFY) or of the multiple count. Between two blocks it is busy again. {@link Phase} says
 * what the end of the busy time, or of the transfer, leads to. INTRQ is raised at each block that a host reads, after
 * each block that it wrote, and at the end of a command without data; reading the status register takes it back.
 */
public final class Ata implements PortDevice {
    static final int MULTIPLE_MAX = 16;
    /** Busy time of a command, and between two blocks of one command, in nanoseconds. */
    static final long COMMAND_TIME = 5_000;
    static final long BLOCK_TIME = 1_000;

    private static final int ERROR = 0x01;
    private static final int REQUEST = 0x08;
    private static final int SEEK_COMPLETE = 0x10;
    private static final int READY = 0x40;
    private static final int BUSY = 0x80;
    private static final int ABORTED = 0x04;
    private static final int NOT_FOUND = 0x10;

    private enum Phase { IDLE, END, READ, WRITE_READY, WRITE, IDENTIFY, RESET, DIAGNOSTIC }

    private final Timeline.Event done;
    private final Timeline timeline;
    private final Line irq;
    private final Disk disk;
    private final AtaGeometry geometry;
    private AtaGeometry translation;

    private int status = READY | SEEK_COMPLETE;
    private int error = 1;
    private int features;
    private int count = 1;
    private int lbaLow = 1;
    private int lbaMid;
    private int lbaHigh;
    private int device;
    private int control;
    private boolean interrupt;
    private int multiple;

    private Phase phase = Phase.IDLE;
    private int pendingError;
    private int blockSectors;
    private int left;
    private final byte[] buffer = new byte[MULTIPLE_MAX * Disk.SECTOR];
    private int position;
    private int limit;

    public Ata(Timeline timeline, Line irq, Disk disk) {
        this.timeline = timeline;
        this.irq = irq;
        this.disk = disk;
        this.geometry = AtaGeometry.of(disk.sectors());
        this.translation = geometry;
        this.done = timeline.event("ata done", this::done);
    }

    private boolean absent() {
        return (device & 0x10) != 0;
    }

    @Override
    public boolean wide(int port) {
        return port == 0x1f0;
    }

    @Override
    public int read(int port, int bytes) {
        if (port == 0x1f0) {
            return readData(bytes);
        }
        if (port == 0x1f7) {
            interrupt = false;
            settle();
        }
        if (port == 0x1f7 || port == 0x3f6 || (status & BUSY) != 0) {
            return absent() && (status & BUSY) == 0 ? 0 : status;
        }
        return switch (port) {
            case 0x1f1 -> error;
            case 0x1f2 -> count;
            case 0x1f3 -> lbaLow;
            case 0x1f4 -> lbaMid;
            case 0x1f5 -> lbaHigh;
            default -> device | 0xa0;
        };
    }

    @Override
    public void write(int port, int bytes, int value) {
        if (port == 0x3f6) {
            deviceControl(value);
        } else if ((status & BUSY) != 0) {
            return;
        } else if (port == 0x1f0) {
            writeData(bytes, value);
        } else if ((status & REQUEST) == 0 || port == 0x1f6) {
            switch (port) {
                case 0x1f1 -> features = value;
                case 0x1f2 -> count = value;
                case 0x1f3 -> lbaLow = value;
                case 0x1f4 -> lbaMid = value;
                case 0x1f5 -> lbaHigh = value;
                case 0x1f6 -> device = value;
                default -> command(value);
            }
        }
        settle();
    }

    private void settle() {
        irq.set(interrupt && (control & 2) == 0 && !absent());
    }

    private void deviceControl(int value) {
        boolean wasReset = (control & 4) != 0;
        control = value;
        if ((value & 4) != 0) {
            interrupt = false;
            phase = Phase.IDLE;
            done.cancel();
            status = BUSY;
        } else if (wasReset) {
            busy(Phase.RESET, COMMAND_TIME);
        }
    }

    private void busy(Phase next, long time) {
        phase = next;
        status = BUSY;
        done.schedule(timeline.now() + time);
    }

    private void command(int command) {
        if (absent() && command != 0x90) {
            return;
        }
        interrupt = false;
        pendingError = 0;
        if ((command & 0xf0) == 0x10) {
            busy(Phase.END, COMMAND_TIME);
            return;
        }
        switch (command) {
            case 0x20, 0x21 -> transfer(Phase.READ, 1);
            case 0x30, 0x31 -> transfer(Phase.WRITE_READY, 1);
            case 0xc4 -> transferMultiple(Phase.READ);
            case 0xc5 -> transferMultiple(Phase.WRITE_READY);
            case 0x40, 0x41 -> verify();
            case 0xc6 -> setMultiple();
            case 0x90 -> busy(Phase.DIAGNOSTIC, COMMAND_TIME);
            case 0x91 -> initialiseParameters();
            case 0xec -> busy(Phase.IDENTIFY, COMMAND_TIME);
            case 0xef -> setFeatures();
            case 0xe7 -> {
                disk.writeBack();
                busy(Phase.END, COMMAND_TIME);
            }
            case 0xe0, 0xe1, 0xe2, 0xe3, 0x94, 0x95, 0x96, 0x97 -> busy(Phase.END, COMMAND_TIME);
            case 0xe5, 0x98 -> {
                count = 0xff;
                busy(Phase.END, COMMAND_TIME);
            }
            default -> {
                if ((command & 0xf0) == 0x70) {
                    fail(address() < 0 || address() >= geometry.total() ? NOT_FOUND : 0);
                } else {
                    fail(ABORTED);
                }
            }
        }
    }

    private void fail(int reason) {
        pendingError = reason;
        busy(Phase.END, COMMAND_TIME);
    }

    private void setMultiple() {
        boolean possible = count <= MULTIPLE_MAX && Integer.bitCount(count) <= 1;
        multiple = possible ? count : 0;
        fail(possible ? 0 : ABORTED);
    }

    /** Write cache and read-ahead on or off change nothing here; only PIO transfer modes exist. */
    private void setFeatures() {
        boolean known = switch (features) {
            case 0x02, 0x82, 0x55, 0xaa, 0x66, 0xcc -> true;
            case 0x03 -> count <= 1 || count >= 8 && count <= 12;
            default -> false;
        };
        fail(known ? 0 : ABORTED);
    }

    private void initialiseParameters() {
        if (count == 0) {
            fail(ABORTED);
        } else {
            translation = geometry.translated((device & 15) + 1, count);
            fail(0);
        }
    }

    private void verify() {
        long first = address();
        left = count == 0 ? 256 : count;
        fail(first < 0 || first + left > geometry.total() ? NOT_FOUND : 0);
    }

    private void transferMultiple(Phase phaseOfBlock) {
        if (multiple == 0) {
            fail(ABORTED);
        } else {
            transfer(phaseOfBlock, multiple);
        }
    }

    private void transfer(Phase phaseOfBlock, int sectorsOfBlock) {
        blockSectors = sectorsOfBlock;
        left = count == 0 ? 256 : count;
        long first = address();
        if (first < 0 || first >= geometry.total()) {
            fail(NOT_FOUND);
        } else {
            busy(phaseOfBlock, COMMAND_TIME);
        }
    }

    /** The sector that the registers name, -1 if they name none. */
    private long address() {
        if ((device & 0x40) != 0) {
            return (long) (device & 15) << 24 | lbaHigh << 16 | lbaMid << 8 | lbaLow;
        }
        return translation.address(lbaHigh << 8 | lbaMid, device & 15, lbaLow);
    }

    private void address(long sector) {
        if ((device & 0x40) != 0) {
            lbaLow = (int) sector & 0xff;
            lbaMid = (int) (sector >> 8) & 0xff;
            lbaHigh = (int) (sector >> 16) & 0xff;
            device = device & 0xf0 | (int) (sector >> 24) & 15;
        } else {
            long track = sector / translation.sectors();
            int cylinder = (int) (track / translation.heads());
            lbaLow = (int) (sector % translation.sectors()) + 1;
            lbaMid = cylinder & 0xff;
            lbaHigh = cylinder >> 8 & 0xff;
            device = device & 0xf0 | (int) (track % translation.heads());
        }
    }

    /** The busy time is over. */
    private void done() {
        status = READY | SEEK_COMPLETE;
        switch (phase) {
            case END -> end(pendingError);
            case READ -> {
                int sectors = reachable();
                if (sectors == 0) {
                    end(NOT_FOUND);
                } else {
                    for (int i = 0; i < sectors; i++) {
                        disk.read(address() + i, buffer, i * Disk.SECTOR);
                    }
                    offer(sectors);
                    interrupt = true;
                }
            }
            case WRITE_READY -> {
                if (reachable() == 0) {
                    end(NOT_FOUND);
                } else {
                    offer(Math.min(left, blockSectors));
                    phase = Phase.WRITE;
                }
            }
            case WRITE -> written();
            case IDENTIFY -> {
                AtaIdentity.fill(buffer, geometry, translation, multiple);
                left = 1;
                offer(1);
                interrupt = true;
            }
            case RESET, DIAGNOSTIC -> {
                interrupt = phase == Phase.DIAGNOSTIC;
                error = 1;
                count = 1;
                lbaLow = 1;
                lbaMid = 0;
                lbaHigh = 0;
                device = 0;
                phase = Phase.IDLE;
            }
            case IDLE -> { }
        }
        settle();
    }

    /** How many sectors of the next block the disk has. */
    private int reachable() {
        return Math.clamp(geometry.total() - address(), 0, Math.min(left, blockSectors));
    }

    private void offer(int sectors) {
        position = 0;
        limit = sectors * Disk.SECTOR;
        status = READY | SEEK_COMPLETE | REQUEST;
    }

    private void end(int reason) {
        phase = Phase.IDLE;
        error = reason;
        status = READY | SEEK_COMPLETE | (reason != 0 ? ERROR : 0);
        interrupt = true;
    }

    /** The host's block is complete: it goes to the disk, and the next one is wanted or the command is over. */
    private void written() {
        int sectors = limit / Disk.SECTOR;
        int there = Math.clamp(geometry.total() - address(), 0, sectors);
        for (int i = 0; i < there; i++) {
            disk.write(address() + i, buffer, i * Disk.SECTOR);
        }
        if (there < sectors) {
            end(NOT_FOUND);
            return;
        }
        step(sectors);
        if (left == 0) {
            end(0);
        } else if (reachable() == 0) {
            end(NOT_FOUND);
        } else {
            offer(Math.min(left, blockSectors));
            interrupt = true;
        }
    }

    /** Counts sectors off; after the last the registers name the last one, not the one behind it. */
    private void step(int sectors) {
        left -= sectors;
        count = left & 0xff;
        address(address() + sectors - (left == 0 ? 1 : 0));
    }

    private int readData(int bytes) {
        if ((status & REQUEST) == 0 || phase == Phase.WRITE || absent()) {
            return -1;
        }
        int value = 0;
        for (int i = 0; i < Math.max(2, bytes) && position < limit; i++) {
            value |= (buffer[position++] & 0xff) << 8 * i;
        }
        if (position >= limit) {
            blockRead();
        }
        return value;
    }

    private void blockRead() {
        if (phase == Phase.IDENTIFY) {
            left = 0;
        } else {
            step(limit / Disk.SECTOR);
        }
        if (left > 0) {
            busy(Phase.READ, BLOCK_TIME);
        } else {
            phase = Phase.IDLE;
            status = READY | SEEK_COMPLETE;
            error = 0;
        }
    }

    private void writeData(int bytes, int value) {
        if ((status & REQUEST) == 0 || phase != Phase.WRITE || absent()) {
            return;
        }
        for (int i = 0; i < Math.max(2, bytes) && position < limit; i++) {
            buffer[position++] = (byte) (value >>> 8 * i);
        }
        if (position >= limit) {
            busy(Phase.WRITE, BLOCK_TIME);
        }
    }

    /** One line, for people who look. */
    public String describe() {
        return "status %02x error %02x %s, %d sectors left at %d".formatted(status, error, phase, left, address());
    }

    @Override
    public void hash(StateSink sink) {
        sink.add((long) status | (long) error << 8 | (long) features << 16 | (long) count << 24 | (long) lbaLow << 32
                | (long) lbaMid << 40 | (long) lbaHigh << 48 | (long) device << 56);
        sink.add((long) control | (interrupt ? 1L << 8 : 0) | (long) multiple << 16
                | (long) phase.ordinal() << 24 | (long) pendingError << 32 | (long) blockSectors << 40);
        sink.add((long) left | (long) position << 16 | (long) limit << 32);
        sink.add((long) translation.heads() << 16 | translation.sectors());
        sink.add(buffer, 0, buffer.length);
        disk.hash(sink);
    }
}
