package exo86.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.elf.ElfException;
import exo86.elf.ElfReader;
import exo86.elf.Executable;
import exo86.elf.dwarf.AbstractInstance;
import exo86.elf.dwarf.CodeRange;
import exo86.elf.dwarf.CompileUnit;
import exo86.elf.dwarf.DebugReader;
import exo86.elf.dwarf.InlinedCall;
import exo86.elf.dwarf.Location;
import exo86.elf.dwarf.Subprogram;
import exo86.elf.dwarf.Variable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the kernel's and the programs' debug information says of inlined functions fits together, and real tools have nothing against it. */
final class InlinedCallsTests {
    private final List<InlinedCall> calls = new ArrayList<>();
    private int known;
    private int parameters;

    private static byte[] file(String name) {
        return name.equals("kernel") ? Built.kernel() : Built.programFile(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kernel", "server", "sh"})
    void callsLieInOneAnother(String name) throws ElfException {
        Executable program = ElfReader.readExecutable(name, file(name));
        for (CompileUnit unit : DebugReader.read(program).units()) {
            for (Subprogram function : unit.subprograms()) {
                within(function.body(), List.of(new CodeRange(function.start(), function.size())), unit);
            }
        }
        assertTrue(calls.size() > 100, "inlined calls: " + calls.size());
        assertTrue(known * 10 > parameters * 7, "of %d parameters only %d are known where the function is entered".formatted(parameters, known));
    }

    private void within(Subprogram.Scope scope, List<CodeRange> around, CompileUnit unit) {
        for (InlinedCall call : scope.calls()) {
            calls.add(call);
            AbstractInstance callee = unit.abstracts().get(call.origin());
            assertTrue(!call.ranges().isEmpty(), callee.linkName() + " has no code");
            assertTrue(call.line() > 0 && call.file() < unit.files().size() && !callee.linkName().isEmpty());
            for (CodeRange range : call.ranges()) {
                assertTrue(inside(range, around), () -> "%s at %08x is not in the code around it".formatted(callee.linkName(), range.start().value()));
            }
            assertEquals(callee.parameters().stream().map(Variable::name).toList(), call.parameters().stream().map(Variable::name).toList());
            parameters += call.parameters().size();
            known += (int) call.parameters().stream().filter(parameter -> holds(parameter.location(), call.ranges().getFirst().start().value())).count();
            within(call.body(), call.ranges(), unit);
        }
        for (Subprogram.Scope inner : scope.scopes()) {
            assertTrue(inner.ranges().stream().allMatch(range -> inside(range, around)));
            within(inner, around, unit);
        }
        List<CodeRange> seen = new ArrayList<>();
        for (InlinedCall call : scope.calls()) {
            for (CodeRange range : call.ranges()) {
                assertTrue(seen.stream().noneMatch(other -> other.contains(range.start().value()) || range.contains(other.start().value())), "calls overlap");
                seen.add(range);
            }
        }
    }

    private static boolean inside(CodeRange range, List<CodeRange> around) {
        return around.stream().anyMatch(outer -> outer.contains(range.start().value()) && outer.contains(range.start().value() + range.size() - 1));
    }

    private static boolean holds(Location location, int address) {
        return switch (location) {
            case Location.Unavailable _ -> false;
            case Location.Listed(var ranges) -> ranges.stream().anyMatch(range -> new CodeRange(range.start(), range.size()).contains(address));
            default -> true;
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"kernel", "server", "sh"})
    void readelfHasNothingToSay(String name, @TempDir Path folder) throws Exception {
        Assumptions.assumeTrue(Qemu.installed("readelf"), "skipped: readelf is not installed");
        Path program = Files.write(folder.resolve(name), file(name));
        Process process = new ProcessBuilder("readelf", "-W", "--debug-dump=info,abbrev,Ranges,loc,decodedline,frames", program.toString()).redirectErrorStream(true).start();
        List<String> said;
        try (var lines = process.inputReader().lines()) {
            said = lines.filter(line -> line.contains("arning: ") || line.contains("rror: ")).toList();
        }
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(List.of(), said);
    }

    /** A program of which nothing was inlined is read too: one of -O0. */
    @Test
    void withoutTheOptimiserThereAreNone(@TempDir Path folder) throws Exception {
        Path source = Files.writeString(folder.resolve("plain.ash"), "module plain\nfn one() u32 { return 1 }\n@entry fn start() never {\n    while one() == 1 { }\n    unreachable()\n}\n");
        Path out = folder.resolve("plain.elf");
        assertEquals(0, CommandLine.ash("build", "--root", folder.toString(), "--module", "plain", "-O0", "-o", out.toString()).code(), source.toString());
        for (CompileUnit unit : DebugReader.read(ElfReader.readExecutable("plain", Files.readAllBytes(out))).units()) {
            assertEquals(List.of(), unit.abstracts());
            unit.subprograms().forEach(function -> assertEquals(List.of(), function.body().calls()));
        }
    }
}
