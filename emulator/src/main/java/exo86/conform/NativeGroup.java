package exo86.conform;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import exo86.cpu.Cpu;
import exo86.cpu.Engine;
import exo86.cpu.InterruptController;
import exo86.cpu.PortBus;
import exo86.cpu.Segment;
import exo86.machine.Machine;
import exo86.machine.MachinePlan;
import exo86.mmu.Fault;
import exo86.mmu.Memory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Vectors of one form in 32-bit user mode, recorded from a real processor: registers, flags, memory, faults with error code and CR2. One vector
 * is a JSON object on a line.
 */
record NativeGroup(String file, String form, List<String> lines) implements Group {
    private static final int CODE = 0x10000800, DATA = 0x20000000, DATA_SIZE = 0x2000;
    private static final int IDT = 0x1000, GDT = 0x2000, TSS = 0x3000, HANDLERS = 0x4000, STACK = 0x6000, START = 0x7000, DIRECTORY = 0x8000;
    /** {@code out 0xF4,al}: how a handler says that it was reached. */
    private static final int OUT_IMMEDIATE = 0xF4E6, REACHED = 0xF4;
    private static final int MEMORY = 1 << 20;
    private static final long LONGEST = 100_000;
    private static final int FLAGS = 0xCD5, CONDITION_CODES = 0x4500;
    private static final int KERNEL_CODE = 0x00CF9A00, KERNEL_DATA = 0x00CF9200, USER_CODE = 0x00CFFB00, USER_DATA = 0x00CFF300;
    private static final Set<String> COMPARING = Set.of("fcom", "fucom", "ftst", "fxam");
    private static final String[] NAMES = {"eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi"};
    private static final String[] SEGMENTS = {"es", "cs", "ss", "ds", "fs", "gs"};
    /** Vectors with segments: their code segments begin where the page of the code does. */
    private static final int OFFSET = CODE & 0xFFF;
    private static final int LDT = 0xA000, LDT_SELECTOR = 0x30, TASK_SELECTOR = 0x28;

    @Override
    public String suite() {
        return "native";
    }

    @Override
    public String name() {
        return form;
    }

    @Override
    public void run(Listener listener, Subject subject) throws SuiteException {
        Bench bench = new Bench(subject);
        Optional<Bench> twin = subject.verified() ? Optional.of(new Bench(Subject.INTERPRETER)) : Optional.empty();
        for (int k = 0; k < lines.size() && !listener.enough(); k++) {
            String vector = form + "#" + k;
            if (!listener.wants(vector)) {
                continue;
            }
            try {
                JsonObject recorded = JsonParser.parseString(lines.get(k)).getAsJsonObject();
                listener.verdict(vector, isFloatingPoint() && !bench.hasFloatingPoint()
                    ? new Verdict.Skipped("x87: CPUID says that this processor has no floating-point unit") : bench.check(recorded, twin, listener));
            } catch (JsonParseException | IllegalStateException | IllegalArgumentException | IndexOutOfBoundsException | NullPointerException damaged) {
                throw damaged(vector);
            }
        }
    }

    private SuiteException damaged(String vector) {
        return new SuiteException(file + ": vector " + vector + ": damaged, expected the fields f b i m o eip w");
    }

    /** A handler that is reached ends the machine: port F4h is an exit port there. */
    @Override
    public Machine before(String vector, MachinePlan plan) throws SuiteException {
        for (int k = 0; k < lines.size(); k++) {
            if (vector.equals(form + "#" + k)) {
                try {
                    JsonObject recorded = JsonParser.parseString(lines.get(k)).getAsJsonObject();
                    Machine machine = Nobody.machine(plan.exitPorts(List.of(REACHED)), MEMORY);
                    new Bench(machine).place(recorded, HexFormat.of().parseHex(recorded.get("b").getAsString()));
                    return machine;
                } catch (JsonParseException | IllegalStateException | IllegalArgumentException | IndexOutOfBoundsException | NullPointerException damaged) {
                    throw damaged(vector);
                }
            }
        }
        throw new SuiteException(file + ": no vector " + vector);
    }

    private boolean isFloatingPoint() {
        return form.startsWith("f") && !form.startsWith("fault");
    }

