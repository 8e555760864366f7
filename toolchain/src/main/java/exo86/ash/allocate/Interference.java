package exo86.ash.allocate;

import exo86.ash.machine.Block;
import exo86.ash.machine.Instruction;
import exo86.ash.machine.Liveness;
import exo86.ash.machine.Operand;
import exo86.ash.machine.Procedure;
import exo86.isa.Op;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Which virtual registers may not share a processor register, and which processor registers each may have.
 *
 * <p>Processor registers are no nodes: what is live together with one, or across something that changes one, loses it from its mask. Two registers
 * interfere where one is written while the other lives, the source of a copy excepted: then they hold the same.
 */
final class Interference {
    /** All that is ever allocated: everything but ESP. */
    static final int ALLOCATABLE = 0xEF;
    /** Those with a low byte. */
    private static final int BYTES = 0x0F;

    /** Two registers that should be one, and how often that saves an instruction. {@code copy}: a MOV, else a wish only. */
    record Move(int a, int b, double weight, boolean copy) {
    }

    final int first = Procedure.VIRTUAL;
    final int count;
    /** By node (register minus {@link #first}): processor registers that it may have. */
    final int[] allowed;
    /** By node and processor register: the weight of copies between the two. */
    final double[][] wishes;
    final List<Move> moves = new ArrayList<>();
    private final long[] matrix;
    private int[][] neighbours;
    private final int[] degrees;
    private final int[] registers = new int[16];

    private Interference(int nodes) {
        count = nodes;
        allowed = new int[nodes];
        java.util.Arrays.fill(allowed, ALLOCATABLE);
        wishes = new double[nodes][];
        matrix = new long[(int) (((long) nodes * (nodes + 1) / 2 + 63) / 64) + 1];
        neighbours = new int[nodes][];
        degrees = new int[nodes];
    }

    static Interference of(Procedure procedure, Liveness liveness) {
        Interference graph = new Interference(procedure.registers() - Procedure.VIRTUAL);
        for (Block block : procedure.blocks()) {
            graph.block(block, liveness);
        }
        return graph;
    }

    boolean adjacent(int a, int b) {
        long bit = bit(a, b);
        return (matrix[(int) (bit >> 6)] & 1L << bit) != 0;
    }

    int degree(int node) {
        return degrees[node];
    }

    int neighbour(int node, int index) {
        return neighbours[node][index];
    }

    void connect(int a, int b) {
        if (a == b) {
            return;
        }
        long bit = bit(a, b);
        int word = (int) (bit >> 6);
        if ((matrix[word] & 1L << bit) == 0) {
            matrix[word] |= 1L << bit;
            append(a, b);
            append(b, a);
        }
    }

    private void append(int a, int b) {
        int[] list = neighbours[a];
        if (list == null) {
            list = neighbours[a] = new int[8];
        } else if (degrees[a] == list.length) {
            list = neighbours[a] = java.util.Arrays.copyOf(list, 2 * list.length);
        }
        list[degrees[a]++] = b;
    }

    private static long bit(int a, int b) {
        long high = Math.max(a, b);
        return high * (high + 1) / 2 + Math.min(a, b);
    }

    private void block(Block block, Liveness liveness) {
        BitSet live = (BitSet) liveness.out(block).clone();
        int physical = 0;
        double frequency = block.frequency();
        List<Instruction> code = block.code();
        for (int i = code.size() - 1; i >= 0; i--) {
            Instruction instruction = code.get(i);
            if (instruction.isRemark()) {
                continue;
            }
            int source = instruction.isCopy() ? instruction.register(1) : -1;
            if (source >= 0) {
                move(instruction.register(0), source, frequency, true);
            } else if (instruction.op() == Op.LEA && instruction.operand(1) instanceof Operand.Memory memory) {
                wish(instruction.register(0), memory, frequency);
            }
            int defined = instruction.defines(registers);
            int written = instruction.writes();
            for (int d = 0; d < defined; d++) {
                if (registers[d] < first) {
                    written |= 1 << registers[d];
                }
            }
            for (int d = 0; d < defined; d++) {
                if (registers[d] >= first) {
                    int keep = source >= 0 && source < first ? 1 << source : 0;
                    int others = written | physical & ~keep;
                    define(registers[d] - first, live, source, others);
                    for (int e = 0; e < d; e++) {
                        if (registers[e] >= first) {
                            connect(registers[d] - first, registers[e] - first);
                        }
                    }
                }
            }
            for (int d = 0; d < defined; d++) {
                live.clear(registers[d]);
            }
            if (written != 0) {
                for (int l = live.nextSetBit(first); l >= 0; l = live.nextSetBit(l + 1)) {
                    if (l != source) {
                        allowed[l - first] &= ~written;
                    }
                }
            }
            physical = physical & ~written | instruction.reads();
            int used = instruction.uses(registers);
            for (int u = 0; u < used; u++) {
                if (registers[u] < first) {
                    physical |= 1 << registers[u];
                } else if (!live.get(registers[u])) {
                    live.set(registers[u]);
                }
            }
            restrict(instruction);
        }
    }

    private void define(int node, BitSet live, int source, int written) {
        allowed[node] &= ~written;
        for (int l = live.nextSetBit(first); l >= 0; l = live.nextSetBit(l + 1)) {
            if (l != source) {
                connect(node, l - first);
            }
        }
    }

    /** Operands of a byte need a register that has one. */
    private void restrict(Instruction instruction) {
        for (int n = 0; n < instruction.count(); n++) {
            if (instruction.operand(n) instanceof Operand.Register(int number, int width) && width == 8 && number >= first) {
                allowed[number - first] &= BYTES;
            }
        }
    }

    private void move(int to, int from, double weight, boolean copy) {
        if (to >= first && from >= first) {
            if (to != from) {
                moves.add(new Move(to - first, from - first, weight, copy));
            }
        } else if (to >= first) {
            wish(to - first, from, weight);
        } else if (from >= first) {
            wish(from - first, to, weight);
        }
    }

    /** An addition to the register that it goes to is shorter, and often free of a copy later. */
    private void wish(int to, Operand.Memory memory, double frequency) {
        boolean sum = memory.slot() == exo86.ash.machine.Slot.NONE && memory.symbol().isEmpty();
        if (sum && memory.base() >= 0 && to >= first) {
            move(to, memory.base(), frequency / 8, false);
        }
        if (sum && memory.index() >= 0 && memory.scale() == 1 && to >= first) {
            move(to, memory.index(), frequency / 8, false);
        }
    }

    private void wish(int node, int register, double weight) {
        if (wishes[node] == null) {
            wishes[node] = new double[Procedure.VIRTUAL];
        }
        wishes[node][register] += weight;
    }
}
