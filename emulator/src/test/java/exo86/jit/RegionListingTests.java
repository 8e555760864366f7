package exo86.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.asm.Assembler;
import exo86.cpu.Cpu;
import exo86.cpu.InterruptController;
import exo86.cpu.PortBus;
import exo86.mmu.Memory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the analyses say about a few regions, as golden text: the form that emitters work from. {@code -Dupdate.golden=true} accepts a change. */
final class RegionListingTests {
    private static final int CODE = 0x8000;
    private static final Path GOLDEN = Path.of(System.getProperty("exo86.root", ".."), "emulator/src/test/resources/exo86/jit/regions.txt");
    private static final String END = "----";

    private static final class NoBoard implements PortBus, InterruptController {
        @Override
        public int in(int port, int bytes) {
            return 0;
        }

        @Override
        public void out(int port, int bytes, int value) { }

        @Override
        public boolean raised() {
            return false;
        }

        @Override
        public int acknowledge() {
            return 0;
        }
    }

    private static Optional<String> listing(String source) {
        Memory memory = Memory.flat(1 << 20);
        byte[] code = Assembler.flat("bits 32\norg 0x8000\n" + source, "region", name -> Optional.empty()).flat().orElseThrow();
        memory.write(CODE, code, 0, code.length);
        NoBoard board = new NoBoard();
        Cpu cpu = new Cpu(memory, board, board);
        cpu.enterFlatProtectedMode(CODE);
        return new Jit(cpu).listing(CODE);
    }

    /** Without the bytecode, which changes with every better idea. */
    private static String lowered(String listing) {
        return listing.lines().filter(line -> !line.startsWith("            ") && !line.startsWith("region") && !line.equals("entered:") && !line.equals("leaving:"))
                .map(String::stripTrailing).collect(Collectors.joining("\n")).strip() + "\n";
    }

    @Test
    void loweredFormIsTheGoldenOne() throws IOException {
        StringBuilder made = new StringBuilder();
        String golden = Files.readString(GOLDEN);
        for (String part : golden.split("(?m)^====.*\n")) {
            if (!part.isBlank()) {
                String source = part.substring(0, part.indexOf(END));
                made.append("====\n").append(source).append(END).append('\n').append(lowered(listing(source).orElse("nothing is compiled")));
            }
        }
        if (Boolean.getBoolean("update.golden")) {
            Files.writeString(GOLDEN, made);
        }
        assertEquals(golden, made.toString());
    }

    @Test
    void bytecodeStandsBesideItsInstruction() {
        List<String> lines = listing("add eax, ecx\nret\n").orElseThrow().lines().toList();
        int at = lines.indexOf(lines.stream().filter(line -> line.contains("add eax,ecx")).findFirst().orElseThrow());
        assertEquals("iload eax", lines.get(at + 1).strip());
        assertTrue(lines.stream().anyMatch(line -> line.contains("istore eax")), lines.toString());
    }
}
