package exo86.ash.allocate;

import exo86.ash.machine.Block;
import exo86.ash.machine.Folding;
import exo86.ash.machine.Instruction;
import exo86.ash.machine.Liveness;
import exo86.ash.machine.Loops;
import exo86.ash.machine.Operand;
import exo86.ash.machine.Procedure;
import exo86.ash.machine.Roles;
import exo86.ash.machine.Slot;
import exo86.isa.Op;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rewrites a procedure so that registers without a colour need none over their whole life.
 *
 * <p>The idea: a value is not put into memory at once but split, step by step. First each loop that uses it gets a register of its own, loaded
 * before the loop; then each stretch of a block between calls; what is left is a memory operand where an instruction takes one, else a load
 * into a register that lives for one instruction. All parts of a value share one slot, so a part that finds no colour later costs nothing
 * for having been tried. Values that can be had from elsewhere (constants, addresses, stack arguments) are never stored.
 */
final class Spiller {
    /** How far a register has been split, for those that are parts of others. */
    private enum Part {
        LOOP, STRETCH
    }

    private final Procedure procedure;
    private final Values values;
    private final Map<Integer, Part> parts = new HashMap<>();
    private final Map<Integer, Loops.Loop> regions = new HashMap<>();
    private final Set<Instruction> borders = new HashSet<>();

    Spiller(Procedure procedure, Values values) {
        this.procedure = procedure;
        this.values = values;
    }

    /** A new register for a part of a value that is to be spilled. */
    int piece(int register) {
        int piece = procedure.register();
        Origin origin = values.origin(register);
        if (origin instanceof Origin.None || origin instanceof Origin.Home(Slot slot, int displacement) && slot.kind() == Slot.Kind.SPILL) {
            values.slot(piece, slot(register));
        }
        return piece;
    }

    /** A copy between a register that is to be spilled and a part of it that has a register of its own. */
    void border(Instruction copy) {
        borders.add(copy);
    }

    /** Spills one register, all uses and definitions of it. {@code pieces}: blocks in which parts of it have registers of their own. */
    void spill(int register, Loops loops, Liveness liveness, BitSet pieces) {
        Origin origin = values.origin(register);
        if (origin instanceof Origin.Constant || origin instanceof Origin.Address) {
            new Rematerialization(procedure, values, register, origin).run();
            return;
        }
        Operand.Memory home = origin instanceof Origin.Home known ? known.memory() : Operand.Memory.at(slot(register), 0);
        Part part = parts.get(register);
        if (part == null || part == Part.LOOP) {
            splitLoops(register, home, loops, liveness, pieces);
        }
        for (Block block : procedure.blocks()) {
            if (mentions(block, register)) {
                boolean whole = !liveness.in(block).get(register) && !liveness.out(block).get(register) && !calls(block);
                if (part == Part.STRETCH || whole) {
                    fold(block, register, home);
                } else {
                    stretch(block, register, home, liveness);
                }
            }
        }
    }

    private Slot slot(int register) {
        Slot slot = values.slot(register);
        if (slot == Slot.NONE) {
            slot = new Slot(Slot.Kind.SPILL, 4);
            values.slot(register, slot);
        }
        return slot;
    }

    private int part(int whole, Part kind, Operand.Memory home) {
        int register = procedure.register();
        values.slot(register, home.slot().kind() == Slot.Kind.SPILL ? home.slot() : Slot.NONE);
        parts.put(register, kind);
        return register;
    }

    // Loops

    private void splitLoops(int register, Operand.Memory home, Loops loops, Liveness liveness, BitSet pieces) {
        Loops.Loop region = regions.getOrDefault(register, loops.whole());
        if (!regions.containsKey(register)) {
            region = innermost(register, loops, liveness);
        }
        int depth = region.depth();
        Map<Loops.Loop, Integer> names = new LinkedHashMap<>();
        Map<Loops.Loop, Boolean> leaves = new HashMap<>();
        for (Block block : procedure.blocks()) {
            Loops.Loop loop = outermost(loops.around(block), depth, pieces);
            if (loop != null && mentions(block, register)) {
                int name = names.computeIfAbsent(loop, l -> part(register, Part.LOOP, home));
                boolean stored = leaves.computeIfAbsent(loop, l -> leaves(l, register, liveness));
                rename(block, register, name, home, stored);
            }
        }
        names.forEach((loop, name) -> {
            regions.put(name, loop);
            if (liveness.in(loop.header()).get(register)) {
                for (Block before : loops.predecessors(loop.header())) {
                    if (!loop.contains(before)) {
                        before.code().add(firstJump(before), load(before.code().getLast(), name, home));
                    }
                }
            }
        });
    }

