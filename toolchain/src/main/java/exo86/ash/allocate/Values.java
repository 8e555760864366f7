package exo86.ash.allocate;

import exo86.ash.machine.Block;
import exo86.ash.machine.Folding;
import exo86.ash.machine.Instruction;
import exo86.ash.machine.Operand;
import exo86.ash.machine.Procedure;
import exo86.ash.machine.Roles;
import exo86.ash.machine.Slot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the allocator knows of each virtual register: where else its value is, what it would cost to keep it in memory, and how far it has been split.
 */
final class Values {
    /** A use that becomes a memory operand, one that needs a load, a store; a constant that needs a MOV. Against one instruction. */
    private static final double FOLDED = 0.6;
    private static final double LOADED = 1.3;
    private static final double STORED = 1.3;
    private static final double MADE = 0.7;

    private final List<Slot> slots = new ArrayList<>();
    private final List<Boolean> fixed = new ArrayList<>();
    private Origin[] origins = {};
    private double[] costs = {};

    /** The slot of a register that was split from a spilled one, or {@link Slot#NONE}. */
    Slot slot(int register) {
        int index = register - Procedure.VIRTUAL;
        return index < slots.size() ? slots.get(index) : Slot.NONE;
    }

    void slot(int register, Slot slot) {
        grow(register);
        slots.set(register - Procedure.VIRTUAL, slot);
    }

    /** The register lives for one instruction only and is not to be spilled. */
    void fix(int register) {
        grow(register);
        fixed.set(register - Procedure.VIRTUAL, true);
    }

    private void grow(int register) {
        while (slots.size() <= register - Procedure.VIRTUAL) {
            slots.add(Slot.NONE);
            fixed.add(false);
        }
    }

    Origin origin(int register) {
        return origins[register - Procedure.VIRTUAL];
    }

    double[] costs() {
        return costs;
    }

    /** Looks at the whole procedure anew. */
    void measure(Procedure procedure) {
        int count = procedure.registers() - Procedure.VIRTUAL;
        grow(procedure.registers());
        origins = new Origin[count];
        costs = new double[count];
        int[] definitions = new int[count];
        int[] registers = new int[16];
        Arrays.fill(origins, Origin.NONE);
        for (Block block : procedure.blocks()) {
            for (Instruction instruction : block.code()) {
                for (int d = instruction.defines(registers) - 1; d >= 0; d--) {
                    int node = registers[d] - Procedure.VIRTUAL;
                    if (node >= 0) {
                        origins[node] = definitions[node]++ == 0 && instruction.role(0) == Roles.DEFINE
                                ? Origin.of(instruction, slots.get(node)) : Origin.NONE;
                    }
                }
            }
        }
        for (Block block : procedure.blocks()) {
            double frequency = block.frequency();
            for (Instruction instruction : block.code()) {
                price(instruction, frequency);
            }
        }
        for (int n = 0; n < count; n++) {
            if (fixed.get(n)) {
                costs[n] = Double.POSITIVE_INFINITY;
            }
        }
        fixTiny(procedure);
    }

    private void price(Instruction instruction, double frequency) {
        if (instruction.isRemark()) {
            return;
        }
        for (int i = 0; i < instruction.count(); i++) {
            if (instruction.operand(i) instanceof Operand.Register(int number, int width) && number >= Procedure.VIRTUAL) {
                costs[number - Procedure.VIRTUAL] += frequency * price(instruction, i, number);
            } else if (instruction.operand(i) instanceof Operand.Memory memory) {
                part(memory.base(), frequency);
                part(memory.index(), frequency);
            }
        }
    }

    private double price(Instruction instruction, int index, int register) {
        int role = instruction.role(index);
        Origin origin = origin(register);
        if (!(origin instanceof Origin.None)) {
            if (role == Roles.DEFINE) {
                return -1;
            }
            if (!(origin instanceof Origin.Home)) {
                return origin instanceof Origin.Constant && Folding.takesImmediate(instruction, index) ? 0 : MADE;
            }
        }
        boolean folds = Folding.takesMemory(instruction, index);
        return switch (role) {
            case Roles.USE -> folds ? FOLDED : LOADED;
            case Roles.DEFINE -> folds ? FOLDED : STORED;
            default -> folds ? 1 : LOADED + STORED;
        };
    }

    private void part(int register, double frequency) {
        if (register >= Procedure.VIRTUAL) {
            Origin origin = origin(register);
            costs[register - Procedure.VIRTUAL] += frequency * (origin instanceof Origin.Constant || origin instanceof Origin.Address ? 0 : LOADED);
        }
    }

    /** A register that lives from one instruction to the next cannot be helped by memory. */
    private void fixTiny(Procedure procedure) {
        int[] references = new int[costs.length];
        int[] registers = new int[16];
        for (Block block : procedure.blocks()) {
            for (Instruction instruction : block.code()) {
                count(instruction, registers, references);
            }
        }
        for (Block block : procedure.blocks()) {
            Instruction before = null;
            for (Instruction instruction : block.code()) {
                if (instruction.isRemark()) {
                    continue;
                }
                int node = before == null || before.count() == 0 ? -1 : before.register(0) - Procedure.VIRTUAL;
                if (node >= 0 && before.role(0) == Roles.DEFINE && origins[node] instanceof Origin.None) {
                    int here = 0;
                    for (int u = instruction.uses(registers) - 1; u >= 0; u--) {
                        here += registers[u] - Procedure.VIRTUAL == node ? 1 : 0;
                    }
                    if (here > 0 && references[node] == here + 1) {
                        costs[node] = Double.POSITIVE_INFINITY;
                    }
                }
                before = instruction;
            }
        }
    }

    private static void count(Instruction instruction, int[] registers, int[] references) {
        for (int d = instruction.defines(registers) - 1; d >= 0; d--) {
            if (registers[d] >= Procedure.VIRTUAL) {
                references[registers[d] - Procedure.VIRTUAL]++;
            }
        }
        for (int u = instruction.uses(registers) - 1; u >= 0; u--) {
            if (registers[u] >= Procedure.VIRTUAL) {
                references[registers[u] - Procedure.VIRTUAL]++;
            }
        }
    }
}
