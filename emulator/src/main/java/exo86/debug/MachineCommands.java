package exo86.debug;

import exo86.machine.Machine;
import java.util.ArrayList;
import java.util.List;

/** Commands about the machine below the programs, and about the kernel's environments. */
final class MachineCommands {
    private static final String MACHINE = "machine";
    private static final int SHOWN = 40;

    private MachineCommands() { }

    static List<Command> all() {
        return List.of(
            Command.of(MACHINE, "walk", "page", "walk ADDR", "follow an address through the page tables; who may access it, and what the TLB holds", "walk $esp", (d, f, rest) -> walk(d, rest)),
            Command.of(MACHINE, "info mem", "", "info mem [all]", "what is mapped, with rights", "info mem", (d, f, rest) -> mapped(d, rest)),
            Command.of(MACHINE, "info tlb", "", "info tlb [all]", "the TLB, with entries that disagree with the tables marked", "info tlb", (d, f, rest) -> cached(d, rest)),
            Command.of(MACHINE, "info idt", "", "info idt", "the interrupt descriptor table", "info idt", (d, f, rest) -> new SystemTables(d.machine, d.symbols).interrupts()),
            Command.of(MACHINE, "info gdt", "", "info gdt", "the global descriptor table", "info gdt", (d, f, rest) -> new SystemTables(d.machine, d.symbols).descriptors()),
            Command.of(MACHINE, "info tss", "", "info tss", "the task state segment", "info tss", (d, f, rest) -> new SystemTables(d.machine, d.symbols).task()),
            Command.of(MACHINE, "info devices", "", "info devices", "interrupt controllers, timer, disk, and what is due when", "info devices", (d, f, rest) -> devices(d.machine)),
            Command.of(MACHINE, "info envs", "", "info envs", "the exokernel's environments, read through its debug information", "info envs",
                    (d, f, rest) -> new KernelBooks(d.machine, d.symbols, d.registers).environments()));
    }

    private static Answer walk(Debugger debugger, String rest) {
        if (rest.isEmpty()) {
            throw new Refusal("walk to which address?", "walk $eip");
        }
        Expressions.Result place = Expressions.place(debugger, rest);
        if (place.physical()) {
            throw new Refusal("a physical address is not translated", "walk takes a linear one");
        }
        return new PageTables(debugger.machine).walk(place.address());
    }

    private static boolean all(String rest) {
        if (!rest.isEmpty() && !rest.equals("all")) {
            throw new Refusal("'" + rest + "' is not understood here", "info mem, or info mem all");
        }
        return !rest.isEmpty();
    }

    private static Answer.Table limited(String name, List<String> columns, List<List<Object>> rows, boolean all, String note) {
        List<List<Object>> shown = all || rows.size() <= SHOWN ? rows : rows.subList(0, SHOWN);
        return new Answer.Table(name, columns, shown, rows.size(), note);
    }

    private static Answer mapped(Debugger debugger, String rest) {
        boolean all = all(rest);
        if (!debugger.linear().paging()) {
            return new Answer.Table("mem", List.of(), List.of(), 0, "paging is off: linear addresses are physical");
        }
        List<List<Object>> rows = new ArrayList<>();
        for (PageTables.Mapping m : PageTables.joined(new PageTables(debugger.machine).mappings())) {
            rows.add(List.of(new Address(m.from()), new Address(m.last()), size(m), (m.user() ? "u" : "-") + "r" + (m.writable() ? "w" : "-")));
        }
        return limited("mem", List.of("from", "to", "size", "rights"), rows, all, rows.isEmpty() ? "nothing is mapped" : "");
    }

    private static String size(PageTables.Mapping mapping) {
        long bytes = (mapping.last() - mapping.from() & 0xFFFF_FFFFL) + 1;
        return bytes % (1 << 20) == 0 ? (bytes >> 20) + " MiB" : (bytes >> 10) + " KiB";
    }

    private static Answer cached(Debugger debugger, String rest) {
        boolean all = all(rest);
        PageTables tables = new PageTables(debugger.machine);
        List<List<Object>> rows = new ArrayList<>();
        for (PageTables.Mapping m : tables.cachedMappings()) {
            rows.add(List.of(new Address(m.from()), new Address(m.last()), new Address(m.physical()), size(m), (m.user() ? "u" : "-") + "r" + (m.writable() ? "w" : "-"),
                    tables.stale(m) ? "stale" : ""));
        }
        return limited("tlb", List.of("from", "to", "physical", "size", "rights", "state"), rows, all, rows.isEmpty() ? "the TLB is empty" : "");
    }

    private static Answer devices(Machine machine) {
        List<List<Object>> rows = new ArrayList<>();
        lines(rows, "pic", machine.pic.describe());
        lines(rows, "pit", machine.pit.describe());
        machine.ata.ifPresent(ata -> lines(rows, "ata", ata.describe()));
        rows.add(List.of("uart", "%s; %,d bytes received".formatted(machine.uart.wantsByte() ? "waits for input" : "does not wait for input", machine.input.log().size())));
        for (exo86.device.Timeline.Event event : machine.timeline.events()) {
            if (event.scheduled()) {
                rows.add(List.of("event", "%s due in %,d ns".formatted(event.name(), event.due() - machine.time())));
            }
        }
        return new Answer.Table("devices", List.of("device", "state"), rows, rows.size(), "");
    }

    private static void lines(List<List<Object>> rows, String device, String text) {
        for (String line : text.split("\n")) {
            rows.add(List.of(device, line));
        }
    }
}
