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
import exo86.elf.dwarf.Subprogram;
import exo86.link.LinkOptions;
import exo86.link.Linker;
import exo86.machine.Machine;
import exo86.machine.MachinePlan;
import exo86.machine.MultibootKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the debugger says of optimised code is what it says of the same program as written: the compiler's test programs, built as kernels at both levels, stop wherever they
 * print, and frames and the values of their variables are compared. A variable may be optimised out, but not have another value.
 */
final class OptimisedVariablesTests {
    private static final Path PROGRAMS = Path.of(System.getProperty("exo86.root", ".")).resolve("toolchain/src/test/ashlar/run");
    private static final String HEADER = """

            struct Multiboot @size(12) { magic: u32, flags: u32, checksum: u32 }

            @section(".multiboot") @keep
            const HEADER: Multiboot = Multiboot{ magic: 0x1BADB002, flags: 0, checksum: 0x100000000 - 0x1BADB002 }

            """;
    private static final int MOST_STOPS = 60;
    /** Both builds have their own addresses, in pointers and in numbers that were made of them. */
    private static final Pattern POINTER = Pattern.compile("0x[0-9a-f]{8}(?![0-9a-f)])|\\(0x1[0-9a-f]{5,6}\\)");

    @TempDir
    Path folder;

    private final Compiler compiler = new Compiler();

    private int compared;
    private int inlined;
    private final List<String> lies = new ArrayList<>();

    /** The host of the programs for a machine without a system: it prints nothing, and ends by turning the power off. */
    private static String host() throws IOException {
        String text = Files.readString(PROGRAMS.resolve("host.ash"));
        text = text.replace("system module host\n", "system module host\n" + HEADER);
        return text.replaceAll("(?s)(asm fn write\\([^{]*\\{).*?\n}", "$1\n    ret\n}").replaceAll("(?s)(asm fn install\\([^{]*\\{).*?\n}", "$1\n    ret\n}")
                .replaceAll("(?s)(asm fn exit\\([^{]*\\{).*?\n}", "$1\n    mov edx, 0x604\n    mov eax, 0x2000\n    out dx, ax\n    hlt\n}");
    }

    private Debugger debugger(String program, Level level) throws Exception {
        Result result = compiler.compile(new Options(List.of(Root.of(folder).shownAs("")), program).at(level));
        assertTrue(result.ok(), result.diagnostics().toString());
        var linked = Linker.link(List.of(result.object().orElseThrow()), Layouts.flat().layout(), LinkOptions.of(program, result.entry().orElseThrow()));
        byte[] kernel = ElfWriter.write(linked.orThrow().program());
        Machine machine = new Machine(MachinePlan.bare().kernel(MultibootKernel.read(program, kernel, 32, "", List.of())));
        Debugger debugger = new Debugger(machine, Debugger.Workbench.NONE);
        debugger.add(SymbolFile.read(program, kernel));
        debugger.execute("tb *" + program + ".start");
        debugger.execute("c");
        debugger.execute("set var $esp = 0x1f00000");
        debugger.execute("b *host.write");
        return debugger;
    }

    @Test
    void optimisedVariablesHaveTheirValues() throws Exception {
        Files.writeString(folder.resolve("host.ash"), host());
        List<Path> programs;
        try (Stream<Path> all = Files.list(PROGRAMS)) {
            programs = all.filter(file -> !file.getFileName().toString().matches("trap_.*|host\\.ash|hello\\.ash")).sorted().toList();
        }
        for (Path program : programs) {
            Files.copy(program, folder.resolve(program.getFileName()));
            compare(program.getFileName().toString().replace(".ash", ""));
        }
        assertEquals("", String.join("\n", lies));
        assertTrue(compared > 3000 && inlined > 1000, compared + " values were compared, of inlined functions " + inlined);
    }

    private void compare(String program) throws Exception {
        Debugger plain = debugger(program, Level.O0);
        Debugger optimised = debugger(program, Level.O);
        for (int stop = 0; stop < MOST_STOPS; stop++) {
            boolean ended = ((Answer.Stopped) plain.execute("c")).ended();
            assertEquals(ended, ((Answer.Stopped) optimised.execute("c")).ended(), program + " stops as often");
            if (ended) {
                return;
            }
            frames(program + ", stop " + stop, plain.frames(), optimised.frames());
        }
    }

    private void frames(String where, Frames plain, Frames optimised) {
        List<String> names = plain.all().stream().map(frame -> name(plain, frame)).toList();
        List<String> found = optimised.all().stream().map(frame -> name(optimised, frame)).toList();
        if (!names.equals(found)) {
            lies.add(where + ": frames " + names + " but " + found);
            return;
        }
        for (int i = 1; i < names.size(); i++) {
            Frames.Frame frame = optimised.all().get(i);
            Map<String, Integer> declared = new HashMap<>();
            frame.function().ifPresent(function -> declarations(function.body(), declared));
            int line = plain.all().get(i).line().orElseThrow().line();
            List<Frames.Local> truth = plain.locals(plain.all().get(i));
            for (Frames.Local local : optimised.locals(frame)) {
                // A name for two variables does not say which; one that is declared later has no value yet.
                boolean alone = truth.stream().filter(other -> other.name().equals(local.name())).count() == 1;
                if (!alone || !local.parameter() && declared.getOrDefault(local.name(), 0) >= line) {
                    continue;
                }
                String expected = truth.stream().filter(other -> other.name().equals(local.name())).findFirst().orElseThrow().value().text();
                String value = local.value().text();
                boolean address = POINTER.matcher(value + " " + expected).find();
                if (address || value.contains("optimized out")) {
                    continue;
                }
                compared++;
                inlined += frame.inlined() ? 1 : 0;
                if (!value.equals(expected)) {
                    lies.add("%s: %s of frame %d %s:%d is %s, not %s".formatted(where, local.name(), i, names.get(i), line, value, expected));
                }
            }
        }
    }

    private static String name(Frames frames, Frames.Frame frame) {
        return frames.place(frame).replaceAll("\\+0x.*", "");
    }

    /** Names with the line of their declaration; of names that occur more than once a line behind all. */
    private static void declarations(Subprogram.Scope scope, Map<String, Integer> into) {
        scope.variables().forEach(variable -> into.merge(variable.name(), variable.line(), (a, b) -> 10_000));
        scope.scopes().forEach(inner -> declarations(inner, into));
    }
}