    /** User code and data pages, and below 1 MiB a kernel whose handlers only say that they were reached. */
    private final class Bench implements PortBus, InterruptController {
        private final Memory memory;
        private final Cpu cpu;
        private final Subject subject;
        private final Engine engine;
        private final byte[] data = new byte[DATA_SIZE];
        private final List<String> wrong = new ArrayList<>();
        private final boolean floatingPoint;
        /** The vector came to the INT3 behind it. */
        private boolean reachedEnd;

        Bench(Subject subject) {
            this.subject = subject;
            memory = Memory.flat(MEMORY);
            cpu = new Cpu(memory, this, this);
            floatingPoint = prepare();
            engine = subject.plug(cpu);
        }

        /** On a machine, instead of being its board. */
        Bench(Machine machine) {
            subject = Subject.INTERPRETER;
            memory = machine.memory;
            cpu = machine.cpu;
            floatingPoint = prepare();
            engine = cpu.engine();
        }

        private boolean prepare() {
            int tables = DIRECTORY + 0x1000;
            memory.write32(DIRECTORY, tables | 7);
            for (int page = 0; page < 256; page++) {
                memory.write32(tables + page * 4, page << 12 | 3);
            }
            map(CODE & ~0xFFF, 0xC000, 0x20000);
            map(DATA, 0xD000, 0x30000);
            memory.write32(0xD000 + 4, 0x31000 | 7);
            for (int vector = 0; vector < 32; vector++) {
                memory.write16(HANDLERS + vector * 16, OUT_IMMEDIATE);
                memory.write32(IDT + vector * 8, 0x80000 | HANDLERS + vector * 16);
                memory.write32(IDT + vector * 8 + 4, 0xEE00);
            }
            descriptor(1, KERNEL_CODE);
            descriptor(2, KERNEL_DATA);
            descriptor(3, USER_CODE);
            descriptor(4, USER_DATA);
            memory.write32(GDT + TASK_SELECTOR, TSS << 16 | 103);
            memory.write32(GDT + TASK_SELECTOR + 4, 0x8900);
            memory.write32(TSS + 4, STACK);
            memory.write32(TSS + 8, 0x10);
            memory.write16(TSS + 102, 104);
            return start();
        }

        private void map(int linear, int table, int frame) {
            memory.write32(DIRECTORY + (linear >>> 22) * 4, table | 7);
            memory.write32(table + (linear >>> 12 & 0x3FF) * 4, frame | 7);
        }

        private void descriptor(int index, int high) {
            memory.write32(GDT + index * 8, 0xFFFF);
            memory.write32(GDT + index * 8 + 4, high);
        }

        /** Loads TR and turns paging on; answers what CPUID says about the floating-point unit. */
        private boolean start() {
            cpu.enterFlatProtectedMode(START);
            cpu.gdtBase = GDT;
            cpu.gdtLimit = 0xFF;
            cpu.idtBase = IDT;
            cpu.idtLimit = 0xFF;
            byte[] code = HexFormat.of().parseHex("0f00d8" + "b801000000" + "0fa2");
            memory.write(START, code, 0, code.length);
            cpu.eax = TASK_SELECTOR;
            cpu.step();
            cpu.step();
            cpu.step();
            cpu.cr0 |= Cpu.CR0_PG | Cpu.CR0_WP | Cpu.CR0_NE | Cpu.CR0_MP;
            cpu.cr3 = DIRECTORY;
            cpu.mmu.control(cpu.cr0, cpu.cr3, cpu.cr4, true);
            return (cpu.edx & 1) != 0;
        }

        boolean hasFloatingPoint() {
            return floatingPoint;
        }

        Verdict check(JsonObject vector, Optional<Bench> twin, Listener listener) {
            byte[] code = HexFormat.of().parseHex(vector.get("b").getAsString());
            long compiled = subject.compiled().applyAsLong(engine);
            execute(vector, code);
            if (subject.compiles()) {
                listener.executed(subject.compiled().applyAsLong(engine) > compiled);
            }
            wrong.clear();
            if (cpu.cpl == 3) {
                wrong.add("neither ends nor faults");
            } else {
                compareFault(vector, code.length);
                compareRegisters(vector);
                compareMemory(vector);
                if (vector.has("so")) {
                    compareSelectors(integers(vector, "so"));
                }
            }
            twin.ifPresent(other -> {
                other.execute(vector, code);
                wrong.addAll(Twin.differences(cpu, other.cpu));
            });
            int bits = bits(vector);
            return wrong.isEmpty() ? Verdict.PASSED : new Verdict.Failed(
                new Divergence(code, bits, origin(vector), wrong, ManualPage.of(code, bits, vector.has("x") ? vector.get("x").getAsInt() : -1), ""));
        }

