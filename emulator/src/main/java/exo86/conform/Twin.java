package exo86.conform;

import exo86.cpu.Cpu;
import exo86.verify.Side;
import exo86.verify.StateText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Whether two benches, one of them interpreted, are in the same state after a vector. */
final class Twin {
    private Twin() { }

    static List<String> differences(Cpu tested, Cpu reference) {
        List<String> lines = new ArrayList<>();
        StateText.differences(tested, reference).forEach(line -> lines.add(line + " on the interpreter"));
        byte[] ours = tested.mmu.memory.bytes;
        byte[] theirs = reference.mmu.memory.bytes;
        int at = Arrays.mismatch(ours, theirs);
        if (at >= 0) {
            lines.add("[%08x] %02x not %02x on the interpreter".formatted(at, ours[at] & 0xFF, theirs[at] & 0xFF));
        }
        if (lines.isEmpty() && Side.digest(tested) != Side.digest(reference)) {
            lines.add("TLB, floating-point or hidden state is not that of the interpreter");
        }
        return lines;
    }
}
