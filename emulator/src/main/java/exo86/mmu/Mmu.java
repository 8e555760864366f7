package exo86.mmu;

/**
 * Linear to physical: page walk, TLB, page maps, and every access of the processor by linear address (SDM 3A 4.3).
 *
 * <p>The idea: an access first asks the page map of its privilege level; a hit is plain RAM. A miss goes through the TLB, and if that does
 * not hold or permit it, through a walk of the tables, which sets accessed and dirty bits and raises #PF. Misses then read and write through
 * {@link Memory}, which knows holes, ROM and code lines.
 *
 * <p>Invariants: absence and missing permission are never cached; an access that crosses a page is translated on both sides before a byte
 * moves; a #PF has dropped the TLB's entry of its address and set {@link #faultAddress}.
 *
 * <p>The control-register bits that matter here are copied in by {@link #control}; what a change of them drops is decided there.
 */
public final class Mmu {
    private static final int PRESENT = TranslationBuffer.PRESENT, WRITABLE = TranslationBuffer.WRITABLE, USER = TranslationBuffer.USER;
    private static final int ACCESSED = TranslationBuffer.ACCESSED, DIRTY = TranslationBuffer.DIRTY, LARGE = TranslationBuffer.LARGE;
    private static final int GLOBAL = TranslationBuffer.GLOBAL;
    /** Bits 21–12 of a 4 MiB entry: no PSE-36, no PAT. */
    private static final int LARGE_RESERVED = 0x3FF000;

    private static final int CR0_WP = 1 << 16, CR0_PG = 1 << 31, CR4_PSE = 1 << 4, CR4_PGE = 1 << 7;

    public final Memory memory;
    /** Counts what may make an earlier translation wrong: whoever keeps one compares. */
    public int generation;
    /** CR2, written when #PF is raised: the fault is delivered before anything can read it. */
    public int faultAddress;
    /** The page maps of the two privilege levels: index 0 supervisor, 1 user. */
    private final PageMap[] readMaps, writeMaps;
    /** The maps of the current level: linear page to RAM offset, negative for a miss. */
    public int[] readMap, writeMap;
    /** The read map of the supervisor, through which descriptor tables are read at any level. */
    private final int[] systemReads;

    private final byte[] ram;
    private final TranslationBuffer tlb;
    private final Fault fault = new Fault();
    private boolean user;
    private boolean paging, writeProtect, largePages, globalPages;
    private int directory;

    public Mmu(Memory memory) {
        this(memory, new PageMaps());
    }

    /** With maps that nobody else has. */
    public Mmu(Memory memory, PageMaps maps) {
        this.memory = memory;
        this.readMaps = maps.reads;
        this.writeMaps = maps.writes;
        this.systemReads = readMaps[0].pages;
        this.tlb = maps.tlb;
        this.ram = memory.bytes;
        this.readMap = readMaps[0].pages;
        this.writeMap = writeMaps[0].pages;
        memory.onMappingChange(this::dropAll);
    }

    /** Tells the privilege level of the accesses that follow: true at CPL 3. */
    public void user(boolean isUser) {
        if (user == isUser) {
            return;
        }
        user = isUser;
        int level = isUser ? 1 : 0;
        readMap = readMaps[level].pages;
        writeMap = writeMaps[level].pages;
    }

    /** Takes over CR0, CR3 and CR4 after a change to any; {@code cr3Loaded} also if it got the value that it had. */
    public void control(int cr0, int cr3, int cr4, boolean cr3Loaded) {
        boolean pg = (cr0 & CR0_PG) != 0, pse = (cr4 & CR4_PSE) != 0, pge = (cr4 & CR4_PGE) != 0;
        boolean wp = (cr0 & CR0_WP) != 0;
        directory = cr3 & ~0xFFF;
        if (pg != paging || pse != largePages || pge != globalPages) {
            paging = pg;
            largePages = pse;
            globalPages = pge;
            dropAll();
        } else if (cr3Loaded) {
            tlb.drop(!globalPages);
            clearMaps();
        }
        if (wp != writeProtect) {
            writeProtect = wp;
            writeMaps[0].clear();
        }
    }

    private void dropAll() {
        tlb.drop(true);
        clearMaps();
    }

    private void clearMaps() {
        for (int level = 0; level < 2; level++) {
            readMaps[level].clear();
            writeMaps[level].clear();
        }
        generation++;
    }

    /** INVLPG, and what a #PF does to its own address. */
    public void dropPage(int linear) {
        int page = linear >>> 12;
        boolean large = tlb.isLarge(page);
        if (tlb.dropPage(page)) {
            dropFromMaps(page, large);
        }
    }

