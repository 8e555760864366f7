package exo86.ash.allocate;

import exo86.ash.machine.Block;
import exo86.ash.machine.Instruction;
import exo86.ash.machine.Liveness;
import exo86.ash.machine.Operand;
import exo86.ash.machine.Procedure;
import exo86.ash.machine.Roles;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Where a register lives, cut into segments: runs of instructions of a block at which the same registers of the processor are taken by others. Segments meet
 * at borders, within a block or where control goes from block to block.
 */
final class LiveRange {
    /** Operands of a byte need a register that has one. */
    private static final int NO_BYTES = Interference.ALLOCATABLE & ~0x0F;

    /** Instructions {@code from} to {@code to} of a block, the last included. */
    static final class Segment {
        final int index;
        final Block block;
        final int from;
        int to;
        /** The value lives before the first instruction, behind the last one. */
        private final boolean enters;
        private boolean leaves;
        /** The registers that the value cannot have here, a bit each. */
        final int taken;
        /** What it costs to have it in memory here, and how often it is written here. */
        double inMemory;
        double writes;

        private Segment(int index, Block block, int from, boolean enters, int taken) {
            this.index = index;
            this.block = block;
            this.from = from;
            this.to = from;
            this.enters = enters;
            this.taken = taken;
        }
    }

    /** The value lives where control goes from one segment to the other. */
    record Border(Segment from, Segment to, double frequency) {
        boolean isWithinBlock() {
            return from.block == to.block && from.to < to.from;
        }
    }

    final int register;
    final List<Segment> segments = new ArrayList<>();
    final List<Border> borders = new ArrayList<>();
    private final Values values;
    private final Taken taken;

    /** Which registers of the processor others have at an instruction, if the value lives before and after it. */
    interface Taken {
        int at(Block block, int instruction, boolean before, boolean after);
    }

    private LiveRange(int register, Values values, Taken taken) {
        this.register = register;
        this.values = values;
        this.taken = taken;
    }

    static LiveRange of(int register, Procedure procedure, Liveness liveness, Values values, Taken taken) {
        LiveRange range = new LiveRange(register, values, taken);
        Segment[] firsts = new Segment[procedure.blockNumbers()];
        Segment[] lasts = new Segment[procedure.blockNumbers()];
        for (Block block : procedure.blocks()) {
            int before = range.segments.size();
            range.block(block, liveness.out(block).get(register));
            if (range.segments.size() > before) {
                firsts[block.number()] = range.segments.get(before);
                lasts[block.number()] = range.segments.getLast();
            }
        }
        for (Block block : procedure.blocks()) {
            if (liveness.out(block).get(register)) {
                for (Block next : block.successors()) {
                    if (liveness.in(next).get(register)) {
                        range.borders.add(new Border(lasts[block.number()], firsts[next.number()], Math.min(block.frequency(), next.frequency())));
                    }
                }
            }
        }
        return range;
    }

    private void block(Block block, boolean livesAtEnd) {
        List<Instruction> code = block.code();
        boolean[] after = new boolean[code.size()];
        boolean live = livesAtEnd;
        boolean mentioned = livesAtEnd;
        for (int i = code.size() - 1; i >= 0; i--) {
            after[i] = live;
            int role = role(code.get(i), register);
            mentioned |= role != 0;
            live = (role & Roles.USE) != 0 || live && role == 0;
        }
        if (!mentioned) {
            return;
        }
        Segment last = null;
        for (int i = 0; i < code.size(); i++) {
            Instruction instruction = code.get(i);
            int role = role(instruction, register);
            boolean before = (role & Roles.USE) != 0 || after[i] && role == 0;
            if (!instruction.isRemark() && (before || role != 0)) {
                boolean written = after[i] || (role & Roles.DEFINE) != 0;
                int others = taken.at(block, i, before, written) | (isByte(instruction) ? NO_BYTES : 0);
                if (last == null || !before || last.taken != others) {
                    Segment next = new Segment(segments.size(), block, i, before, others);
                    segments.add(next);
                    if (before && last != null) {
                        borders.add(new Border(last, next, block.frequency()));
                    }
                    last = next;
                }
                last.to = i;
                last.leaves = written;
                if (role != 0) {
                    last.inMemory += block.frequency() * values.price(instruction, register);
                    last.writes += (role & Roles.DEFINE) != 0 && after[i] ? block.frequency() : 0;
                }
            }
        }
    }

    /** Where the value lives, as something that has a register of the processor there. */
    Taken as(int colour, int blocks) {
        BitSet[] before = new BitSet[blocks];
        BitSet[] after = new BitSet[blocks];
        for (Segment segment : segments) {
            int number = segment.block.number();
            if (before[number] == null) {
                before[number] = new BitSet();
                after[number] = new BitSet();
            }
            before[number].set(segment.enters ? segment.from : segment.from + 1, segment.to + 1);
            after[number].set(segment.from, segment.leaves ? segment.to + 1 : segment.to);
        }
        return (block, i, lives, written) -> before[block.number()] != null
                && (lives && before[block.number()].get(i) || written && after[block.number()].get(i)) ? 1 << colour : 0;
    }

    /** What the instruction does with the register. */
    static int role(Instruction instruction, int register) {
        if (instruction.isRemark()) {
            return 0;
        }
        int role = 0;
        for (int n = 0; n < instruction.count(); n++) {
            if (instruction.operand(n) instanceof Operand.Register(int number, int width)) {
                role |= number == register ? instruction.role(n) : 0;
            } else if (instruction.operand(n) instanceof Operand.Memory memory && (memory.base() == register || memory.index() == register)) {
                role |= Roles.USE;
            }
        }
        return role;
    }

    private boolean isByte(Instruction instruction) {
        for (int n = 0; n < instruction.count(); n++) {
            if (instruction.operand(n) instanceof Operand.Register(int number, int width) && number == register && width == 8) {
                return true;
            }
        }
        return false;
    }
}
