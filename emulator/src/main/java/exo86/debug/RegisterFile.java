package exo86.debug;

import exo86.cpu.Cpu;
import exo86.cpu.Segment;
import exo86.machine.Machine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/** The processor's registers by name, as GDB and Intel call them. */
final class RegisterFile {
    static final List<String> GENERAL = List.of("eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi");
    private static final List<String> BYTES = List.of("al", "cl", "dl", "bl", "ah", "ch", "dh", "bh");

    private final Cpu cpu;
    private final Map<String, LongSupplier> readers = new LinkedHashMap<>();
    private final Map<String, IntConsumer> writers = new LinkedHashMap<>();

    RegisterFile(Machine machine) {
        cpu = machine.cpu;
        for (int i = 0; i < 8; i++) {
            int number = i;
            word(GENERAL.get(i), () -> cpu.register(number), value -> cpu.setRegister(number, value));
            readers.put(GENERAL.get(i).substring(1), () -> cpu.register(number) & 0xFFFF);
            readers.put(BYTES.get(i), () -> cpu.register(number & 3) >>> (number < 4 ? 0 : 8) & 0xFF);
        }
        word("eip", () -> cpu.eip, value -> cpu.eip = value);
        word("eflags", cpu::eflags, cpu::setEflags);
        word("pc", cpu::linearEip, value -> cpu.eip = value - cpu.cs.base);
        word("sp", () -> cpu.esp, value -> cpu.esp = value);
        word("fp", () -> cpu.ebp, value -> cpu.ebp = value);
        for (Segment segment : segments()) {
            readers.put(segment.name, () -> segment.selector);
            readers.put(segment.name + "_base", () -> segment.base & 0xFFFF_FFFFL);
        }
        readers.put("cr0", () -> cpu.cr0 & 0xFFFF_FFFFL);
        readers.put("cr2", () -> cpu.cr2() & 0xFFFF_FFFFL);
        readers.put("cr3", () -> cpu.cr3 & 0xFFFF_FFFFL);
        readers.put("cr4", () -> cpu.cr4 & 0xFFFF_FFFFL);
        readers.put("idt", () -> cpu.idtBase & 0xFFFF_FFFFL);
        readers.put("gdt", () -> cpu.gdtBase & 0xFFFF_FFFFL);
        readers.put("cpl", () -> cpu.cpl);
        readers.put("t", () -> cpu.time);
    }

    private interface Word {
        int read();
    }

    private void word(String name, Word reader, IntConsumer writer) {
        readers.put(name, () -> reader.read() & 0xFFFF_FFFFL);
        writers.put(name, writer);
    }

    List<Segment> segments() {
        return List.of(cpu.cs, cpu.ss, cpu.ds, cpu.es, cpu.fs, cpu.gs, cpu.tr, cpu.ldtr);
    }

    Collection<String> names() {
        return readers.keySet();
    }

    OptionalLong read(String name) {
        LongSupplier reader = readers.get(name);
        return reader == null ? OptionalLong.empty() : OptionalLong.of(reader.getAsLong());
    }

    /** False if there is no such register or it cannot be set. */
    boolean write(String name, int value) {
        IntConsumer writer = writers.get(name);
        if (writer == null) {
            return false;
        }
        writer.accept(value);
        cpu.stateChanged();
        return true;
    }

    /** EAX … EDI, EFLAGS, CR3: what a stop compares. */
    Map<String, Integer> watched() {
        Map<String, Integer> values = new LinkedHashMap<>();
        for (int i = 0; i < 8; i++) {
            values.put(GENERAL.get(i), cpu.register(i));
        }
        values.put("eflags", cpu.eflags());
        values.put("cr3", cpu.cr3);
        return values;
    }

    static String flags(int eflags) {
        String[] names = {"CF", "", "PF", "", "AF", "", "ZF", "SF", "TF", "IF", "DF", "OF", "", "", "NT", "", "RF", "VM", "AC"};
        List<String> set = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            if ((eflags >>> i & 1) != 0 && !names[i].isEmpty()) {
                set.add(names[i]);
            }
        }
        return (String.join(" ", set) + " IOPL=" + (eflags >>> 12 & 3)).strip();
    }

    /** What the processor is doing in words: real mode, protected mode, paging. */
    String mode() {
        if ((cpu.cr0 & Cpu.CR0_PE) == 0) {
            return "real mode";
        }
        String paging = (cpu.cr0 & Cpu.CR0_PG) != 0 ? ", paging" : "";
        return (cpu.eflags() & 1 << 17) != 0 ? "virtual-8086 mode" + paging : "protected mode" + paging + (cpu.cs.big() ? "" : ", 16-bit code");
    }
}