        /** Runs until a handler is reached: what follows the code is INT3. */
        private void execute(JsonObject vector, byte[] code) {
            place(vector, code);
            cpu.deadline = LONGEST;
            cpu.run();
        }

        private void place(JsonObject vector, byte[] code) {
            byte[] page = new byte[0x1000];
            Arrays.fill(page, (byte) 0xCC);
            System.arraycopy(code, 0, page, 0x800, code.length);
            memory.write(0x20000, page, 0, page.length);
            Arrays.fill(data, (byte) 0);
            patch(vector.getAsJsonArray("m"));
            memory.write(0x30000, data, 0, DATA_SIZE);
            if (vector.has("l")) {
                enterSegments(integers(vector, "l"), integers(vector, "s"));
            } else {
                enterFlat();
            }
            for (int k = 0; k < 8; k++) {
                cpu.setRegister(k, integers(vector, "i")[k]);
            }
            cpu.eip = origin(vector);
            cpu.setEflags(integers(vector, "i")[8] | 2);
            cpu.time = 0;
        }

        private void patch(JsonArray changes) {
            for (JsonElement change : changes) {
                byte[] bytes = HexFormat.of().parseHex(change.getAsJsonArray().get(1).getAsString());
                System.arraycopy(bytes, 0, data, (int) change.getAsJsonArray().get(0).getAsLong() - DATA, bytes.length);
            }
        }

        private void enterFlat() {
            cpu.cpl = 3;
            for (int segment = 0; segment < 6; segment++) {
                cpu.setSegment(segment, segment == 1 ? 0x1B : 0x23, 0, -1, segment == 1 ? USER_CODE : USER_DATA);
            }
        }

        /** As a kernel does: LLDT, the data segments, and an IRET to code and stack. */
        private void enterSegments(int[] descriptors, int[] selectors) {
            for (int k = 0; k < descriptors.length; k++) {
                memory.write32(LDT + k * 4, descriptors[k]);
            }
            memory.write32(GDT + LDT_SELECTOR, LDT << 16 | descriptors.length * 4 - 1);
            memory.write32(GDT + LDT_SELECTOR + 4, 0x8200);
            cpu.cpl = 0;
            cpu.setSegment(1, 8, 0, -1, KERNEL_CODE);
            cpu.setSegment(2, 0x10, 0, -1, KERNEL_DATA);
            cpu.setEflags(2);
            byte[] code = HexFormat.of().parseHex("0f00d0" + "8ec1" + "8eda" + "8ee3" + "8eed" + "cf");
            memory.write(START, code, 0, code.length);
            cpu.eax = LDT_SELECTOR;
            cpu.ecx = selectors[0];
            cpu.edx = selectors[3];
            cpu.ebx = selectors[4];
            cpu.ebp = selectors[5];
            cpu.esp = STACK - 20;
            int[] frame = {OFFSET, selectors[1], 2, 0, selectors[2]};
            for (int k = 0; k < frame.length; k++) {
                memory.write32(cpu.esp + k * 4, frame[k]);
            }
            cpu.eip = START;
            for (int k = 0; k < 6; k++) {
                cpu.step();
            }
            if (cpu.cpl != 3) {
                throw new IllegalArgumentException("segments that cannot be loaded");
            }
        }

        private static int origin(JsonObject vector) {
            return vector.has("l") ? OFFSET : CODE;
        }

        private static int bits(JsonObject vector) {
            return vector.has("l") && (integers(vector, "l")[(integers(vector, "s")[1] >> 3) * 2 + 1] & Segment.BIG) == 0 ? 16 : 32;
        }

        private static int[] integers(JsonObject vector, String field) {
            return vector.getAsJsonArray(field).asList().stream().mapToInt(element -> (int) element.getAsLong()).toArray();
        }