    /** The outermost loop around the inner one that is deeper than that and has none of the blocks. */
    private static Loops.Loop outermost(Loops.Loop inner, int depth, BitSet blocks) {
        Loops.Loop found = null;
        for (Loops.Loop loop = inner; loop.depth() > depth && !loop.containsAny(blocks); loop = loop.parent()) {
            found = loop;
        }
        return found;
    }

    /** The innermost loop that the whole life of the register lies in. */
    private Loops.Loop innermost(int register, Loops loops, Liveness liveness) {
        Loops.Loop common = null;
        for (Block block : procedure.blocks()) {
            if (mentions(block, register)) {
                Loops.Loop loop = loops.around(block);
                if (common == null) {
                    common = loop;
                }
                while (common.depth() > loop.depth() || common != loop && !common.contains(block)) {
                    common = common.parent();
                }
            }
        }
        while (common != null && common.depth() > 0 && (liveness.in(common.header()).get(register) || leaves(common, register, liveness))) {
            common = common.parent();
        }
        return common == null ? loops.whole() : common;
    }

    /** It lives where the loop is left. */
    private boolean leaves(Loops.Loop loop, int register, Liveness liveness) {
        for (Block block : procedure.blocks()) {
            if (loop.contains(block) && liveness.out(block).get(register)) {
                for (Block next : block.successors()) {
                    if (!loop.contains(next) && liveness.in(next).get(register)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private void rename(Block block, int register, int name, Operand.Memory home, boolean stored) {
        List<Instruction> code = block.code();
        for (int i = 0; i < code.size(); i++) {
            Instruction instruction = code.get(i);
            boolean defines = instruction.isDefinitionOf(register);
            instruction.rename(r -> r == register ? name : r);
            if (stored && defines && !isLoadOf(instruction, home) && !isStored(code, i, home)) {
                code.add(++i, store(instruction, name, home));
            }
        }
    }

    /** The next instruction stores to that slot, so it stores this very value. */
    private static boolean isStored(List<Instruction> code, int at, Operand.Memory home) {
        int next = at + 1;
        while (next < code.size() && code.get(next).isRemark()) {
            next++;
        }
        return next < code.size() && code.get(next).op() == Op.MOV && code.get(next).operand(0).equals(home)
                && code.get(next).operand(1) instanceof Operand.Register(int number, int width) && width == 32;
    }

    private static int firstJump(Block block) {
        int at = block.code().size();
        while (at > 0 && (block.code().get(at - 1).op() == Op.J || block.code().get(at - 1).op() == Op.JMP)) {
            at--;
        }
        return at;
    }

    // Stretches between calls

    private static boolean calls(Block block) {
        return block.code().stream().anyMatch(i -> i.op() == Op.CALL);
    }

    private void stretch(Block block, int register, Operand.Memory home, Liveness liveness) {
        List<Instruction> code = block.code();
        boolean liveOut = liveness.out(block).get(register);
        int from = 0;
        while (from < code.size()) {
            if (borders.contains(code.get(from))) {
                from = fold(code, from, from + 1, register, home);
                continue;
            }
            int to = from;
            while (to < code.size() && code.get(to).op() != Op.CALL && !borders.contains(code.get(to))) {
                to++;
            }
            to += to < code.size() && code.get(to).op() == Op.CALL ? 1 : 0;
            boolean liveAfter = liveOut || mentions(code, to, code.size(), register);
            from = stretch(code, from, to, register, home, liveAfter);
        }
    }

    private int stretch(List<Instruction> code, int from, int to, int register, Operand.Memory home, boolean liveAfter) {
        int mentions = 0;
        int lastDefinition = -1;
        int firstMention = -1;
        for (int i = from; i < to; i++) {
            Instruction instruction = code.get(i);
            if (!instruction.isRemark() && instruction.mentions(register)) {
                mentions++;
                firstMention = firstMention < 0 ? i : firstMention;
            }
            lastDefinition = instruction.isDefinitionOf(register) ? i : lastDefinition;
        }
        if (mentions == 0) {
            remark(code, from, to, register, home);
            return to;
        }
        if (mentions == 1) {
            return fold(code, from, to, register, home);
        }
        int name = part(register, Part.STRETCH, home);
        int end = to;
        boolean known = false;
        for (int i = from; i < end; i++) {
            Instruction instruction = code.get(i);
            if (!instruction.mentions(register)) {
                continue;
            }
            if (instruction.isRemark() && !known) {
                replaceRemark(instruction, register, home);
                continue;
            }
            if (!known && instruction.isUseOf(register)) {
                code.add(i++, load(instruction, name, home));
                end++;
                lastDefinition += lastDefinition >= 0 ? 1 : 0;
            }
            known = true;
            instruction.rename(r -> r == register ? name : r);
            if (i == lastDefinition && liveAfter && !isLoadOf(instruction, home) && !isStored(code, i, home)) {
                code.add(++i, store(instruction, name, home));
                end++;
            }
        }
        return end;
    }

    // Single instructions

    private void fold(Block block, int register, Operand.Memory home) {
        fold(block.code(), 0, block.code().size(), register, home);
    }

    private int fold(List<Instruction> code, int from, int to, int register, Operand.Memory home) {
        int end = to;
        for (int i = from; i < end; i++) {
            Instruction instruction = code.get(i);
            if (!instruction.mentions(register)) {
                continue;
            }
            if (instruction.isRemark()) {
                replaceRemark(instruction, register, home);
            } else if (isMoveWithHome(instruction, register, home)) {
                code.remove(i--);
                end--;
            } else if (foldOperand(instruction, register, home)) {
                continue;
            } else {
                int name = procedure.register();
                values.fix(name);
                if (instruction.isUseOf(register)) {
                    code.add(i++, load(instruction, name, home));
                    end++;
                }
                boolean defines = instruction.isDefinitionOf(register);
                instruction.rename(r -> r == register ? name : r);
                if (defines) {
                    code.add(++i, store(instruction, name, home));
                    end++;
                }
            }
        }
        return end;
    }

    /** It moves the value to or from where it is anyway. */
    private static boolean isMoveWithHome(Instruction instruction, int register, Operand.Memory home) {
        return instruction.op() == Op.MOV && (instruction.register(0) == register && instruction.operand(1).equals(home)
                || instruction.register(1) == register && instruction.operand(0).equals(home));
    }

    private static boolean isLoadOf(Instruction instruction, Operand.Memory home) {
        return instruction.op() == Op.MOV && instruction.operand(1).equals(home);
    }

    private static boolean foldOperand(Instruction instruction, int register, Operand.Memory home) {
        for (int n = 0; n < instruction.count(); n++) {
            if (instruction.operand(n) instanceof Operand.Register(int number, int width) && number == register && Folding.takesMemory(instruction, n)) {
                boolean fits = width == 32 || (instruction.role(n) & Roles.DEFINE) == 0;
                if (fits) {
                    instruction.operand(n, home.as(width));
                }
                return fits;
            }
        }
        return false;
    }

    // Remarks for the debugger

    private static void remark(List<Instruction> code, int from, int to, int register, Operand.Memory home) {
        for (int i = from; i < to; i++) {
            if (code.get(i).isRemark() && code.get(i).mentions(register)) {
                replaceRemark(code.get(i), register, home);
            }
        }
    }

    private static void replaceRemark(Instruction remark, int register, Operand.Memory home) {
        for (int n = 0; n < remark.count(); n++) {
            if (remark.register(n) == register) {
                remark.operand(n, home);
            }
        }
    }

    // Mentions

    private Instruction load(Instruction near, int register, Operand.Memory home) {
        return new Instruction(near.at(), Op.MOV, Operand.Register.of(register), home);
    }

    private Instruction store(Instruction near, int register, Operand.Memory home) {
        return new Instruction(near.at(), Op.MOV, home, Operand.Register.of(register));
    }

    private static boolean mentions(Block block, int register) {
        return mentions(block.code(), 0, block.code().size(), register);
    }

    private static boolean mentions(List<Instruction> code, int from, int to, int register) {
        for (int i = from; i < to; i++) {
            if (code.get(i).mentions(register)) {
                return true;
            }
        }
        return false;
    }
}
