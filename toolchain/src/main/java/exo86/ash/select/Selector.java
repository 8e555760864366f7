package exo86.ash.select;

import exo86.ash.ir.Block;
import exo86.ash.ir.Edge;
import exo86.ash.ir.Function;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Position;
import exo86.ash.ir.Terminator;
import exo86.ash.ir.Value;
import exo86.ash.machine.Loops;
import exo86.ash.machine.Operand;
import exo86.ash.machine.Procedure;
import exo86.isa.Op;
import exo86.isa.Registers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Instruction selection: a function in SSA form to machine instructions over virtual registers, by tiling.
 *
 * <p>Blocks come in reverse, each before those that dominate it, and each from its end, so that all uses of a value are seen before its definition:
 * what the uses took into their own instructions (an address, a load, a comparison) is then not computed at all.
 */
public final class Selector {
    private static final Operand.Register[] ARRIVING = {Selection.EAX, Selection.EDX, Selection.ECX};

    private final Function function;
    private final Procedure procedure;
    private final Map<Block, exo86.ash.machine.Block> blocks = new HashMap<>();
    private final Map<Block, List<exo86.ash.machine.Block>> made = new HashMap<>();
    private final List<Remark> remarks = new ArrayList<>();
    private final Selection s;
    private final Terminators terminators;
    private final List<Block> order = new ArrayList<>();
    private final Map<Instruction.Debug, Value> arrivals;

    /** A remark about a value that may turn out not to exist. */
    private record Remark(exo86.ash.machine.Instruction remark, Value value) {
    }

    private Selector(Function function, Helpers helpers) {
        this.function = function;
        procedure = new Procedure(function.name());
        s = new Selection(function, procedure, facts(), helpers);
        terminators = new Terminators(s, blocks);
        arrivals = arrivals();
    }

    /** The function's machine code, and where its slots are in the frame. */
    public record Selected(Procedure procedure, Map<exo86.ash.ir.Slot, exo86.ash.machine.Slot> slots) {
    }

    public static Selected select(Function function, Helpers helpers) {
        Selector selector = new Selector(function, helpers);
        selector.run();
        return new Selected(selector.procedure, selector.s.slots());
    }

    /** The blocks with their jumps alone tell the order and the loops. */
    private Facts facts() {
        Map<exo86.ash.machine.Block, Block> origins = new HashMap<>();
        for (Block block : function.blocks()) {
            exo86.ash.machine.Block machine = procedure.block();
            machine.cold(block != function.entry() && switch (block.terminator()) {
                case Terminator.Trap t -> true;
                case Terminator.Unreachable u -> true;
                case Terminator.Fail f -> true;
                default -> false;
            });
            blocks.put(block, machine);
            origins.put(machine, block);
            procedure.blocks().add(machine);
        }
        for (Block block : function.blocks()) {
            for (Edge edge : block.terminator().edges()) {
                blocks.get(block).add(new exo86.ash.machine.Instruction(block.terminator().at(), Op.J, new Operand.Target(blocks.get(edge.block()))));
            }
        }
        Loops loops = Loops.of(procedure);
        loops.mark();
        Map<Block, Integer> depths = new HashMap<>();
        for (exo86.ash.machine.Block machine : loops.order()) {
            depths.put(origins.get(machine), machine.depth());
            order.add(origins.get(machine));
        }
        for (exo86.ash.machine.Block machine : loops.order().reversed()) {
            List<exo86.ash.machine.Block> next = machine.successors();
            if (!next.isEmpty() && next.stream().allMatch(exo86.ash.machine.Block::cold) && origins.get(machine) != function.entry()) {
                machine.cold(true);
            }
        }
        procedure.blocks().forEach(machine -> machine.code().clear());
        procedure.blocks().clear();
        return Facts.of(function, depths);
    }

    private void run() {
        for (Block block : order.reversed()) {
            block(block);
        }
        for (Block block : order) {
            procedure.blocks().addAll(made.get(block));
        }
        for (Remark remark : remarks) {
            if (!s.needed(remark.value)) {
                remark.remark.become(Op.NOP, remark.remark.operand(0));
            }
        }
    }

    private void block(Block block) {
        s.begin(block);
        List<Instruction> instructions = block.instructions();
        s.beginTile(instructions.size(), block.terminator().at());
        List<exo86.ash.machine.Block> edges = terminators.select(block.terminator());
        s.endTile();
        for (int i = instructions.size() - 1; i >= 0; i--) {
            instruction(instructions.get(i), i);
        }
        exo86.ash.machine.Block current = blocks.get(block);
        List<exo86.ash.machine.Block> list = new ArrayList<>();
        list.add(current);
        if (block == function.entry()) {
            parameters(current);
        }
        for (List<Object> tile : s.tiles().reversed()) {
            for (Object part : tile) {
                if (part instanceof exo86.ash.machine.Block next) {
                    current = next;
                    list.add(next);
                } else {
                    current.add((exo86.ash.machine.Instruction) part);
                }
            }
        }
        list.addAll(edges);
        made.put(block, list);
    }

