package exo86.debug;

import exo86.cpu.Cpu;
import exo86.machine.Machine;
import exo86.mmu.Memory;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * One address space of the guest, for reading only: the linear one under a page directory, or the physical one. Reads tables and memory as they stand;
 * the TLB is neither asked nor filled and no accessed bit is set.
 */
final class GuestMemory {
    private static final int PRESENT = 1, LARGE = 0x80;

    private final Memory memory;
    private final boolean paging, largePages;
    private final Optional<HeldBytes> held;
    final int directory;

    private GuestMemory(Memory memory, boolean paging, boolean largePages, int directory) {
        this(memory, paging, largePages, directory, Optional.empty());
    }

    private GuestMemory(Memory memory, boolean paging, boolean largePages, int directory, Optional<HeldBytes> held) {
        this.memory = memory;
        this.held = held;
        this.paging = paging;
        this.largePages = largePages;
        this.directory = directory;
    }

    /** What the processor sees now. */
    static GuestMemory current(Machine machine) {
        return under(machine, machine.cpu.cr3);
    }

    /** What it would see with that CR3. */
    static GuestMemory under(Machine machine, int directory) {
        Cpu cpu = machine.cpu;
        return new GuestMemory(machine.memory, (cpu.cr0 & Cpu.CR0_PG) != 0, (cpu.cr4 & Cpu.CR4_PSE) != 0, directory & ~0xFFF);
    }

    static GuestMemory physical(Machine machine) {
        return new GuestMemory(machine.memory, false, false, 0);
    }

    /** In the place of memory the bytes of a variable that is elsewhere; {@link #real} is the memory again. */
    GuestMemory with(HeldBytes bytes) {
        return new GuestMemory(memory, paging, largePages, directory, Optional.of(bytes));
    }

    boolean isHeld() {
        return held.isPresent();
    }

    /** It holds a variable of which nothing is known. */
    boolean isUnknown() {
        return held.isPresent() && held.get().isUnknown();
    }

    GuestMemory real() {
        return held.isEmpty() ? this : new GuestMemory(memory, paging, largePages, directory);
    }

    boolean paging() {
        return paging;
    }

    boolean largePages() {
        return largePages;
    }

    /** A word of physical memory, for whoever walks tables. */
    int physicalWord(int address) {
        return memory.read32(address);
    }

    OptionalLong translate(int linear) {
        if (!paging) {
            return OptionalLong.of((linear & memory.a20Mask()) & 0xFFFF_FFFFL);
        }
        int pde = memory.read32(directory | linear >>> 20 & 0xFFC);
        if ((pde & PRESENT) == 0) {
            return OptionalLong.empty();
        }
        if (largePages && (pde & LARGE) != 0) {
            return OptionalLong.of((pde & 0xFFC00000 | linear & 0x3FFFFF) & memory.a20Mask() & 0xFFFF_FFFFL);
        }
        int pte = memory.read32(pde & ~0xFFF | linear >>> 10 & 0xFFC);
        return (pte & PRESENT) == 0 ? OptionalLong.empty() : OptionalLong.of((pte & ~0xFFF & memory.a20Mask() | linear & 0xFFF) & 0xFFFF_FFFFL);
    }

    OptionalInt read8(int linear) {
        if (held.isPresent()) {
            return held.get().read(linear);
        }
        OptionalLong at = translate(linear);
        return at.isEmpty() ? OptionalInt.empty() : OptionalInt.of(memory.read8((int) at.getAsLong()));
    }

    /** Little-endian, zero-extended; empty if any of the bytes is absent. */
    OptionalLong read(int linear, int size) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            OptionalInt part = read8(linear + i);
            if (part.isEmpty()) {
                return OptionalLong.empty();
            }
            value |= (long) part.getAsInt() << 8 * i;
        }
        return OptionalLong.of(value);
    }

    OptionalInt read32(int linear) {
        OptionalLong value = read(linear, 4);
        return value.isEmpty() ? OptionalInt.empty() : OptionalInt.of((int) value.getAsLong());
    }

    /** Up to {@code count} bytes, fewer where a page is absent. */
    byte[] bytes(int linear, int count) {
        byte[] found = new byte[count];
        for (int i = 0; i < count; i++) {
            OptionalInt part = read8(linear + i);
            if (part.isEmpty()) {
                return Arrays.copyOf(found, i);
            }
            found[i] = (byte) part.getAsInt();
        }
        return found;
    }
}