    private void dropFromMaps(int page, boolean large) {
        for (int level = 0; level < 2; level++) {
            if (large) {
                readMaps[level].dropLarge(page);
                writeMaps[level].dropLarge(page);
            } else {
                readMaps[level].drop(page);
                writeMaps[level].drop(page);
            }
        }
        generation++;
    }

    /** The page at RAM offset {@code page} now holds decoded code: stores to it must be seen. */
    public void holdsCode(int page) {
        writeMaps[0].dropFrame(page);
        writeMaps[1].dropFrame(page);
    }

    // ---- translation

    /** Physical address of {@code linear} for the current level; #PF if it may not. */
    private int translate(int linear, boolean write) {
        return translate(linear, write, user);
    }

    private int translate(int linear, boolean write, boolean asUser) {
        if (!paging) {
            return linear & memory.a20Mask();
        }
        int entry = tlb.entry(linear >>> 12);
        if (entry == 0 || !permits(entry, write, asUser) || write && (entry & DIRTY) == 0) {
            entry = walk(linear, write, asUser);
            if (entry == 0) {
                throw fault;
            }
        }
        return entry & ~0xFFF | linear & 0xFFF;
    }

    private boolean permits(int entry, boolean write, boolean asUser) {
        return asUser ? (entry & USER) != 0 && (!write || (entry & WRITABLE) != 0) : !write || (entry & WRITABLE) != 0 || !writeProtect;
    }

    /** Walks the tables, checks, sets accessed and dirty bits, fills the TLB; the entry of the 4 KiB page, or 0 with a #PF in {@link #fault}. */
    private int walk(int linear, boolean write, boolean asUser) {
        int pdeAddress = directory | linear >>> 20 & 0xFFC;
        int pde = memory.read32(pdeAddress);
        if ((pde & PRESENT) == 0) {
            return pageFault(linear, write, asUser, 0);
        }
        int set = ACCESSED | (write ? DIRTY : 0);
        if (largePages && (pde & LARGE) != 0) {
            if ((pde & LARGE_RESERVED) != 0) {
                return pageFault(linear, write, asUser, 9);
            }
            if (!permits(pde, write, asUser)) {
                return pageFault(linear, write, asUser, 1);
            }
            if ((pde & set) != set) {
                pde |= set;
                memory.write32(pdeAddress, pde);
            }
            int kept = pde & (PRESENT | WRITABLE | USER | DIRTY) | (globalPages ? pde & GLOBAL : 0);
            int filled = (pde & 0xFFC00000 | linear & 0x3FF000 | kept) & maskA20();
            replaces(linear, filled, true);
            tlb.fillLarge(linear >>> 12, (pde & 0xFFC00000 | kept) & maskA20());
            return filled;
        }
        int pteAddress = pde & ~0xFFF | linear >>> 10 & 0xFFC;
        int pte = memory.read32(pteAddress);
        if ((pte & PRESENT) == 0) {
            return pageFault(linear, write, asUser, 0);
        }
        int rights = pde & pte & (WRITABLE | USER);
        if (!permits(rights, write, asUser)) {
            return pageFault(linear, write, asUser, 1);
        }
        if ((pde & ACCESSED) == 0) {
            memory.write32(pdeAddress, pde | ACCESSED);
        }
        if ((pte & set) != set) {
            pte |= set;
            memory.write32(pteAddress, pte);
        }
        int entry = (pte & ~0xFFF | PRESENT | rights | pte & DIRTY | (globalPages ? pte & GLOBAL : 0)) & maskA20();
        replaces(linear, entry, false);
        tlb.fillSmall(linear >>> 12, entry);
        return entry;
    }

    /** Software changed the tables and dropped nothing, and a second walk has seen it: the maps must not know more than the TLB. */
    private void replaces(int linear, int entry, boolean large) {
        int old = tlb.entry(linear >>> 12);
        if (old != 0 && ((old ^ entry) & ~DIRTY) != 0) {
            dropFromMaps(linear >>> 12, large);
        }
    }

    private int maskA20() {
        return memory.a20Mask();
    }

    private int pageFault(int linear, boolean write, boolean asUser, int bits) {
        faultAddress = linear;
        dropPage(linear);
        fault.with(Fault.PF, bits | (write ? 2 : 0) | (asUser ? 4 : 0));
        return 0;
    }

    /** Whether a read of 4 bytes at the current level is a #PF, which then is {@link #fault}; not asked for two pages, where it is false and the read throws. */
    public boolean faultsOnRead(int linear) {
        if (!paging || (linear & 0xFFF) > 0xFFC) {
            return false;
        }
        int entry = tlb.entry(linear >>> 12);
        return (entry == 0 || !permits(entry, false, user)) && walk(linear, false, user) == 0;
    }