    /** What the function says first about its parameters' words, and which of its parameters each is. */
    private Map<Instruction.Debug, Value> arrivals() {
        Map<Instruction.Debug, Value> arrivals = new LinkedHashMap<>();
        Set<Operand.Name> told = new HashSet<>();
        for (Instruction instruction : function.entry().instructions()) {
            if (instruction instanceof Instruction.Debug debug && debug.variable().parameter()
                    && debug.variable().inlined().isEmpty() && told.add(new Operand.Name(debug.variable(), debug.offset()))
                    && debug.value().isPresent() && debug.value().get() instanceof Value value && function.parameters().contains(value)) {
                arrivals.put(debug, value);
            }
        }
        return arrivals;
    }

    private void remark(exo86.ash.machine.Block entry, Instruction.Debug debug, Operand where) {
        entry.add(new exo86.ash.machine.Instruction(Position.of(function.at()), Op.NOP, new Operand.Name(debug.variable(), debug.offset()), where));
    }

    /** Where a parameter is when the function begins. */
    private Operand arrival(Value parameter) {
        int number = function.parameters().indexOf(parameter);
        int inRegisters = function.signature().registers();
        return number < inRegisters ? ARRIVING[number] : Operand.Memory.at(procedure.incoming(), 4 * (number - inRegisters));
    }

    private void parameters(exo86.ash.machine.Block entry) {
        List<Value> parameters = function.parameters();
        int inRegisters = Math.min(function.signature().registers(), parameters.size());
        int arriving = 0;
        for (int p = 0; p < inRegisters; p++) {
            arriving |= Selection.bits(ARRIVING[p].number());
        }
        if (arriving != 0) {
            entry.add(new exo86.ash.machine.Instruction(Position.of(function.at()), Op.NOP, exo86.isa.Condition.NONE, 0, arriving));
        }
        arrivals.forEach((debug, value) -> remark(entry, debug, arrival(value)));
        for (int p = 0; p < parameters.size(); p++) {
            if (s.needed(parameters.get(p))) {
                entry.add(new exo86.ash.machine.Instruction(Position.of(function.at()), Op.MOV, s.definition(parameters.get(p)), arrival(parameters.get(p))));
            }
        }
        arrivals.forEach((debug, value) -> {
            if (s.needed(value)) {
                remark(entry, debug, s.definition(value));
            }
        });
    }

    private void instruction(Instruction instruction, int index) {
        s.beginTile(index, instruction.at());
        switch (instruction) {
            case Instruction.Debug debug when arrivals.containsKey(debug) -> { }
            case Instruction.Debug debug -> debug(debug);
            case Instruction.Store store -> s.memory.store(store);
            case Instruction.Copy copy -> s.memory.copy(copy);
            case Instruction.Fill fill -> s.memory.fill(fill);
            case Instruction.Check check -> s.comparisons.check(check);
            case Instruction.Call call -> s.calls.call(call);
            case Instruction.Intrinsic intrinsic when !intrinsic.builtin().pure() -> s.intrinsics.select(intrinsic);
            case Instruction.Trapping trapping -> s.arithmetic.trapping(trapping);
            case Instruction.Wide wide when wide.operator().traps() || wanted(wide) -> s.wide.operation(wide);
            case Instruction.Load load when load.isVolatile() && s.facts.uses(load.result()) == 0 -> s.memory.load(load);
            default -> {
                if (wanted(instruction)) {
                    compute(instruction);
                    return;
                }
            }
        }
        s.endTile();
    }

    private boolean wanted(Instruction instruction) {
        return instruction.results().stream().anyMatch(s::needed);
    }

    /** A pure instruction whose result somebody wants in a register. */
    private void compute(Instruction instruction) {
        switch (instruction) {
            case Instruction.Unary unary -> s.arithmetic.unary(unary);
            case Instruction.Binary binary -> {
                if (s.division.isGivenEarlier(binary)) {
                    return;
                }
                if (s.arithmetic.binary(binary)) {
                    s.sinkTile(binary.result());
                    return;
                }
            }
            case Instruction.Compare compare -> s.comparisons.compare(compare);
            case Instruction.WideLess less -> s.comparisons.wideLess(less);
            case Instruction.Select select -> s.comparisons.select(select);
            case Instruction.Load load -> s.memory.load(load);
            case Instruction.Intrinsic intrinsic -> s.intrinsics.select(intrinsic);
            default -> throw new IllegalArgumentException("not pure: " + instruction);
        }
        s.endTile();
    }

    private void debug(Instruction.Debug debug) {
        Operand.Name name = new Operand.Name(debug.variable(), debug.offset());
        if (debug.value().isEmpty()) {
            s.emit(Op.NOP, name);
            return;
        }
        switch (debug.value().get()) {
            case Value value -> {
                exo86.ash.machine.Instruction remark = new exo86.ash.machine.Instruction(debug.at(), Op.NOP, name, s.definition(value));
                remarks.add(new Remark(remark, value));
                s.add(remark);
            }
            case exo86.ash.ir.SlotAddress address -> s.emit(Op.NOP, name, s.addresses.of(address, 0));
            default -> s.emit(Op.NOP, name, s.value(debug.value().get()));
        }
    }
}
