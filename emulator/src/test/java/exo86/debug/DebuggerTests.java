package exo86.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import exo86.device.Disk;
import exo86.machine.Guests;
import exo86.machine.Machine;
import exo86.machine.MachinePlan;
import exo86.machine.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class DebuggerTests {
    /** Counts in a loop with a call, with paging on from a table at 1000h that maps the first 4 MiB, one page of it read-only. */
    private static final byte[] GUEST = Guests.bootSector("""
                    cli
                    xor ax, ax
                    mov ds, ax
                    mov ss, ax
                    mov sp, 0x7000
                    lgdt [gdtr]
                    mov eax, cr0
                    or al, 1
                    mov cr0, eax
                    jmp 8:flat
            bits 32
            flat:   mov ax, 16
                    mov ds, ax
                    mov es, ax
                    mov ss, ax
                    mov edi, 0x2000
                    mov eax, 3
            fill:   mov [edi], eax
                    add edi, 4
                    add eax, 0x1000
                    cmp edi, 0x3000
                    jb fill
                    and dword [0x2020], ~2
                    mov dword [0x1000], 0x2003
                    mov eax, 0x1000
                    mov cr3, eax
                    mov eax, cr0
                    or eax, 0x80010000
                    mov cr0, eax
                    mov ecx, 5
            again:  call count
                    loop again
                    mov dx, 0x604
                    mov ax, 0x2000
                    out dx, ax
                    hlt
            count:  push ebp
                    mov ebp, esp
                    inc dword [0x9000]
                    pop ebp
                    ret
            gdt:    dq 0, 0x00CF9A000000FFFF, 0x00CF92000000FFFF
            gdtr:   dw 23
                    dd gdt
            """);

    private static Machine machine() {
        return new Machine(MachinePlan.bare().disk(Disk.of(GUEST)));
    }

    private static Debugger debugger(Machine machine) {
        return new Debugger(machine, new Debugger.Workbench() {
            @Override
            public Optional<Machine> fresh() {
                return Optional.of(machine());
            }

            @Override
            public boolean type(byte[] bytes) {
                return true;
            }
        });
    }

    @Test
    void transcripts() throws IOException {
        Path file = Path.of(System.getProperty("exo86.root", ".")).resolve("emulator/src/test/resources/exo86/debug/transcript.txt");
        StringBuilder made = new StringBuilder();
        Debugger debugger = debugger(machine());
        List<String> lines = Files.readAllLines(file);
        for (String line : lines) {
            if (line.startsWith("(exo86)")) {
                String text = TextRendering.of(debugger.execute(line.substring("(exo86)".length())));
                made.append(line).append('\n').append(text.isEmpty() ? "" : text + "\n");
            }
        }
        if (Boolean.getBoolean("update.golden")) {
            Files.writeString(file, made);
        }
        assertEquals(String.join("\n", lines) + "\n", made.toString());
    }

    @Test
    void lookingLeavesNoTrace() {
        Machine alone = machine();
        Outcome end = alone.run(10_000_000_000L);
        assertInstanceOf(Outcome.PoweredOff.class, end);
        Machine watched = machine();
        Debugger debugger = debugger(watched);
        List<String> looks = new ArrayList<>(List.of("tb 0x7c00", "c", "si 40"));
        for (Command command : debugger.table.commands()) {
            boolean changes = List.of("set", "send", "reset", "continue", "finish", "advance", "delete", "disable").contains(command.name());
            if (!changes) {
                looks.add(command.name());
                looks.add(command.example());
            }
        }
        looks.addAll(List.of("b *0x9000", "walk 0x8000", "x/64xb 0x7c00", "x/8xw 0xfffffff0", "run-for 1000", "info mem", "info tlb", "regs", "bt", "disas", "info devices"));
        looks.forEach(debugger::execute);
        debugger.execute("delete");
        Answer last = debugger.execute("c");
        assertTrue(TextRendering.of(last).contains("turned the power off"), TextRendering.of(last));
        assertEquals(alone.time(), watched.time());
        assertEquals(alone.hash(), watched.hash());
    }

    @Test
    void conditionsAndCounts() {
        Debugger debugger = debugger(machine());
        debugger.execute("tb 0x7c00");
        debugger.execute("c");
        debugger.execute("si 14");
        Answer.Code code = (Answer.Code) debugger.execute("x/60i $pc");
        int count = code.lines().stream().filter(l -> l.text().equals("push ebp")).findFirst().orElseThrow().address().value();
        debugger.execute("b *0x%x if $ecx == 2".formatted(count));
        Answer.Stopped stopped = assertInstanceOf(Answer.Stopped.class, debugger.execute("c"));
        assertEquals("breakpoint 2, hit 1", stopped.reason());
        assertEquals(count, stopped.next().address().value());
        assertEquals("$1 = 2", TextRendering.of(debugger.execute("p $ecx")));
        assertEquals("$2 = 3", TextRendering.of(debugger.execute("p *0x9000")));
        assertTrue(TextRendering.of(debugger.execute("c")).contains("power off"));
    }

    @Test
    void expressions() {
        Debugger debugger = debugger(machine());
        String[][] cases = {{"1+2*3", "7"}, {"(1+2)*3", "9"}, {"0x10|1", "17"}, {"1<<4", "16"}, {"5 > 3 && 2 != 2", "0"}, {"!0", "1"}, {"~0", "-1"}, {"-1 == 0xffffffff", "1"},
            {"'a'", "97"}, {"7 % 4", "3"}, {"0xf000:0xfff0", "4294967280"}, {"6&3", "2"}, {"1 == 1 == 1", "1"}, {"2 >= 3", "0"}, {"$eip", "65520"}, {"eip", "65520"},
            {"*phys!0xffff0 & 0xff", "234"}, {"0b101", "5"}, {"1_000", "1000"}};
        for (String[] one : cases) {
            assertEquals(Long.parseLong(one[1]), Expressions.value(debugger, one[0]).value(), one[0]);
        }
        for (String bad : List.of("", "1+", "(1", "foo", "1 2", "$nothing", "0xzz", "1/0", "'a", "*", "((((", "[1]", "1.x", "99999999999999999999")) {
            assertInstanceOf(Answer.Failure.class, debugger.execute("p " + bad), bad);
        }
    }

    @Test
    void mistakesNameTheNextThingToType() {
        Debugger debugger = debugger(machine());
        assertEquals("No command 'brek'. Did you mean: break?", ((Answer.Failure) debugger.execute("brek")).message());
        for (String line : List.of("info", "info x", "b", "b nowhere", "x", "walk", "run-for", "run-for x", "p/q 1", "x/9999999999xw 0", "reset now", "set", "finish", "step", "list",
                "help nothing", "symbol-file /nowhere", "r", "delete 7", "si x", "si 0", "send \\xzz")) {
            if (debugger.execute(line) instanceof Answer.Failure failure) {
                assertFalse(failure.hint().isEmpty(), line + ": " + failure.message());
            }
        }
    }

    @Test
    void noLineThrows() {
        long seed = 20261123;
        Random random = new Random(seed);
        Debugger debugger = debugger(machine());
        List<String> words = new ArrayList<>(List.of("$eax", "0x7c00", "/4xw", "*", "(", ")", "if", ":", "!", "phys!", "-1", "[", "]", ".", "'", "99999999999", "/", "&", "\\", "é", "0x", "all"));
        debugger.table.commands().stream().map(Command::name).filter(n -> !List.of("continue", "advance", "finish", "symbol-file", "directory").contains(n)).forEach(words::add);
        for (int i = 0; i < 5000; i++) {
            StringBuilder line = new StringBuilder();
            for (int n = random.nextInt(6); n >= 0; n--) {
                line.append(words.get(random.nextInt(words.size()))).append(random.nextInt(3) == 0 ? "" : " ");
            }
            String text = line.toString().replaceAll("\\b9{11}\\b", "9");
            Answer answer = debugger.execute(text);
            TextRendering.of(answer);
            assertTrue(JsonParser.parseString(JsonRendering.of(text, answer)).isJsonObject(), "seed " + seed + ": " + text);
        }
    }

    @Test
    void jsonShape() {
        Debugger debugger = debugger(machine());
        JsonObject stop = JsonParser.parseString(JsonRendering.of("si", debugger.execute("si"))).getAsJsonObject();
        assertEquals("exo86/1", stop.get("schema").getAsString());
        assertEquals("stopped", stop.get("answer").getAsString());
        assertEquals("0x000fe05b", stop.getAsJsonObject("next").get("address").getAsString().replaceAll("fe...$", "fe05b"));
        debugger.execute("b *0x7c00");
        JsonObject table = JsonParser.parseString(JsonRendering.of("info b", debugger.execute("info b"))).getAsJsonObject();
        assertEquals("0x00007c00", table.getAsJsonArray("rows").get(0).getAsJsonObject().get("address").getAsString());
        assertEquals(1, table.getAsJsonArray("rows").get(0).getAsJsonObject().get("number").getAsInt());
    }

    @Test
    void theManualListsEveryCommand() throws IOException {
        String manual = Files.readString(Path.of(System.getProperty("exo86.root", ".")).resolve("docs/debugger.md"));
        for (Command command : debugger(machine()).table.commands()) {
            assertTrue(manual.contains("| `" + command.usage().replace("|", "\\|") + "` |"), "docs/debugger.md lacks a row for " + command.usage());
        }
    }
}
