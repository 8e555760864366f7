package exo86.ash.select;

import exo86.ash.ir.BinaryOperator;
import exo86.ash.ir.Block;
import exo86.ash.ir.Function;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.NextValues;
import exo86.ash.ir.Operand;
import exo86.ash.ir.Terminator;
import exo86.ash.ir.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What selection knows of a function before it starts: who defines a value, how often it is used, which stores stand between two places. */
final class Facts {
    private final Instruction[] definitions;
    private final Block[] blocks;
    private final int[] places;
    private final int[] uses;
    private final boolean[] inRegister;
    private final Map<Block, int[]> writes = new HashMap<>();
    private final int[] predecessors;
    private final int[] depths;
    private NextValues nextValues;

    private Facts(Function function) {
        definitions = new Instruction[function.valueCount()];
        blocks = new Block[function.valueCount()];
        places = new int[function.valueCount()];
        uses = new int[function.valueCount()];
        inRegister = new boolean[function.valueCount()];
        predecessors = new int[function.blockCount()];
        depths = new int[function.blockCount()];
    }

    static Facts of(Function function, Map<Block, Integer> depths) {
        Facts facts = new Facts(function);
        facts.nextValues = NextValues.of(function);
        for (Block block : function.blocks()) {
            facts.depths[block.id()] = depths.getOrDefault(block, 0);
            facts.read(block);
        }
        return facts;
    }

    private void read(Block block) {
        List<Instruction> instructions = block.instructions();
        int[] written = new int[instructions.size() + 1];
        for (int i = 0; i < instructions.size(); i++) {
            Instruction instruction = instructions.get(i);
            for (Value result : instruction.results()) {
                definitions[result.id()] = instruction;
                blocks[result.id()] = block;
                places[result.id()] = i;
            }
            instruction.operands().forEach(this::use);
            for (Operand operand : instruction.operands()) {
                if (operand instanceof Value value && !isAddress(instruction, operand)) {
                    inRegister[value.id()] = true;
                }
            }
            written[i + 1] = written[i] + (writes(instruction) ? 1 : 0);
        }
        writes.put(block, written);
        Terminator terminator = block.terminator();
        terminator.operands().forEach(this::useInRegister);
        terminator.edges().forEach(edge -> {
            edge.arguments().forEach(this::useInRegister);
            predecessors[edge.block().id()]++;
        });
    }

    private void use(Operand operand) {
        if (operand instanceof Value value) {
            uses[value.id()]++;
        }
    }

    private void useInRegister(Operand operand) {
        use(operand);
        if (operand instanceof Value value) {
            inRegister[value.id()] = true;
        }
    }

    /** The operand may be part of an address there. */
    private static boolean isAddress(Instruction instruction, Operand operand) {
        return switch (instruction) {
            case Instruction.Load load -> true;
            case Instruction.Copy copy -> true;
            case Instruction.Fill fill -> !fill.word().equals(operand);
            case Instruction.Store store -> !store.value().equals(operand);
            case Instruction.Binary i -> i.operator() == BinaryOperator.ADD || i.operator() == BinaryOperator.SHL;
            default -> false;
        };
    }

    /** Somebody reads the value who takes it from a register only: it is no part of an address there. */
    boolean inRegister(Value value) {
        return inRegister[value.id()];
    }

    private static boolean writes(Instruction instruction) {
        return switch (instruction) {
            case Instruction.Store s -> true;
            case Instruction.Copy c -> true;
            case Instruction.Fill f -> true;
            case Instruction.Call c -> true;
            case Instruction.Intrinsic i -> !i.builtin().pure();
            case Instruction.Load load -> load.isVolatile();
            default -> false;
        };
    }

    int uses(Value value) {
        return uses[value.id()];
    }

    int predecessors(Block block) {
        return predecessors[block.id()];
    }

    /** In how many loops a block is. */
    int depth(Block block) {
        return depths[block.id()];
    }

    /** The instruction of that block that computes the operand, or null. */
    Instruction definition(Operand operand, Block block) {
        return operand instanceof Value value && blocks[value.id()] == block ? definitions[value.id()] : null;
    }

    /** The instruction that computes the operand, or null: it is no value, or a parameter, or comes from a terminator. */
    Instruction definition(Operand operand) {
        return operand instanceof Value value ? definitions[value.id()] : null;
    }

    /** It is what a block parameter will be next, and so will be in a register. */
    boolean isNext(Value value) {
        return nextValues.contains(value);
    }

    Block home(Value value) {
        return blocks[value.id()];
    }

    int place(Value value) {
        return places[value.id()];
    }

    /** The load reads the same if it happens just before the instruction at {@code index} of its block. */
    boolean movable(Instruction.Load load, int index) {
        int from = places[load.result().id()];
        Block block = blocks[load.result().id()];
        int[] written = writes.get(block);
        if (written[from + (load.isVolatile() ? 1 : 0)] != written[index]) {
            return false;
        }
        if (load.isVolatile()) {
            for (int i = from + 1; i < index; i++) {
                if (block.instructions().get(i) instanceof Instruction.Check || block.instructions().get(i) instanceof Instruction.Trapping) {
                    return false;
                }
            }
        }
        return true;
    }
}