        private void compareFault(JsonObject vector, int length) {
            int expected = vector.has("x") ? vector.get("x").getAsInt() : -1;
            int raised = cpu.eip - HANDLERS >>> 4;
            int after = memory.read32(cpu.esp) - 1 - origin(vector);
            reachedEnd = raised == Fault.BP && Integer.compareUnsigned(after, length) >= 0;
            int actual = reachedEnd ? -1 : raised;
            if (actual != expected) {
                wrong.add("exception " + (actual < 0 ? "none" : actual) + " not " + (expected < 0 ? "none" : expected));
            } else if (expected == Fault.PF) {
                // where the kernel's pages are here, the recording machine had none
                int present = Integer.compareUnsigned(cpu.cr2(), MEMORY) < 0 ? 1 : 0;
                compare("error code", memory.read32(cpu.esp) & ~present, vector.get("e").getAsInt());
                compare("cr2", cpu.cr2(), (int) vector.get("cr2").getAsLong());
            }
        }

        private void compare(String name, int actual, int expected) {
            if (actual != expected) {
                wrong.add("%s %08x not %08x".formatted(name, actual, expected));
            }
        }

        private void compareRegisters(JsonObject vector) {
            int frame = cpu.esp + (Fault.hasErrorCode(cpu.eip - HANDLERS >>> 4) ? 4 : 0);
            int eip = memory.read32(frame) - (reachedEnd ? 1 : 0);
            int eflags = memory.read32(frame + 8);
            int esp = memory.read32(frame + 12);
            JsonArray expected = vector.getAsJsonArray("o");
            int ignoredInEax = isFloatingPoint() && !COMPARING.contains(form) ? CONDITION_CODES : 0;
            for (int k = 0; k < 8 && !vector.has("ur"); k++) {
                int mask = k == 0 ? ~ignoredInEax : -1;
                compare(NAMES[k], (k == 4 ? esp : cpu.register(k)) & mask, (int) expected.get(k).getAsLong() & mask);
            }
            compare("eip", eip, (int) vector.get("eip").getAsLong());
            int recorded = (int) expected.get(8).getAsLong();
            int different = (eflags ^ recorded) & FLAGS & ~(vector.has("u") ? vector.get("u").getAsInt() : 0);
            if (different != 0) {
                wrong.add("flags " + Divergence.flags(eflags, different) + " not " + Divergence.flags(recorded, different));
            }
        }

        private void compareSelectors(int[] expected) {
            int frame = cpu.esp + (Fault.hasErrorCode(cpu.eip - HANDLERS >>> 4) ? 4 : 0);
            int[] actual = {cpu.es.selector, memory.read16(frame + 4), memory.read16(frame + 16), cpu.ds.selector, cpu.fs.selector, cpu.gs.selector};
            for (int k = 0; k < SEGMENTS.length; k++) {
                boolean null0 = actual[k] < 4 && expected[k] < 4;
                compare(SEGMENTS[k], null0 ? 0 : actual[k], null0 ? 0 : expected[k]);
            }
        }

        /** Where there are two right answers, the other one: a result within one unit in the last place may be either neighbour. */
        private void allow(JsonObject vector, byte[] actual) {
            for (JsonElement other : vector.has("a") ? vector.getAsJsonArray("a") : new JsonArray()) {
                byte[] bytes = HexFormat.of().parseHex(other.getAsJsonArray().get(1).getAsString());
                int at = (int) other.getAsJsonArray().get(0).getAsLong() - DATA;
                if (Arrays.equals(actual, at, at + bytes.length, bytes, 0, bytes.length)) {
                    System.arraycopy(bytes, 0, data, at, bytes.length);
                }
            }
        }

        private void compareMemory(JsonObject vector) {
            patch(vector.getAsJsonArray("w"));
            byte[] actual = new byte[DATA_SIZE];
            memory.read(0x30000, actual, 0, DATA_SIZE);
            allow(vector, actual);
            for (int at = 0; at < DATA_SIZE && !vector.has("ur") && !vector.has("nm") && wrong.size() < 16; at++) {
                if (actual[at] != data[at]) {
                    wrong.add("[%08x] %02x not %02x".formatted(DATA + at, actual[at], data[at]));
                }
            }
        }

        @Override
        public int in(int port, int bytes) {
            return -1 >>> 32 - 8 * bytes;
        }

        /** A handler was reached. */
        @Override
        public void out(int port, int bytes, int value) {
            cpu.stopRequested = true;
        }

        @Override
        public boolean raised() {
            return false;
        }

        @Override
        public int acknowledge() {
            return 0;
        }
    }
}
