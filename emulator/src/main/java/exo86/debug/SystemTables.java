package exo86.debug;

import exo86.cpu.Cpu;
import exo86.machine.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** The processor's tables in memory: interrupt gates, descriptors, the task state segment. */
final class SystemTables {
    private static final String[] EXCEPTIONS = {"#DE", "#DB", "NMI", "#BP", "#OF", "#BR", "#UD", "#NM", "#DF", "", "#TS", "#NP", "#SS", "#GP", "#PF", "", "#MF",
        "#AC"};

    private final Cpu cpu;
    private final GuestMemory memory;
    private final Symbols symbols;

    SystemTables(Machine machine, Symbols symbols) {
        this.cpu = machine.cpu;
        this.memory = GuestMemory.current(machine);
        this.symbols = symbols;
    }

    private boolean realMode() {
        return (cpu.cr0 & Cpu.CR0_PE) == 0;
    }

    /** Neighbours with the same gate are one row. */
    Answer.Table interrupts() {
        int size = realMode() ? 4 : 8;
        int count = Math.min(256, (cpu.idtLimit + 1) / size);
        List<List<Object>> rows = new ArrayList<>();
        int absent = 0;
        List<Object> last = List.of();
        for (int vector = 0; vector < count; vector++) {
            List<Object> gate = realMode() ? vector(cpu.idtBase + vector * 4) : gate(cpu.idtBase + vector * 8);
            if (gate.isEmpty()) {
                absent++;
            } else if (gate.equals(last) && !rows.isEmpty()) {
                String first = String.valueOf(rows.getLast().getFirst()).split("\\.\\.| ")[0];
                List<Object> row = new ArrayList<>(List.of("%s..%02x".formatted(first, vector)));
                row.addAll(gate);
                rows.set(rows.size() - 1, row);
            } else {
                String name = vector < EXCEPTIONS.length && !realMode() ? " " + EXCEPTIONS[vector] : "";
                List<Object> row = new ArrayList<>(List.of(("%02x".formatted(vector) + name).strip()));
                row.addAll(gate);
                rows.add(row);
            }
            last = gate;
        }
        String note = "IDT at %08x, limit %04x%s".formatted(cpu.idtBase, cpu.idtLimit, absent == 0 ? "" : ", %d entries are no present gate".formatted(absent));
        return new Answer.Table("idt", List.of("vector", "kind", "selector", "offset", "dpl", "place"), rows, rows.size(), note);
    }

    private List<Object> vector(int at) {
        OptionalInt word = memory.read32(at);
        if (word.isEmpty()) {
            return List.of();
        }
        int selector = word.getAsInt() >>> 16;
        int offset = word.getAsInt() & 0xFFFF;
        return List.of("vector", "%04x".formatted(selector), new Address(offset), 0, symbols.placeOf((selector << 4) + offset));
    }

    private List<Object> gate(int at) {
        OptionalInt low = memory.read32(at);
        OptionalInt high = memory.read32(at + 4);
        if (low.isEmpty() || high.isEmpty() || (high.getAsInt() & 0x8000) == 0) {
            return List.of();
        }
        String kind = switch (high.getAsInt() >>> 8 & 0x1F) {
            case 5 -> "task gate";
            case 6 -> "interrupt 16";
            case 7 -> "trap 16";
            case 14 -> "interrupt";
            case 15 -> "trap";
            default -> "no gate";
        };
        int offset = low.getAsInt() & 0xFFFF | high.getAsInt() & 0xFFFF0000;
        return List.of(kind, "%04x".formatted(low.getAsInt() >>> 16), new Address(offset), high.getAsInt() >>> 13 & 3, symbols.placeOf(offset));
    }

    Answer.Table descriptors() {
        List<List<Object>> rows = new ArrayList<>();
        int count = Math.min(8192, (cpu.gdtLimit + 1) / 8);
        for (int i = 1; i < count && !realMode(); i++) {
            OptionalInt low = memory.read32(cpu.gdtBase + i * 8);
            OptionalInt high = memory.read32(cpu.gdtBase + i * 8 + 4);
            if (low.isPresent() && high.isPresent() && (low.getAsInt() | high.getAsInt()) != 0) {
                rows.add(descriptor(i * 8, low.getAsInt(), high.getAsInt()));
            }
        }
        String note = "GDT at %08x, limit %04x%s".formatted(cpu.gdtBase, cpu.gdtLimit, realMode() ? "; not in use in real mode" : "");
        return new Answer.Table("gdt", List.of("selector", "base", "limit", "dpl", "kind"), rows, rows.size(), note);
    }

    private static List<Object> descriptor(int selector, int low, int high) {
        int limit = low & 0xFFFF | high & 0xF0000;
        boolean granular = (high & 1 << 23) != 0;
        int base = low >>> 16 | (high & 0xFF) << 16 | high & 0xFF000000;
        return List.of("%04x".formatted(selector), new Address(base), new Address(granular ? limit << 12 | 0xFFF : limit), high >>> 13 & 3, kind(high));
    }

    /** What bits 8–23 of a descriptor's second word say, in words. */
    static String kind(int rights) {
        String absent = (rights & 1 << 15) == 0 ? ", not present" : "";
        if ((rights & 1 << 12) == 0) {
            return switch (rights >>> 8 & 15) {
                case 1 -> "TSS 16";
                case 2 -> "LDT";
                case 3 -> "TSS 16 busy";
                case 9 -> "TSS";
                case 11 -> "TSS busy";
                case 4, 12 -> "call gate";
                case 5 -> "task gate";
                default -> "system type " + (rights >>> 8 & 15);
            } + absent;
        }
        String size = (rights & 1 << 22) != 0 ? " 32" : " 16";
        if ((rights & 1 << 11) != 0) {
            return "code" + size + ((rights & 1 << 9) != 0 ? ", readable" : "") + ((rights & 1 << 10) != 0 ? ", conforming" : "") + absent;
        }
        return "data" + size + ((rights & 1 << 9) != 0 ? ", writable" : ", read-only") + ((rights & 1 << 10) != 0 ? ", expand-down" : "") + absent;
    }

    Answer.Table task() {
        List<List<Object>> rows = new ArrayList<>();
        String[] names = {"link", "esp0", "ss0", "esp1", "ss1", "esp2", "ss2", "cr3", "eip", "eflags"};
        boolean loaded = (cpu.tr.selector & ~3) != 0 && (cpu.tr.rights >>> 8 & 15) >= 9;
        for (int i = 0; i < names.length && loaded; i++) {
            OptionalInt word = memory.read32(cpu.tr.base + 4 * i);
            rows.add(List.of(names[i], word.isPresent() ? new Address(word.getAsInt()) : "no memory"));
        }
        OptionalInt map = loaded ? memory.read32(cpu.tr.base + 100) : OptionalInt.empty();
        map.ifPresent(word -> rows.add(List.of("io map base", new Address(word >>> 16))));
        String note = loaded ? "TR %04x: TSS at %08x, limit %04x".formatted(cpu.tr.selector, cpu.tr.base, cpu.tr.limit) : "no 32-bit TSS is loaded (TR %04x)".formatted(cpu.tr.selector);
        return new Answer.Table("tss", List.of("field", "value"), rows, rows.size(), note);
    }
}
