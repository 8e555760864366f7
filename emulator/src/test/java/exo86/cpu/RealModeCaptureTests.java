package exo86.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import exo86.mmu.Memory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Single instructions in real mode, captured from an 80286, against this processor; where a 386 and later differ, the reason is in {@link #reasonToSkip}. */
class RealModeCaptureTests implements PortBus, InterruptController {
    private static final int AX = 0, CS = 4, SS = 5, DS = 6, ES = 7, SP = 8, BP = 9, SI = 10, DI = 11, IP = 12, FLAGS = 13;

    private final Memory memory = Memory.flat(2 << 20);
    private final Cpu cpu = new Cpu(memory, this, this);
    private final Map<String, Integer> skips = new TreeMap<>();
    private final Map<String, Integer> failures = new TreeMap<>();
    private final StringBuilder report = new StringBuilder();
    private JsonObject opcodes;
    private int passed;
    private int lockChecked;

    @Test
    void everyCapture() throws IOException {
        Path folder = SharedData.require("conformance/sst-80286-real");
        opcodes = JsonParser.parseString(Files.readString(folder.resolve("metadata.json"))).getAsJsonObject().getAsJsonObject("opcodes");
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.filter(p -> p.toString().endsWith(".MOO.gz")).sorted().toList();
        }
        for (Path file : files) {
            try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
                String opcode = file.getFileName().toString().replace(".MOO.gz", "");
                runFile(opcode, ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN));
            }
        }
        int failed = failures.values().stream().mapToInt(n -> n).sum();
        System.out.println("80286 captures: " + passed + " passed (" + lockChecked + " of them by the #UD of a misplaced LOCK), " + failed + " failed, skipped " + skips);
        assertEquals("", report.toString());
        assertTrue(passed > 30_000, "nearly all captures apply");
    }

    private void runFile(String opcode, ByteBuffer file) {
        int mask = flagsMask(opcode);
        while (file.remaining() >= 8) {
            String tag = tag(file);
            ByteBuffer body = slice(file);
            if (tag.equals("TEST")) {
                runTest(opcode, mask, body);
            }
        }
    }

    private int flagsMask(String opcode) {
        String[] parts = opcode.split("\\.");
        JsonObject entry = opcodes.getAsJsonObject(parts[0]);
        if (parts.length > 1) {
            entry = entry.getAsJsonObject("reg").getAsJsonObject(parts[1]);
        }
        return entry.has("flags-mask") ? entry.get("flags-mask").getAsInt() : 0xFFFF;
    }

    private static String tag(ByteBuffer from) {
        byte[] letters = new byte[4];
        from.get(letters);
        return new String(letters, StandardCharsets.US_ASCII);
    }

    private static ByteBuffer slice(ByteBuffer from) {
        int length = from.getInt();
        ByteBuffer part = from.slice(from.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        from.position(from.position() + length);
        return part;
    }

    /** Registers that a state lists: -1 for those it does not. */
    private static final class State {
        final int[] registers = new int[14];
        int[] addresses = {};
        int[] values = {};
    }

    private static State state(ByteBuffer chunk) {
        State state = new State();
        java.util.Arrays.fill(state.registers, -1);
        while (chunk.remaining() >= 8) {
            String tag = tag(chunk);
            ByteBuffer body = slice(chunk);
            if (tag.equals("REGS")) {
                int present = body.getShort() & 0xFFFF;
                for (int k = 0; k < 14; k++) {
                    if ((present & 1 << k) != 0) {
                        state.registers[k] = body.getShort() & 0xFFFF;
                    }
                }
            } else if (tag.equals("RAM ")) {
                int n = body.getInt();
                state.addresses = new int[n];
                state.values = new int[n];
                for (int k = 0; k < n; k++) {
                    state.addresses[k] = body.getInt();
                    state.values[k] = body.get() & 0xFF;
                }
            }
        }
        return state;
    }

    private void runTest(String opcode, int mask, ByteBuffer chunk) {
        int index = chunk.getInt();
        String name = "";
        byte[] code = {};
        State initial = new State();
        State last = new State();
        int exception = -1;
        while (chunk.remaining() >= 8) {
            String tag = tag(chunk);
            ByteBuffer body = slice(chunk);
            switch (tag) {
                case "NAME" -> name = text(body);
                case "BYTS" -> {
                    code = new byte[body.getInt()];
                    body.get(code);
                }
                case "INIT" -> initial = state(body);
                case "FINA" -> last = state(body);
                case "EXCP" -> exception = body.get() & 0xFF;
                default -> { }
            }
        }
        String reason = reasonToSkip(opcode, code, initial, exception);
        if (!reason.isEmpty()) {
            skips.merge(reason, 1, Integer::sum);
            return;
        }
        // the capture's own note of this address is rounded down to an even one
        int flagAddress = exception < 0 ? -1 : (initial.registers[SS] << 4) + (initial.registers[SP] - 2 & 0xFFFF);
        String wrong = execute(initial, last, mask, flagAddress, hasMisplacedLock(code));
        if (wrong.isEmpty()) {
            passed++;
        } else if (failures.merge(opcode, 1, Integer::sum) <= 2) {
            report.append(opcode).append(" #").append(index).append(' ').append(name).append(" [").append(java.util.HexFormat.of().formatHex(code))
                .append("]").append(exception >= 0 ? " exception %d at %x".formatted(exception, flagAddress) : "").append(':').append(wrong).append('\n');
        }
    }

    private static String text(ByteBuffer body) {
        byte[] bytes = new byte[body.getInt()];
        body.get(bytes, 0, Math.min(bytes.length, body.remaining()));
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    /** Differences between the silicon of an 80286 and that of a 386 and later; empty if there is none that shows here. */
    private String reasonToSkip(String opcode, byte[] code, State initial, int exception) {
        if (exception == 13 && code.length - 1 > 10) {
            return "more than 10 bytes: #GP on a 286, 15 on a 386";
        }
        if (exception == 13 && STRING_OPCODES.contains(opcode)) {
            return "a 286 has moved SI, DI and CX when a string instruction faults, a 386 has not";
        }
        if (exception == 13 && raises(12, initial)) {
            return "a word at SS:FFFF: interrupt 13 on a 286, 12 on a 386";
        }
        return "";
    }

    private static final List<String> STRING_OPCODES = List.of("6C", "6D", "6E", "6F", "A4", "A5", "A6", "A7", "AA", "AB", "AC", "AD", "AE", "AF");

    /** Whether this processor's first step from {@code initial} goes to interrupt {@code vector}. */
    private boolean raises(int vector, State initial) {
        for (int k = 0; k < initial.addresses.length; k++) {
            memory.write8(initial.addresses[k], initial.values[k]);
        }
        load(initial.registers);
        memory.write32(vector * 4, 0x12345678);
        cpu.step();
        memory.write32(vector * 4, 0);
        clean(initial, initial);
        return cpu.cs.selector == 0x1234 && cpu.eip == 0x5678;
    }

    private static boolean hasMisplacedLock(byte[] code) {
        exo86.isa.Instruction i = new exo86.isa.Instruction();
        exo86.isa.Decoder.decode(code, 0, code.length, 16, i);
        return i.lock && i.op == exo86.isa.Op.INVALID && i.row != exo86.isa.Row.INVALID;
    }

    private String execute(State initial, State last, int mask, int flagAddress, boolean misplacedLock) {
        for (int k = 0; k < initial.addresses.length; k++) {
            memory.write8(initial.addresses[k], initial.values[k]);
        }
        load(initial.registers);
        if (misplacedLock) {
            int ip = initial.registers[IP];
            cpu.step();
            boolean raised = (cpu.esp & 0xFFFF) == (initial.registers[SP] - 6 & 0xFFFF) && memory.read16(cpu.ss.base + (cpu.esp & 0xFFFF)) == ip;
            clean(initial, last);
            lockChecked++;
            return raised ? "" : " no #UD for a misplaced LOCK";
        }
        cpu.deadline = 300_000;
        Stop stop = cpu.run();
        String wrong = stop == Stop.HALTED ? compare(initial, last, mask, flagAddress) : " stopped with " + stop;
        clean(initial, last);
        return wrong;
    }

    private void load(int[] values) {
        cpu.reset();
        int[] order = {0, 3, 1, 2};
        for (int k = 0; k < 4; k++) {
            cpu.setRegister(order[k], values[AX + k]);
        }
        cpu.esp = values[SP];
        cpu.ebp = values[BP];
        cpu.esi = values[SI];
        cpu.edi = values[DI];
        cpu.cs.setReal(values[CS]);
        cpu.ss.setReal(values[SS]);
        cpu.ds.setReal(values[DS]);
        cpu.es.setReal(values[ES]);
        cpu.eip = values[IP];
        cpu.setEflags(values[FLAGS] & 0xFFF | 2);
    }

    private int[] current() {
        return new int[] {cpu.eax & 0xFFFF, cpu.ebx & 0xFFFF, cpu.ecx & 0xFFFF, cpu.edx & 0xFFFF, cpu.cs.selector, cpu.ss.selector, cpu.ds.selector,
            cpu.es.selector, cpu.esp & 0xFFFF, cpu.ebp & 0xFFFF, cpu.esi & 0xFFFF, cpu.edi & 0xFFFF, cpu.eip, cpu.eflags() & 0xFFFF};
    }

    private static final String[] NAMES = {"ax", "bx", "cx", "dx", "cs", "ss", "ds", "es", "sp", "bp", "si", "di", "ip", "flags"};

    private String compare(State initial, State last, int mask, int flagAddress) {
        StringBuilder wrong = new StringBuilder();
        int[] actual = current();
        for (int k = 0; k < 14; k++) {
            int expected = last.registers[k] >= 0 ? last.registers[k] : initial.registers[k];
            int compared = k == FLAGS ? mask & 0xFD5 : 0xFFFF;
            if (((actual[k] ^ expected) & compared) != 0) {
                wrong.append(" %s %04x not %04x".formatted(NAMES[k], actual[k], expected));
            }
        }
        for (int k = 0; k < last.addresses.length; k++) {
            int compared = last.addresses[k] == flagAddress ? mask & 0xD5 : last.addresses[k] == flagAddress + 1 ? mask >>> 8 & 0xF : 0xFF;
            int value = memory.read8(last.addresses[k]);
            if (((value ^ last.values[k]) & compared) != 0) {
                wrong.append(" [%05x] %02x not %02x".formatted(last.addresses[k], value, last.values[k]));
            }
        }
        return wrong.toString();
    }

    private void clean(State initial, State last) {
        for (int address : initial.addresses) {
            memory.write8(address, 0);
        }
        for (int address : last.addresses) {
            memory.write8(address, 0);
        }
    }

    @Override
    public int in(int port, int bytes) {
        return -1 >>> 32 - 8 * bytes;
    }

    @Override
    public void out(int port, int bytes, int value) {
        // nobody listens
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
