package exo86.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import exo86.mmu.Memory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Single instructions in 32-bit user mode against what a real processor did: registers, flags, memory, faults with error code and CR2. */
class NativeVectorTests {
    private static final int CODE = 0x10000800, DATA = 0x20000000, DATA_SIZE = 0x2000;
    private static final int IDT = 0x1000, GDT = 0x2000, TSS = 0x3000, HANDLERS = 0x4000, STACK = 0x6000, DIRECTORY = 0x8000;
    private static final int FLAGS = 0xCD5;

    private final Memory memory = Memory.flat(1 << 20);
    private final Guest devices = new Guest(1);
    private final Cpu cpu = new Cpu(memory, devices, devices);
    private final byte[] data = new byte[DATA_SIZE];

    @Test
    void everyVectorButFloatingPoint() throws IOException {
        tables();
        Map<String, Integer> failed = new TreeMap<>();
        StringBuilder report = new StringBuilder();
        int run = 0;
        int skipped = 0;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
            new GZIPInputStream(Files.newInputStream(SharedData.require("conformance/native/native-ia32-seed1.jsonl.gz"))), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonObject vector = JsonParser.parseString(line).getAsJsonObject();
                String form = vector.get("f").getAsString();
                if (isFloatingPoint(form)) {
                    skipped++;
                    continue;
                }
                run++;
                String wrong = check(vector);
                if (!wrong.isEmpty() && failed.merge(form, 1, Integer::sum) <= 3) {
                    report.append(form).append(": ").append(wrong).append("\n    ").append(line).append('\n');
                }
            }
        }
        System.out.println("native vectors: " + run + " run, " + failed.values().stream().mapToInt(n -> n).sum() + " failed, " + skipped
            + " skipped (x87: the processor has no floating-point unit)");
        assertEquals("", report.toString());
    }

    private static boolean isFloatingPoint(String form) {
        return form.startsWith("f") && !form.startsWith("fault");
    }

    /** User code and data pages, and below 1 MiB a kernel whose handlers are HLT. */
    private void tables() {
        int tables = DIRECTORY + 0x1000;
        memory.write32(DIRECTORY, tables | 7);
        for (int page = 0; page < 256; page++) {
            memory.write32(tables + page * 4, page << 12 | 3);
        }
        map(0x40, CODE & ~0xFFF, 0xC000, 0x20000);
        map(0x80, DATA, 0xD000, 0x30000);
        memory.write32(0xD000 + 4, 0x31000 | 7);
        for (int vector = 0; vector < 32; vector++) {
            memory.write32(IDT + vector * 8, 0x80000 | HANDLERS + vector * 16);
            memory.write32(IDT + vector * 8 + 4, 0xEE00);
            memory.write8(HANDLERS + vector * 16, 0xF4);
        }
        descriptor(1, 0x00CF9A00);
        descriptor(2, 0x00CF9200);
        descriptor(3, 0x00CFFA00);
        descriptor(4, 0x00CFF200);
        memory.write32(TSS + 4, STACK);
        memory.write32(TSS + 8, 0x10);
        memory.write16(TSS + 102, 104);
    }

    private void map(int directoryIndex, int linear, int table, int frame) {
        memory.write32(DIRECTORY + directoryIndex * 4, table | 7);
        memory.write32(table + (linear >>> 12 & 0x3FF) * 4, frame | 7);
    }

    private void descriptor(int index, int high) {
        memory.write32(GDT + index * 8, 0xFFFF);
        memory.write32(GDT + index * 8 + 4, high);
    }

    private String check(JsonObject vector) {
        byte[] code = HexFormat.of().parseHex(vector.get("b").getAsString());
        byte[] page = new byte[0x1000];
        System.arraycopy(code, 0, page, 0x800, code.length);
        page[0x800 + code.length] = (byte) 0xF4;
        memory.write(0x20000, page, 0, page.length);
        Arrays.fill(data, (byte) 0);
        patch(vector.getAsJsonArray("m"));
        memory.write(0x30000, data, 0, DATA_SIZE);
        enterUser(vector.getAsJsonArray("i"));
        do {
            cpu.step();
        } while (cpu.eip == CODE && cpu.cpl == 3 && cpu.time < 1000);
        StringBuilder wrong = new StringBuilder();
        int expectedVector = vector.has("x") ? vector.get("x").getAsInt() : -1;
        compareFault(vector, expectedVector, wrong);
        compareRegisters(vector, cpu.cpl == 0, wrong);
        patch(vector.getAsJsonArray("w"));
        byte[] actual = new byte[DATA_SIZE];
        memory.read(0x30000, actual, 0, DATA_SIZE);
        int at = Arrays.mismatch(data, actual);
        if (at >= 0 && !vector.has("ur")) {
            wrong.append(" memory %08x is %02x not %02x".formatted(DATA + at, actual[at], data[at]));
        }
        return wrong.toString();
    }

    private void patch(JsonArray changes) {
        for (JsonElement change : changes) {
            byte[] bytes = HexFormat.of().parseHex(change.getAsJsonArray().get(1).getAsString());
            System.arraycopy(bytes, 0, data, (int) change.getAsJsonArray().get(0).getAsLong() - DATA, bytes.length);
        }
    }

    private void enterUser(JsonArray initial) {
        cpu.reset();
        cpu.gdtBase = GDT;
        cpu.gdtLimit = 0xFF;
        cpu.idtBase = IDT;
        cpu.idtLimit = 0xFF;
        cpu.tr.set(0x28, TSS, 103, 0x8B00, true);
        cpu.cr0 |= Cpu.CR0_PE | Cpu.CR0_PG | Cpu.CR0_WP;
        cpu.cr3 = DIRECTORY;
        cpu.mmu.control(cpu.cr0, cpu.cr3, cpu.cr4, true);
        cpu.cpl = 3;
        for (int segment = 0; segment < 6; segment++) {
            cpu.segments[segment].set(segment == 1 ? 0x1B : 0x23, 0, -1, segment == 1 ? 0x00CFFB00 : 0x00CFF300, true);
        }
        for (int k = 0; k < 8; k++) {
            cpu.setRegister(REGISTERS[k], (int) initial.get(k).getAsLong());
        }
        cpu.setEflags((int) initial.get(8).getAsLong() | 2);
        cpu.eip = CODE;
        cpu.stateChanged();
    }

    /** The order of the vectors' registers: eax ecx edx ebx esp ebp esi edi. */
    private static final int[] REGISTERS = {0, 1, 2, 3, 4, 5, 6, 7};

    private void compareFault(JsonObject vector, int expected, StringBuilder wrong) {
        int actual = cpu.cpl == 3 ? -1 : cpu.eip - HANDLERS >>> 4;
        if (actual != expected) {
            wrong.append(" vector ").append(actual).append(" not ").append(expected);
        } else if (expected == 14) {
            int error = memory.read32(cpu.esp);
            if (error != vector.get("e").getAsInt()) {
                wrong.append(" error code ").append(error);
            }
            if (cpu.cr2() != (int) vector.get("cr2").getAsLong()) {
                wrong.append(" cr2 %08x".formatted(cpu.cr2()));
            }
        }
    }

    private void compareRegisters(JsonObject vector, boolean inHandler, StringBuilder wrong) {
        int frame = cpu.esp;
        if (inHandler && exo86.mmu.Fault.hasErrorCode(cpu.eip - HANDLERS >>> 4)) {
            frame += 4;
        }
        int eip = inHandler ? memory.read32(frame) : cpu.eip;
        int eflags = inHandler ? memory.read32(frame + 8) : cpu.eflags();
        int esp = inHandler ? memory.read32(frame + 12) : cpu.esp;
        JsonArray expected = vector.getAsJsonArray("o");
        boolean undefinedDestination = vector.has("ur");
        for (int k = 0; k < 8 && !undefinedDestination; k++) {
            int value = k == 4 ? esp : cpu.register(REGISTERS[k]);
            if (value != (int) expected.get(k).getAsLong()) {
                wrong.append(" r%d is %08x not %08x".formatted(k, value, (int) expected.get(k).getAsLong()));
            }
        }
        if (eip != (int) vector.get("eip").getAsLong()) {
            wrong.append(" eip %08x".formatted(eip));
        }
        int mask = FLAGS & ~(vector.has("u") ? vector.get("u").getAsInt() : 0);
        int difference = (eflags ^ (int) expected.get(8).getAsLong()) & mask;
        if (difference != 0) {
            wrong.append(" flags %03x wrong in %03x".formatted(eflags & FLAGS, difference));
        }
    }
}