    /** The same for a write. */
    public boolean faultsOnWrite(int linear) {
        if (!paging || (linear & 0xFFF) > 0xFFC) {
            return false;
        }
        int entry = tlb.entry(linear >>> 12);
        return ((entry & DIRTY) == 0 || !permits(entry, true, user)) && walk(linear, true, user) == 0;
    }

    /** The last #PF. */
    public Fault fault() {
        return fault;
    }

    /** Where {@code linear} lies, for a debugger: no fault, no TLB fill, no accessed bit. The tables as they stand, not the TLB; -1 if absent. */
    public long probe(int linear) {
        if (!paging) {
            return (linear & memory.a20Mask()) & 0xFFFFFFFFL;
        }
        int pde = memory.read32(directory | linear >>> 20 & 0xFFC);
        if ((pde & PRESENT) == 0) {
            return -1;
        }
        if (largePages && (pde & LARGE) != 0) {
            return (pde & 0xFFC00000 | linear & 0x3FFFFF) & maskA20() & 0xFFFFFFFFL;
        }
        int pte = memory.read32(pde & ~0xFFF | linear >>> 10 & 0xFFC);
        return (pte & PRESENT) == 0 ? -1 : (pte & ~0xFFF & maskA20() | linear & 0xFFF) & 0xFFFFFFFFL;
    }

    /** The TLB's entry for {@code linear} in page-table layout, or 0: what the processor will use although the tables may have changed. */
    public int cached(int linear) {
        return paging ? tlb.entry(linear >>> 12) : 0;
    }

    /** Physical address of the instruction at {@code linear}; its page is in the read map then, if it is plain memory. */
    public int fetch(int linear) {
        int page = readMap[linear >>> 12];
        return page >= 0 ? page | linear & 0xFFF : translateRead(linear);
    }

    /** The same, and the page is in the read map afterwards if it is plain memory: for code that looks there instead of fetching anew. */
    public int fetchMapped(int linear) {
        return translateRead(linear);
    }

    /** Raises the #PF that a write of {@code length} bytes (at most a page) would raise, so that a later one does not. */
    public void checkWrite(int linear, int length) {
        translate(linear, true);
        if ((linear & 0xFFF) + length > 0x1000) {
            translate(linear + length - 1 & ~0xFFF, true);
        }
    }

    /** {@link #checkWrite} for an access that most often is to plain memory. */
    public void prepareWrite(int linear, int length) {
        if (writeMap[linear >>> 12] < 0 || (linear & 0xFFF) + length > 0x1000) {
            checkWrite(linear, length);
        }
    }

    /** RAM offset of {@code length} bytes at {@code linear} if all can be read at the current level without a closer look, else negative. */
    public int readable(int linear, int length) {
        int page = readMap[linear >>> 12];
        return page >= 0 && (linear & 0xFFF) + length <= 0x1000 ? page | linear & 0xFFF : -1;
    }

    /** The same for writing, as a user or a supervisor, whatever the current level. */
    public int writable(int linear, int length, boolean asUser) {
        int page = writeMaps[asUser ? 1 : 0].pages[linear >>> 12];
        return page >= 0 && (linear & 0xFFF) + length <= 0x1000 ? page | linear & 0xFFF : -1;
    }

    private int translateRead(int linear) {
        int physical = translate(linear, false);
        int page = memory.readOffset(physical);
        if (page >= 0) {
            readMaps[user ? 1 : 0].fill(linear >>> 12, page);
        }
        return physical;
    }

    private int translateWrite(int linear) {
        int physical = translate(linear, true);
        int page = memory.writeOffset(physical);
        if (page >= 0 && memory.mayBeWrittenUnseen(page)) {
            writeMaps[user ? 1 : 0].fill(linear >>> 12, page);
        }
        return physical;
    }

    // ---- accesses at the current level

    public int read8(int linear) {
        int page = readMap[linear >>> 12];
        return page >= 0 ? ram[page | linear & 0xFFF] & 0xFF : memory.read8(translateRead(linear));
    }

    public int read16(int linear) {
        int page = readMap[linear >>> 12];
        if (page >= 0 && (linear & 0xFFF) <= 0xFFE) {
            return (short) Memory.SHORT.get(ram, page | linear & 0xFFF) & 0xFFFF;
        }
        return slowRead16(linear);
    }

    public int read32(int linear) {
        int page = readMap[linear >>> 12];
        if (page >= 0 && (linear & 0xFFF) <= 0xFFC) {
            return (int) Memory.INT.get(ram, page | linear & 0xFFF);
        }
        return slowRead32(linear);
    }

