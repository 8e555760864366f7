package exo86.mmu;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Physical memory: RAM from 0 up, a ROM at the end of the first mebibyte and again at the end of the 4 GiB, holes that read all ones.
 *
 * <p>One byte array holds it all, the ROM in its place below 1 MiB, so that a page of either can be in a read map. {@link #readOffset} and
 * {@link #writeOffset} say which pages those are. Lines of {@link #LINE} bytes from which code was decoded are marked; any write to one tells
 * the {@link CodeWatcher}, with the bytes written. The A20 mask is applied to every physical address.
 */
public final class Memory {
    /** Bytes in a line, the unit of code tracking. */
    public static final int LINE = 128;
    public static final int LINE_SHIFT = 7;

    public static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN).withInvokeExactBehavior();
    public static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN).withInvokeExactBehavior();
    public static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN).withInvokeExactBehavior();

    private static final int HOLE_START = 0xA0000, ROM_START = 0xF0000, ROM_END = 0x100000;
    private static final int HIGH_ROM_START = 0xFFFF0000;
    private static final int A20 = 1 << 20;
    private static final CodeWatcher NOBODY = (at, length) -> true;
    private static final Runnable NOTHING = () -> { };

    /** RAM and ROM; index = physical address. */
    public final byte[] bytes;

    private final boolean flat;
    private final byte[] codeLines;
    /** Marked lines of each page. */
    private final byte[] codeLinesOfPage;
    private int a20Mask = -1;
    private CodeWatcher watcher = NOBODY;
    private Runnable mappingChanged = NOTHING;
    /** Null unless somebody asked for it. */
    private WriteLog log;

    /** A PC's memory: {@code size} bytes of RAM (whole pages, at least 1 MiB, below 2 GiB) with a hole from A0000 and an empty ROM at F0000. */
    public Memory(int size) {
        this(size, false);
        java.util.Arrays.fill(bytes, HOLE_START, ROM_END, (byte) 0xFF);
    }

    private Memory(int size, boolean flat) {
        if (size < 0x1000 || (size & 0xFFF) != 0 || !flat && size < ROM_END) {
            throw new IllegalArgumentException("memory of " + size + " bytes: not whole pages, or less than 1 MiB");
        }
        this.bytes = new byte[size];
        this.flat = flat;
        this.codeLines = new byte[size >>> LINE_SHIFT];
        this.codeLinesOfPage = new byte[size >>> 12];
    }

    /** RAM only, without hole or ROM: a bare board for tests. */
    public static Memory flat(int size) {
        return new Memory(size, true);
    }

    /** Bytes of RAM, counting those that hole and ROM hide. */
    public int size() {
        return bytes.length;
    }

    /** Puts {@code image} (at most 64 KiB) into the ROM so that it ends at 1 MiB. */
    public void loadRom(byte[] image) {
        System.arraycopy(image, 0, bytes, ROM_END - image.length, image.length);
        mappingChanged.run();
    }

    public boolean a20() {
        return a20Mask == -1;
    }

    /** Opens or closes the A20 gate; a change drops the whole TLB. */
    public void setA20(boolean open) {
        int mask = open ? -1 : ~A20;
        if (mask != a20Mask) {
            a20Mask = mask;
            mappingChanged.run();
        }
    }

    public int a20Mask() {
        return a20Mask;
    }

    /** RAM offset of the physical page at {@code address} for reading, or -1 if it is not plain memory. Applies A20. */
    public int readOffset(int address) {
        int a = address & a20Mask & ~0xFFF;
        if (flat) {
            return a >= 0 && a < bytes.length ? a : -1;
        }
        if (a >= HIGH_ROM_START && a < 0) {
            return a - HIGH_ROM_START + ROM_START;
        }
        return a >= 0 && a < bytes.length && (a < HOLE_START || a >= ROM_START) ? a : -1;
    }

    /** The same for writing: ROM is not writable. */
    public int writeOffset(int address) {
        int a = address & a20Mask & ~0xFFF;
        return a >= 0 && a < bytes.length && (flat || a < HOLE_START || a >= ROM_END) ? a : -1;
    }

    /** Physical byte, 0–255. */
    public int read8(int address) {
        int page = readOffset(address);
        return page < 0 ? 0xFF : bytes[page | address & 0xFFF] & 0xFF;
    }

    /** Physical little-endian word; the two bytes may lie anywhere. */
    public int read16(int address) {
        int page = readOffset(address);
        if (page >= 0 && (address & 0xFFF) <= 0xFFE) {
            return (short) SHORT.get(bytes, page | address & 0xFFF) & 0xFFFF;
        }
        return read8(address) | read8(address + 1) << 8;
    }

    public int read32(int address) {
        int page = readOffset(address);
        if (page >= 0 && (address & 0xFFF) <= 0xFFC) {
            return (int) INT.get(bytes, page | address & 0xFFF);
        }
        return read16(address) | read16(address + 2) << 16;
    }

    public void write8(int address, int value) {
        int page = writeOffset(address);
        if (page >= 0) {
            int at = page | address & 0xFFF;
            bytes[at] = (byte) value;
            if (log != null) {
                log.add(at, 1);
            }
            if (codeLines[at >>> LINE_SHIFT] != 0) {
                tell(at, 1);
            }
        }
    }

    public void write16(int address, int value) {
        int page = writeOffset(address);
        if (page >= 0 && (address & LINE - 1) <= LINE - 2) {
            int at = page | address & 0xFFF;
            SHORT.set(bytes, at, (short) value);
            if (log != null) {
                log.add(at, 2);
            }
            if (codeLines[at >>> LINE_SHIFT] != 0) {
                tell(at, 2);
            }
        } else {
            write8(address, value);
            write8(address + 1, value >>> 8);
        }
    }

    public void write32(int address, int value) {
        int page = writeOffset(address);
        if (page >= 0 && (address & LINE - 1) <= LINE - 4) {
            int at = page | address & 0xFFF;
            INT.set(bytes, at, value);
            if (log != null) {
                log.add(at, 4);
            }
            if (codeLines[at >>> LINE_SHIFT] != 0) {
                tell(at, 4);
            }
        } else {
            write16(address, value);
            write16(address + 2, value >>> 16);
        }
    }

    private void tell(int at, int length) {
        if (!watcher.codeWritten(at, length)) {
            unmarkCode(at);
        }
    }

    /** A device or the debugger copies out of memory. */
    public void read(int address, byte[] into, int offset, int length) {
        for (int i = 0; i < length; i++) {
            into[offset + i] = (byte) read8(address + i);
        }
    }

    /** A device or the debugger copies into memory; code that was decoded from it is dropped. */
    public void write(int address, byte[] from, int offset, int length) {
        for (int done = 0, part; done < length; done += part) {
            int to = address + done;
            part = Math.min(length - done, LINE - (to & LINE - 1));
            int page = writeOffset(to);
            if (page >= 0) {
                int at = page | to & 0xFFF;
                System.arraycopy(from, offset + done, bytes, at, part);
                if (codeLines[at >>> LINE_SHIFT] != 0) {
                    tell(at, part);
                }
            }
        }
    }

    /** The processor keeps code decoded from the line at RAM offset {@code at}. */
    public void markCode(int at) {
        if (codeLines[at >>> LINE_SHIFT] == 0) {
            codeLines[at >>> LINE_SHIFT] = 1;
            codeLinesOfPage[at >>> 12]++;
        }
    }

    public void unmarkCode(int at) {
        if (codeLines[at >>> LINE_SHIFT] != 0) {
            codeLines[at >>> LINE_SHIFT] = 0;
            codeLinesOfPage[at >>> 12]--;
        }
    }

    public boolean isCode(int at) {
        return codeLines[at >>> LINE_SHIFT] != 0;
    }

    /** Whether any line of the page at RAM offset {@code page} holds code. */
    public boolean isCodePage(int page) {
        return codeLinesOfPage[page >>> 12] != 0;
    }

    /** Writes every write to RAM down from now on. No page enters a write map then, so that even the processor's stores come by here, and take longer. */
    public void log(WriteLog newLog) {
        log = newLog;
        mappingChanged.run();
    }

    /** Whether stores to the page at RAM offset {@code page} may go past this class. */
    boolean mayBeWrittenUnseen(int page) {
        return log == null && !isCodePage(page);
    }

    public void watchCode(CodeWatcher codeWatcher) {
        watcher = codeWatcher;
    }

    void onMappingChange(Runnable action) {
        mappingChanged = action;
    }

    /** Adds all of memory and the A20 gate, not the code marks, which are no state of the machine. */
    public void hash(StateSink sink) {
        sink.add(a20Mask);
        sink.add(bytes, 0, bytes.length);
    }
}
