package exo86.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.ash.driver.Compiler;
import exo86.ash.driver.Layouts;
import exo86.ash.driver.Level;
import exo86.ash.driver.Options;
import exo86.ash.driver.Result;
import exo86.ash.driver.Root;
import exo86.elf.ElfWriter;
import exo86.link.LinkOptions;
import exo86.link.Linker;
import exo86.machine.ImageException;
import exo86.machine.Machine;
import exo86.machine.MachinePlan;
import exo86.machine.MultibootKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * What the debugger says of functions that are inlined: {@code inlined.ash}, optimised, and the session {@code inlined.txt}, numbers that depend on the code left out. With
 * {@code -Dupdate.golden=true} the session is written anew.
 */
final class InlinedFramesTests {
    private static final Path FOLDER = Path.of(System.getProperty("exo86.root", ".")).resolve("emulator/src/test/resources/exo86/debug");

    private static byte[] kernel() {
        Result result = new Compiler().compile(new Options(List.of(Root.of(FOLDER).shownAs("")), "inlined").at(Level.O));
        assertTrue(result.ok(), result.diagnostics().toString());
        var linked = Linker.link(List.of(result.object().orElseThrow()), Layouts.flat().layout(), LinkOptions.of("inlined", result.entry().orElseThrow()));
        return ElfWriter.write(linked.orThrow().program());
    }

    private static Machine machine(byte[] kernel) {
        try {
            return new Machine(MachinePlan.bare().kernel(MultibootKernel.read("inlined", kernel, 32, "", List.of())));
        } catch (ImageException wrong) {
            throw new AssertionError(wrong);
        }
    }

    private static Debugger debugger() throws Exception {
        byte[] kernel = kernel();
        Debugger debugger = new Debugger(machine(kernel), new Debugger.Workbench() {
            @Override
            public Optional<Machine> fresh() {
                return Optional.of(machine(kernel));
            }

            @Override
            public boolean type(byte[] bytes) {
                return false;
            }
        });
        debugger.add(SymbolFile.read("inlined", kernel));
        debugger.sourceFolder(FOLDER);
        return debugger;
    }

    /** Without addresses, times, instructions and registers. */
    private static String normalised(String text) {
        return text.replaceAll("(?m)^(  [\\w.]+)\\+?\\w*  \\w{8}: .*$", "$1 ...").replaceAll("(?m)^  e\\w+ \\w{8}->.*\n?", "").replaceAll(" +t=[\\d,]+", "")
                .replaceAll("\\b00\\w{6}\\b|\\b0x00\\w{6}\\b", "ADDRESS").replaceAll("\\+0x\\w+", "+N").stripTrailing();
    }

    @Test
    void namesOfInlinedFunctionsAreCompleted() throws Exception {
        Debugger debugger = debugger();
        debugger.execute("tb inlined.straight");
        debugger.execute("c");
        assertEquals(List.of("inlined.Tally.outer", "inlined.inner", "inlined.main", "inlined.mark"), List.copyOf(debugger.completions("b inlined.")).stream()
                .filter(name -> name.matches(".*(outer|inner|ma\\w+)")).toList());
    }

    @Test
    void session() throws Exception {
        Path file = FOLDER.resolve("inlined.txt");
        StringBuilder made = new StringBuilder();
        Debugger debugger = debugger();
        List<String> lines = Files.readAllLines(file);
        for (String line : lines) {
            if (line.startsWith("(exo86)")) {
                String text = normalised(TextRendering.of(debugger.execute(line.substring("(exo86)".length()))));
                made.append(line).append('\n').append(text.isEmpty() ? "" : text + "\n");
            }
        }
        if (Boolean.getBoolean("update.golden")) {
            Files.writeString(file, made);
        }
        assertEquals(String.join("\n", lines) + "\n", made.toString());
    }
}
