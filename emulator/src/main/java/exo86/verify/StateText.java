package exo86.verify;

import exo86.cpu.Cpu;
import exo86.cpu.Segment;
import java.util.ArrayList;
import java.util.List;

/** A processor's state for people, and where two differ. */
public final class StateText {
    private static final String[] REGISTERS = {"eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi"};

    private StateText() { }

    public static String of(Cpu cpu) {
        StringBuilder text = new StringBuilder("time %d%n".formatted(cpu.time));
        for (int k = 0; k < 8; k++) {
            text.append("%s %08x%s".formatted(REGISTERS[k], cpu.register(k), k % 4 == 3 ? "\n" : "  "));
        }
        text.append("eip %08x  eflags %08x  cpl %d%n".formatted(cpu.eip, cpu.eflags(), cpu.cpl));
        for (int k = 0; k < 6; k++) {
            Segment segment = cpu.segment(k);
            text.append("%s %04x  base %08x  limit %08x  rights %06x%n".formatted(segment.name, segment.selector, segment.base, segment.limit, segment.rights >>> 8));
        }
        text.append("cr0 %08x  cr2 %08x  cr3 %08x  cr4 %08x%n".formatted(cpu.cr0, cpu.cr2(), cpu.cr3, cpu.cr4));
        text.append("gdt %08x/%04x  idt %08x/%04x  tr %04x  ldtr %04x%n".formatted(cpu.gdtBase, cpu.gdtLimit, cpu.idtBase, cpu.idtLimit, cpu.tr.selector, cpu.ldtr.selector));
        text.append("flags are lazy: operation %x  a %08x  b %08x  result %08x%n".formatted(cpu.flagOp, cpu.flagA, cpu.flagB, cpu.flagResult));
        return text.toString();
    }

    /** A line a difference: name, the value of {@code tested}, that of {@code reference}. */
    public static List<String> differences(Cpu tested, Cpu reference) {
        List<String> lines = new ArrayList<>();
        if (tested.time != reference.time) {
            lines.add("time %d not %d".formatted(tested.time, reference.time));
        }
        for (int k = 0; k < 8; k++) {
            add(lines, REGISTERS[k], tested.register(k), reference.register(k));
        }
        add(lines, "eip", tested.eip, reference.eip);
        add(lines, "eflags", tested.eflags(), reference.eflags());
        for (int k = 0; k < 6; k++) {
            Segment one = tested.segment(k);
            Segment other = reference.segment(k);
            add(lines, one.name, one.selector, other.selector);
            add(lines, one.name + " base", one.base, other.base);
            add(lines, one.name + " limit", one.limit, other.limit);
            add(lines, one.name + " rights", one.rights, other.rights);
        }
        add(lines, "cr0", tested.cr0, reference.cr0);
        add(lines, "cr2", tested.cr2(), reference.cr2());
        add(lines, "cr3", tested.cr3, reference.cr3);
        add(lines, "cr4", tested.cr4, reference.cr4);
        add(lines, "cpl", tested.cpl, reference.cpl);
        return lines;
    }

    private static void add(List<String> lines, String name, int tested, int reference) {
        if (tested != reference) {
            lines.add("%s %08x not %08x".formatted(name, tested, reference));
        }
    }
}
