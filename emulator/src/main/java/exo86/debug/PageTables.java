package exo86.debug;

import exo86.cpu.Cpu;
import exo86.debug.Answer.Entry;
import exo86.debug.Answer.Permission;
import exo86.machine.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The guest's page tables: one address followed through them with the verdict, and everything that is mapped. */
final class PageTables {
    private static final int PRESENT = 1, WRITABLE = 2, USER = 4, LARGE = 0x80;
    private static final String[] FLAGS = {"P", "W", "U", "PWT", "PCD", "A", "D", "PS", "G"};

    private final Machine machine;
    private final GuestMemory memory;

    PageTables(Machine machine) {
        this.machine = machine;
        this.memory = GuestMemory.current(machine);
    }

    /** Linear addresses from {@code from} to {@code last}, mapped to the physical ones from {@code physical}, all with the same rights. */
    record Mapping(int from, int last, int physical, boolean user, boolean writable) { }

    static String flags(int entry) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < FLAGS.length; i++) {
            if ((entry >>> i & 1) != 0) {
                text.append(text.isEmpty() ? "" : " ").append(FLAGS[i]);
            }
        }
        return (entry & PRESENT) == 0 ? "not present" : text.toString();
    }

    Answer.Walk walk(int linear) {
        Address physical = memory.translate(linear).stream().mapToObj(p -> new Address((int) p)).findFirst().orElse(null);
        if (!memory.paging()) {
            return new Answer.Walk(new Address(linear), new Address(machine.cpu.cr3), List.of(), Optional.ofNullable(physical),
                    "paging is off: linear is physical", List.of(), "");
        }
        List<Entry> entries = new ArrayList<>();
        int pdeAt = memory.directory | linear >>> 20 & 0xFFC;
        int pde = memory.physicalWord(pdeAt);
        entries.add(new Entry("PDE", linear >>> 22, new Address(pdeAt), new Address(pde), flags(pde)));
        boolean present = (pde & PRESENT) != 0;
        int rights = pde;
        boolean large = memory.largePages() && (pde & LARGE) != 0;
        if (present && !large) {
            int pteAt = pde & ~0xFFF | linear >>> 10 & 0xFFC;
            int pte = memory.physicalWord(pteAt);
            entries.add(new Entry("PTE", linear >>> 12 & 0x3FF, new Address(pteAt), new Address(pte), flags(pte)));
            present = (pte & PRESENT) != 0;
            rights &= pte;
        }
        List<Permission> permissions = permissions(present, rights);
        String verdict = present ? (large ? "4 MiB page, " : "") + rights(rights) : entries.getLast().table() + " is not present: any access is a page fault";
        return new Answer.Walk(new Address(linear), new Address(memory.directory), entries, Optional.ofNullable(physical), verdict, permissions,
                cached(linear));
    }

    private static String rights(int rights) {
        return ((rights & USER) != 0 ? "user and kernel" : "kernel only") + ", " + ((rights & WRITABLE) != 0 ? "writable" : "read-only");
    }

    private List<Permission> permissions(boolean present, int rights) {
        boolean user = (rights & USER) != 0;
        boolean writable = (rights & WRITABLE) != 0;
        boolean protect = (machine.cpu.cr0 & Cpu.CR0_WP) != 0;
        String absent = "no page";
        List<Permission> list = new ArrayList<>();
        list.add(new Permission("user", "read", present && user, !present ? absent : user ? "" : "U/S=0"));
        list.add(new Permission("user", "write", present && user && writable, !present ? absent : !user ? "U/S=0" : writable ? "" : "R/W=0"));
        list.add(new Permission("kernel", "read", present, present ? "" : absent));
        list.add(new Permission("kernel", "write", present && (writable || !protect),
                !present ? absent : writable ? "" : protect ? "R/W=0 and CR0.WP=1" : "R/W=0, but CR0.WP=0"));
        return list;
    }

    private String cached(int linear) {
        int entry = machine.cpu.mmu.cached(linear);
        if (entry == 0) {
            return "no entry";
        }
        boolean agrees = ((entry ^ entry(linear)) & (~0xFFF | PRESENT | WRITABLE | USER)) == 0;
        return (agrees ? "present, agrees with the tables: " : "STALE, the processor still uses ") + "%08x ".formatted(entry & ~0xFFF)
                + flags(entry);
    }

    /** Everything that is mapped, neighbours with the same rights and contiguous memory (or just the same rights) joined. */
    List<Mapping> mappings() {
        List<Mapping> found = new ArrayList<>();
        for (int i = 0; i < 1024 && memory.paging(); i++) {
            int pde = memory.physicalWord(memory.directory | i << 2);
            if ((pde & PRESENT) == 0) {
                continue;
            }
            if (memory.largePages() && (pde & LARGE) != 0) {
                add(found, i << 22, 0x3FFFFF, pde & 0xFFC00000, pde);
                continue;
            }
            for (int j = 0; j < 1024; j++) {
                int pte = memory.physicalWord(pde & ~0xFFF | j << 2);
                if ((pte & PRESENT) != 0) {
                    add(found, i << 22 | j << 12, 0xFFF, pte & ~0xFFF, pde & pte);
                }
            }
        }
        return found;
    }

    /** What the TLB holds, joined in the same way. */
    List<Mapping> cachedMappings() {
        List<Mapping> found = new ArrayList<>();
        for (int page = 0; page < 1 << 20; page++) {
            int entry = machine.cpu.mmu.cached(page << 12);
            if (entry != 0) {
                add(found, page << 12, 0xFFF, entry & ~0xFFF, entry);
            }
        }
        return found;
    }

    /** Whether the tables now say something else than the TLB. */
    boolean stale(Mapping cached) {
        for (int page = cached.from >>> 12; page <= cached.last >>> 12; page++) {
            int now = entry(page << 12);
            boolean same = (now & PRESENT) != 0 && (now & ~0xFFF) == cached.physical + (page << 12) - cached.from
                    && ((now & USER) != 0) == cached.user && ((now & WRITABLE) != 0) == cached.writable;
            if (!same) {
                return true;
            }
        }
        return false;
    }

    /** Frame and combined rights of a page as the tables say, 0 if absent. */
    private int entry(int linear) {
        int pde = memory.physicalWord(memory.directory | linear >>> 20 & 0xFFC);
        if ((pde & PRESENT) == 0) {
            return 0;
        }
        if (memory.largePages() && (pde & LARGE) != 0) {
            return pde & 0xFFC00000 | linear & 0x3FF000 | pde & 0xFFF;
        }
        int pte = memory.physicalWord(pde & ~0xFFF | linear >>> 10 & 0xFFC);
        return (pte & PRESENT) == 0 ? 0 : pte & ~0xFFF | pte & pde & 0xFFF;
    }

    private static void add(List<Mapping> found, int linear, int span, int physical, int rights) {
        boolean user = (rights & USER) != 0;
        boolean writable = (rights & WRITABLE) != 0;
        if (!found.isEmpty()) {
            Mapping before = found.getLast();
            boolean joins = before.last + 1 == linear && before.user == user && before.writable == writable
                    && before.physical + (linear - before.from) == physical;
            if (joins) {
                found.set(found.size() - 1, new Mapping(before.from, linear + span, before.physical, user, writable));
                return;
            }
        }
        found.add(new Mapping(linear, linear + span, physical, user, writable));
    }

    /** The same list with mappings joined that go on with the same rights, wherever in physical memory: what a program sees. */
    static List<Mapping> joined(List<Mapping> all) {
        List<Mapping> found = new ArrayList<>();
        for (Mapping next : all) {
            Mapping before = found.isEmpty() ? null : found.getLast();
            if (before != null && before.last + 1 == next.from && before.user == next.user && before.writable == next.writable) {
                found.set(found.size() - 1, new Mapping(before.from, next.last, before.physical, next.user, next.writable));
            } else {
                found.add(next);
            }
        }
        return found;
    }
}
