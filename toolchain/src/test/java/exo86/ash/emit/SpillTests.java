package exo86.ash.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much the allocator spills in the bench's kernels: no more than it did when this was written, and nothing where seven registers are enough. */
final class SpillTests {
    private static final Path KERNELS = Path.of("..", "tests", "bench", "compiler");

    @ParameterizedTest
    @CsvSource({"sieve, 0, 0", "crc32, 0, 0", "memory, 0, 0", "fib, 0, 0", "bitcount, 10, 4", "quicksort, 10, 6", "list, 10, 6", "sha256, 130, 40"})
    void kernelsSpillNoMoreThan(String kernel, int loads, int stores) throws java.io.IOException {
        Path file = KERNELS.resolve(kernel + ".ash");
        Assumptions.assumeTrue(file.toFile().exists(), "skipped: the bench's kernels are not here");
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
        assertTrue(loaded <= loads && stored <= stores, kernel + ": " + loaded + " loads, " + stored + " stores, expected at most " + loads + " and " + stores);
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
