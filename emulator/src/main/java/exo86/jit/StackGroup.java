package exo86.jit;

import exo86.isa.Instruction;
import exo86.isa.Op;
import exo86.isa.OperandKind;
import exo86.isa.Registers;
import java.util.List;

/**
 * Steps of a block that move ESP by constants only: all places that they use on the stack are known from ESP before the first of them, so they are
 * looked at once. If they lie in the page of the stack window no access of the group is checked; else control leaves before its first step.
 *
 * <p>Spilled values and arguments are most of what compiled code reads and writes.
 */
final class StackGroup {
    private static final int LEAST_ACCESSES = 2;
    /** Bytes from ESP at the block's start beyond which an access is not of the group: what is far apart is seldom in one page. */
    private static final int FARTHEST = 0x400;

    /** Numbers in the block of the step with the first access and of the one behind the last step. */
    private int first = -1, end;
    private int accesses;
    /** Of the lowest byte and of the one behind the highest; all offsets here are from ESP at the block's start. */
    private int low, high;
    /** Of ESP before each step. */
    private final int[] moved;

    private StackGroup(int steps) {
        moved = new int[steps];
    }

    /** The group of a block; one that covers nothing if there are too few accesses. */
    static StackGroup of(List<Step> steps, Addressing addressing) {
        StackGroup group = new StackGroup(steps.size());
        if (addressing.flatStack() && !addressing.aligned()) {
            group.find(steps, addressing);
        }
        if (group.accesses < LEAST_ACCESSES) {
            group.first = -1;
        }
        return group;
    }

    private void find(List<Step> steps, Addressing addressing) {
        for (int k = 0; k < steps.size(); k++) {
            Instruction i = steps.get(k).instruction;
            int at = moved[k];
            int width = i.operandSize / 8;
            if (i.hasMemory() && grouped(i, addressing)) {
                use(k, at + i.displacement, Math.max(1, Math.max(i.width0, i.width1) / 8));
            }
            switch (i.op) {
                case PUSH, PUSHF, CALL -> use(k, at - width, width);
                case POP, RET -> use(k, at, width);
                default -> { }
            }
            end = k + 1;
            if (end < moved.length && follows(steps.get(k))) {
                moved[end] = at + movement(i);
            } else {
                return;
            }
        }
    }

    private void use(int step, int from, int bytes) {
        int to = from + bytes;
        if (from < -FARTHEST || to > FARTHEST) {
            return;
        }
        if (first < 0) {
            first = step;
            low = from;
            high = to;
        }
        low = Math.min(low, from);
        high = Math.max(high, to);
        accesses++;
    }

    /** Whether the memory operand is so far from ESP before the instruction as its displacement says. */
    static boolean grouped(Instruction i, Addressing addressing) {
        return Effects.windowed(i, addressing) && i.index < 0 && i.op != Op.POP;
    }

    /** Whether {@link #movement} says how the step moves ESP. */
    private static boolean follows(Step step) {
        Instruction i = step.instruction;
        return (step.writes >> Registers.ESP & 1) == 0 || movesByConstant(i) || switch (i.op) {
            case PUSH, PUSHF -> true;
            case POP -> i.kind0 != OperandKind.REGISTER || i.register0 != Registers.ESP;
            default -> false;
        };
    }

    private static boolean movesByConstant(Instruction i) {
        if (i.kind0 != OperandKind.REGISTER || i.register0 != Registers.ESP || i.width0 != 32) {
            return false;
        }
        return switch (i.op) {
            case ADD, SUB -> i.kind1 == OperandKind.IMMEDIATE;
            case LEA -> i.base == Registers.ESP && i.index < 0 && i.addressSize == 32;
            default -> false;
        };
    }

    private static int movement(Instruction i) {
        return switch (i.op) {
            case PUSH, PUSHF -> -i.operandSize / 8;
            case POP -> i.operandSize / 8;
            case ADD -> movesByConstant(i) ? i.immediate : 0;
            case SUB -> movesByConstant(i) ? -i.immediate : 0;
            case LEA -> movesByConstant(i) ? i.displacement : 0;
            default -> 0;
        };
    }

    /** Whether the block's step {@code number} is the one before which the places are looked at. */
    boolean beginsAt(int number) {
        return number == first;
    }

    /** The lowest byte, from ESP before the first step. */
    int low() {
        return low - moved[first];
    }

    /** The highest byte, from ESP before the first step. */
    int last() {
        return high - 1 - moved[first];
    }

    /** Whether {@code bytes} at {@code displacement} from ESP before step {@code number} have been looked at. */
    boolean covers(int number, int displacement, int bytes) {
        if (first < 0 || number < first || number >= end) {
            return false;
        }
        int from = moved[number] + displacement;
        return from >= low && from <= high && from + bytes <= high;
    }

    /** Where they are, from the lowest byte. */
    int offset(int number, int displacement) {
        return moved[number] + displacement - low;
    }
}