    private int slowRead16(int linear) {
        int physical = translateRead(linear);
        if ((linear & 0xFFF) <= 0xFFE) {
            return memory.read16(physical);
        }
        return memory.read8(physical) | memory.read8(translateRead(linear + 1)) << 8;
    }

    private int slowRead32(int linear) {
        int physical = translateRead(linear);
        int inPage = 0x1000 - (linear & 0xFFF);
        if (inPage >= 4) {
            return memory.read32(physical);
        }
        int next = translateRead(linear + inPage);
        int value = 0;
        for (int i = 0; i < 4; i++) {
            value |= memory.read8(i < inPage ? physical + i : next + i - inPage) << 8 * i;
        }
        return value;
    }

    public void write8(int linear, int value) {
        int page = writeMap[linear >>> 12];
        if (page >= 0) {
            ram[page | linear & 0xFFF] = (byte) value;
        } else {
            memory.write8(translateWrite(linear), value);
        }
    }

    public void write16(int linear, int value) {
        int page = writeMap[linear >>> 12];
        if (page >= 0 && (linear & 0xFFF) <= 0xFFE) {
            Memory.SHORT.set(ram, page | linear & 0xFFF, (short) value);
        } else {
            slowWrite(linear, value, 2);
        }
    }

    public void write32(int linear, int value) {
        int page = writeMap[linear >>> 12];
        if (page >= 0 && (linear & 0xFFF) <= 0xFFC) {
            Memory.INT.set(ram, page | linear & 0xFFF, value);
        } else {
            slowWrite(linear, value, 4);
        }
    }

    private void slowWrite(int linear, int value, int length) {
        int inPage = 0x1000 - (linear & 0xFFF);
        if (inPage >= length) {
            int physical = translateWrite(linear);
            if (length == 2) {
                memory.write16(physical, value);
            } else {
                memory.write32(physical, value);
            }
            return;
        }
        int physical = translateWrite(linear);
        int next = translateWrite(linear + inPage);
        for (int i = 0; i < length; i++) {
            memory.write8(i < inPage ? physical + i : next + i - inPage, value >>> 8 * i);
        }
    }

    // ---- accesses to descriptor tables and task state: supervisor accesses at any level

    public int systemRead8(int linear) {
        int page = systemReads[linear >>> 12];
        return page >= 0 ? ram[page | linear & 0xFFF] & 0xFF : memory.read8(translateSystemRead(linear));
    }

    public int systemRead16(int linear) {
        if ((linear & 0xFFF) <= 0xFFE) {
            int page = systemReads[linear >>> 12];
            return page >= 0 ? (short) Memory.SHORT.get(ram, page | linear & 0xFFF) & 0xFFFF : memory.read16(translateSystemRead(linear));
        }
        return systemRead8(linear) | systemRead8(linear + 1) << 8;
    }

    public int systemRead32(int linear) {
        if ((linear & 0xFFF) <= 0xFFC) {
            int page = systemReads[linear >>> 12];
            return page >= 0 ? (int) Memory.INT.get(ram, page | linear & 0xFFF) : memory.read32(translateSystemRead(linear));
        }
        return systemRead16(linear) | systemRead16(linear + 2) << 16;
    }

    /** Two words, the lower one first: a descriptor or a gate, with one look at the page map. */
    public long systemRead64(int linear) {
        if ((linear & 0xFFF) <= 0xFF8) {
            int page = systemReads[linear >>> 12];
            if (page >= 0) {
                return (long) Memory.LONG.get(ram, page | linear & 0xFFF);
            }
        }
        int low = systemRead32(linear);
        return low & 0xFFFFFFFFL | (long) systemRead32(linear + 4) << 32;
    }

    private int translateSystemRead(int linear) {
        int physical = translate(linear, false, false);
        int page = memory.readOffset(physical);
        if (page >= 0) {
            readMaps[0].fill(linear >>> 12, page);
        }
        return physical;
    }

    public void systemWrite8(int linear, int value) {
        memory.write8(translate(linear, true, false), value);
    }

    public void systemWrite16(int linear, int value) {
        systemWrite8(linear, value);
        systemWrite8(linear + 1, value >>> 8);
    }

    public void systemWrite32(int linear, int value) {
        if ((linear & 0xFFF) <= 0xFFC) {
            memory.write32(translate(linear, true, false), value);
        } else {
            systemWrite16(linear, value);
            systemWrite16(linear + 2, value >>> 16);
        }
    }

    /** Adds the TLB and CR2; the page maps follow from it. */
    public void hash(StateSink sink) {
        sink.add(faultAddress);
        tlb.hash(sink);
    }
}
