package exo86.ash.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.ash.TestFiles;
import exo86.ash.allocate.Allocator;
import exo86.ash.ir.Function;
import exo86.ash.machine.Block;
import exo86.ash.machine.DeadCode;
import exo86.ash.machine.Instruction;
import exo86.ash.machine.Operand;
import exo86.ash.machine.Procedure;
import exo86.ash.select.Selector;
import exo86.ash.tree.Program;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** How often the allocator reads and writes spilled values in the code of the bench's kernels: {@code listing/spills.txt} says it to the instruction. */
final class SpillTests {
    private static final Path KERNELS = TestFiles.project().resolve("tests/bench/compiler");

    @Test
    void kernelsSpillThis() throws java.io.IOException {
        Assumptions.assumeTrue(KERNELS.toFile().isDirectory(), "skipped: the bench's kernels are not here");
        StringBuilder found = new StringBuilder("kernel loads stores\n");
        for (String kernel : List.of("bitcount", "crc32", "fib", "hashtable", "list", "lz", "matmul", "memory", "quicksort", "search", "sha256", "sieve")) {
            found.append(kernel).append(' ').append(spills(kernel)).append('\n');
        }
        TestFiles.golden(TestFiles.ashlar("listing/spills.txt"), found.toString());
    }

    private static String spills(String kernel) throws java.io.IOException {
        Path file = KERNELS.resolve(kernel + ".ash");
        Program program = Sources.checked(kernel, KERNELS.resolve("host.ash"), Sources.CPU, file);
        int loaded = 0;
        int stored = 0;
        for (Function function : Native.optimised(program).functions()) {
            if (!function.name().startsWith("host.") && !function.name().startsWith("cpu.")) {
                Procedure procedure = Selector.select(function, operator -> "helper").procedure();
                DeadCode.remove(procedure);
                Allocator.Outcome outcome = Allocator.allocate(procedure);
                loaded += outcome.loads();
                stored += outcome.stores();
                assertNoVirtualRegister(procedure);
            }
        }
        return loaded + " " + stored;
    }

    private static void assertNoVirtualRegister(Procedure procedure) {
        int[] registers = new int[16];
        for (Block block : procedure.blocks()) {
            for (Instruction instruction : block.code()) {
                for (int i = instruction.uses(registers) - 1; i >= 0; i--) {
                    assertTrue(registers[i] < Procedure.VIRTUAL, instruction::toString);
                }
                boolean copiesItself = instruction.isCopy() && instruction.operand(0) instanceof Operand.Register to && to.equals(instruction.operand(1));
                assertEquals(false, copiesItself, instruction::toString);
            }
        }
    }
}
