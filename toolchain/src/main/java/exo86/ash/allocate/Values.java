package exo86.ash.allocate;

import exo86.ash.machine.Block;
import exo86.ash.machine.Folding;
import exo86.ash.machine.Instruction;
import exo86.ash.machine.Liveness;
import exo86.ash.machine.Operand;
import exo86.ash.machine.Procedure;
import exo86.ash.machine.Roles;
import exo86.ash.machine.Slot;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the allocator knows of each virtual register: where else its value is, what it would cost to keep it in memory, and how far it has been split.
 */
final class Values {
    /** A use that becomes a memory operand, one that needs a load, a store; a constant that needs a MOV. Against one instruction. */
    private static final double FOLDED = 0.6;
    private static final double LOADED = 1.3;
    static final double STORED = 1.3;
    private static final double MADE = 0.7;

    private final List<Slot> slots = new ArrayList<>();
    private final List<Boolean> fixed = new ArrayList<>();
    private Origin[] origins = {};
    private double[] costs = {};
    private boolean[] hopeless = {};
    private double[] areas = {};

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

    /** By node, whether memory cannot help it, whatever it costs. */
    boolean[] hopeless() {
        return hopeless;
    }

    /** By node, over how much code it lives, weighted by how often that is executed. */
    double[] areas() {
        return areas;
    }

    /** Looks at the whole procedure anew. */
    void measure(Procedure procedure, Liveness liveness) {
        int count = procedure.registers() - Procedure.VIRTUAL;
        grow(procedure.registers());
        origins = new Origin[count];
        costs = new double[count];
        hopeless = new boolean[count];
        areas = new double[count];
        int[] definitions = new int[count];
        int[] registers = new int[16];
        Arrays.fill(origins, Origin.NONE);
        for (Block block : procedure.blocks()) {
            for (Instruction instruction : block.code()) {
                for (int d = instruction.defines(registers) - 1; d >= 0; d--) {
                    int node = registers[d] - Procedure.VIRTUAL;
                    if (node >= 0) {
                        Origin origin = instruction.role(0) == Roles.DEFINE ? Origin.of(instruction, slots.get(node)) : Origin.NONE;
                        origins[node] = definitions[node]++ == 0 || origin.equals(origins[node]) ? origin : Origin.NONE;
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
            hopeless[n] = fixed.get(n);
        }
        procedure.blocks().forEach(block -> fixShort(block, liveness));
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

    /** What the instruction costs more if the register is in memory. */
    double price(Instruction instruction, int register) {
        double price = 0;
        for (int i = 0; i < instruction.count(); i++) {
            if (instruction.register(i) == register) {
                price += price(instruction, i, register);
            } else if (instruction.operand(i) instanceof Operand.Memory memory) {
                price += (memory.base() == register ? partPrice(register) : 0) + (memory.index() == register ? partPrice(register) : 0);
            }
        }
        return price;
    }

    /** What it costs to get the value into a register. */
    double loadPrice(int register) {
        return origin(register) instanceof Origin.Constant || origin(register) instanceof Origin.Address ? MADE : LOADED;
    }

    /** The value is never to be stored: it can be had from elsewhere. */
    boolean isStored(int register) {
        return !(origin(register) instanceof Origin.None);
    }

    private void part(int register, double frequency) {
        if (register >= Procedure.VIRTUAL) {
            costs[register - Procedure.VIRTUAL] += frequency * partPrice(register);
        }
    }

    private double partPrice(int register) {
        return origin(register) instanceof Origin.Constant || origin(register) instanceof Origin.Address ? 0 : LOADED;
    }

    /**
     * A register that lives within a block while no other's life ends cannot be helped by memory: where it would be loaded, as many others live as
     * before. Where registers of the processor are used it may be helped. Constants and the like are never worth a register of this kind.
     */
    private void fixShort(Block block, Liveness liveness) {
        Map<Integer, Integer> deathsAtEnd = new HashMap<>();
        BitSet live = (BitSet) liveness.out(block).clone();
        int[] registers = new int[16];
        int deaths = 0;
        double frequency = block.frequency();
        List<Instruction> code = block.code();
        for (int i = code.size() - 1; i >= 0; i--) {
            Instruction instruction = code.get(i);
            if (instruction.isRemark()) {
                continue;
            }
            for (int l = live.nextSetBit(Procedure.VIRTUAL); l >= 0; l = live.nextSetBit(l + 1)) {
                areas[l - Procedure.VIRTUAL] += frequency;
            }
            for (int d = instruction.defines(registers) - 1; d >= 0; d--) {
                int register = registers[d];
                boolean used = (instruction.role(0) & Roles.USE) != 0;
                if (!used && live.get(register)) {
                    live.clear(register);
                    Integer before = deathsAtEnd.get(register);
                    if (before != null && before == deaths && origins[register - Procedure.VIRTUAL] instanceof Origin.None) {
                        hopeless[register - Procedure.VIRTUAL] = true;
                    }
                }
            }
            int used = instruction.uses(registers);
            List<Integer> ended = new ArrayList<>(2);
            for (int u = 0; u < used; u++) {
                if (registers[u] >= Procedure.VIRTUAL && !live.get(registers[u])) {
                    live.set(registers[u]);
                    ended.add(registers[u]);
                }
            }
            deaths += ended.size();
            for (int u = 0; u < used; u++) {
                deaths += registers[u] < Procedure.VIRTUAL ? 1 : 0;
            }
            deaths += instruction.writes() != 0 ? 1 : 0;
            for (int register : ended) {
                deathsAtEnd.put(register, deaths);
            }
        }
    }
}
