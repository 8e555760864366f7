package exo86.ash.machine;

import exo86.isa.Op;
import java.util.ArrayList;
import java.util.List;

/**
 * Words that a block only hands on to the next are copied at its beginning, and read from the copy from there on.
 *
 * <p>The idea: in {@code x = load [p]; jump(x, p)} of a loop over {@code p} what is loaded should take the register that {@code p} had. As long as the copy
 * of {@code p} to its new name comes last, both live at once, and neither can have the other's register. Where the copy comes first the new name
 * takes over, and no register more is taken than before. Allocation joins the two again where nothing else wanted the place.
 */
public final class EarlyCopies {
    private EarlyCopies() {
    }

    public static void run(Procedure procedure) {
        Liveness liveness = Liveness.of(procedure);
        for (int n = 1; n < procedure.blocks().size(); n++) {
            Block block = procedure.blocks().get(n);
            int start = copies(block.code());
            if (start < block.code().size() && start > 0) {
                hoist(block, start, liveness);
            }
        }
    }

    /** Where the copies begin with which the block ends, in front of its jump; the block's size if it does not end so. */
    private static int copies(List<Instruction> code) {
        int at = code.size() - 1;
        if (at < 0 || code.get(at).op() != Op.JMP || code.get(at).count() != 1 || !(code.get(at).operand(0) instanceof Operand.Target)) {
            return code.size();
        }
        while (at > 0 && (isWordCopy(code.get(at - 1)) || code.get(at - 1).op() == Op.MOV && code.get(at - 1).operand(1) instanceof Operand.Immediate)) {
            at--;
        }
        return at;
    }

    private static boolean isWordCopy(Instruction instruction) {
        return instruction.isCopy() && instruction.register(0) >= Procedure.VIRTUAL && instruction.register(1) >= Procedure.VIRTUAL;
    }

    private static void hoist(Block block, int start, Liveness liveness) {
        List<Instruction> code = block.code();
        List<Instruction> tail = code.subList(start, code.size() - 1);
        boolean competes = tail.stream().anyMatch(copy -> isWordCopy(copy) && isDefined(code, start, copy.register(1)));
        if (!competes) {
            return;
        }
        List<Instruction> early = new ArrayList<>();
        for (Instruction copy : List.copyOf(tail)) {
            if (isWordCopy(copy) && mayGo(block, start, copy, liveness)) {
                early.add(copy);
            }
        }
        for (Instruction copy : early) {
            int to = copy.register(0);
            int from = copy.register(1);
            code.remove(copy);
            code.forEach(instruction -> instruction.rename(r -> r == from ? to : r));
        }
        code.addAll(0, early);
    }

    private static boolean mayGo(Block block, int start, Instruction copy, Liveness liveness) {
        int to = copy.register(0);
        int from = copy.register(1);
        List<Instruction> code = block.code();
        int reads = 0;
        for (int i = start; i < code.size() - 1; i++) {
            reads += code.get(i).register(1) == from ? 1 : 0;
            if (code.get(i) != copy && (code.get(i).register(0) == to || code.get(i).register(1) == to || code.get(i).register(0) == from)) {
                return false;
            }
        }
        return reads == 1 && !liveness.in(block).get(to) && !liveness.out(block).get(from) && liveness.in(block).get(from)
                && !isDefined(code, start, from) && !isDefined(code, start, to);
    }

    private static boolean isDefined(List<Instruction> code, int end, int register) {
        return code.subList(0, end).stream().anyMatch(instruction -> instruction.isDefinitionOf(register));
    }
}
