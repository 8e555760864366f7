package exo86.ash.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.ash.tree.Program;
import exo86.elf.ObjectFile;
import exo86.elf.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What real tools make of the debug information of optimised code. */
final class OptimisedDebugTests {
    private static final Path PROGRAMS = Sources.TESTS.resolve("run");

    @TempDir
    Path folder;

    private Path recursion() throws IOException {
        Program program = Sources.checked("recursion", PROGRAMS.resolve("host.ash"), Sources.CPU, PROGRAMS.resolve("recursion.ash"));
        return Native.link(folder, program.entry().orElseThrow().linkName(), List.of(Native.optimisedObject(program)));
    }

    /** A frame without EBP is unwound from its middle, and a parameter is found in the register that keeps it over a call. */
    @Test
    void gdbUnwindsAndFindsParameters() throws Exception {
        Path script = Files.writeString(folder.resolve("script.gdb"), """
                set pagination off
                set width 0
                break fibonacci
                run > /dev/null
                continue 3
                up
                info args
                bt -1
                """);
        String said = run("gdb", "-nx", "-batch", "-x", script.toString(), recursion().toString());
        Assumptions.assumeTrue(said.contains("Breakpoint 1, "), "skipped: gdb does not run 32-bit programs here");
        assertTrue(said.contains("n = "), said);
        assertTrue(!said.contains("n = <optimized out>"), said);
        assertTrue(said.lines().anyMatch(line -> line.startsWith("#") && line.contains(" start () at ")), said);
    }

    /** At its first instruction a function's parameters are where its caller put them, read or not; of a caller nothing is told that the call overwrote. */
    @Test
    void gdbFindsParametersAtTheFirstInstruction() throws Exception {
        Path source = Files.writeString(folder.resolve("arriving.ash"), """
                module arriving
                use host

                var sum: u32 = 0

                @noinline fn inner(given: u32, unread: u32) {
                    sum = given * 3
                }

                @noinline fn outer(passed: u32, kept: u32) u32 {
                    inner(passed, 7)
                    return kept
                }

                @entry fn start() never {
                    let last = outer(41, 42)
                    print(host.out(), "{} {}\\n", sum, last)
                    host.exit(0)
                }
                """);
        Program program = Sources.checked("arriving", PROGRAMS.resolve("host.ash"), Sources.CPU, source);
        Path executable = Native.link(folder, program.entry().orElseThrow().linkName(), List.of(Native.optimisedObject(program)));
        Path script = Files.writeString(folder.resolve("script.gdb"), """
                set pagination off
                set width 0
                break *inner
                run > /dev/null
                backtrace
                """);
        String said = run("gdb", "-nx", "-batch", "-x", script.toString(), executable.toString());
        Assumptions.assumeTrue(said.contains("Breakpoint 1, "), "skipped: gdb does not run 32-bit programs here");
        assertTrue(said.contains("#0  inner (given=41, unread=7) at "), said);
        assertTrue(said.contains(" in outer (passed=<optimized out>, kept=42) at "), said);
    }

    /** Values that move between registers and the frame, because a branch that calls needs the registers, are found wherever they are. */
    @Test
    void gdbFindsVariablesThatMove() throws Exception {
        Path source = Files.writeString(folder.resolve("moving.ash"), """
                module moving
                use host

                var calls: u32 = 0

                @noinline fn seldom(x: u32) u32 {
                    calls += 1
                    return x ^ calls
                }

                @noinline fn mix(n: u32, m: u32) u32 {
                    var a: u32 = 1
                    var b: u32 = 2
                    var c: u32 = 3
                    var d: u32 = 4
                    var e: u32 = 5
                    for i in 0..n {
                        a += b ^ i
                        b += c ^ a
                        c += d ^ b
                        d += e ^ c
                        e += a ^ d
                        if d & 7 == 0 {
                            d += seldom(i)
                            a += 1
                        }
                    }
                    return a ^ b ^ c ^ d ^ e ^ m
                }

                @entry fn start() never {
                    print(host.out(), "{}\\n", mix(100, 3))
                    host.exit(0)
                }
                """);
        Program program = Sources.checked("moving", PROGRAMS.resolve("host.ash"), Sources.CPU, source);
        Path script = Files.writeString(folder.resolve("script.gdb"), """
                set pagination off
                set width 0
                break seldom
                run > /dev/null
                up
                info locals
                continue
                up
                info locals
                continue
                up
                info locals
                """);
        List<List<String>> variables = new ArrayList<>();
        for (boolean optimised : new boolean[] {false, true}) {
            ObjectFile object = optimised ? Native.optimisedObject(program) : Native.object(program);
            Path executable = Native.link(Files.createDirectories(folder.resolve("level" + optimised)), program.entry().orElseThrow().linkName(), List.of(object));
            String said = run("gdb", "-nx", "-batch", "-x", script.toString(), executable.toString());
            Assumptions.assumeTrue(said.contains("Breakpoint 1, "), "skipped: gdb does not run 32-bit programs here");
            variables.add(said.lines().filter(line -> line.matches("[a-e] = .*")).toList());
        }
        assertEquals(15, variables.getFirst().size(), variables.toString());
        assertEquals(variables.getFirst(), variables.getLast());
    }

    @Test
    void readelfHasNothingToSay() throws Exception {
        String said = run("readelf", "--debug-dump=info,frames,decodedline,loc,Ranges", recursion().toString());
        assertEquals(List.of(), said.lines().filter(line -> line.contains("arning") || line.contains("rror:")).toList());
    }

    private static String run(String... command) throws InterruptedException {
        try {
            return Tool.run(command).output();
        } catch (IOException e) {
            Assumptions.abort("skipped: no " + command[0] + " here");
            throw new IllegalStateException(e);
        }
    }
}
