package exo86.ash.emit;

import exo86.ash.allocate.Allocator;
import exo86.ash.ir.Function;
import exo86.ash.ir.Instruction.Call;
import exo86.ash.ir.Invocation;
import exo86.ash.ir.Position;
import exo86.ash.ir.Terminator;
import exo86.ash.ir.WideOperator;
import exo86.ash.machine.Block;
import exo86.ash.machine.DeadCode;
import exo86.ash.machine.EarlyCopies;
import exo86.ash.machine.Instruction;
import exo86.ash.machine.Order;
import exo86.ash.machine.Peephole;
import exo86.ash.machine.Procedure;
import exo86.ash.machine.Slot;
import exo86.ash.select.Selector;
import exo86.ash.tree.Placement;
import exo86.ash.types.Type;
import exo86.isa.Condition;
import exo86.isa.Op;
import exo86.isa.Registers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One function of the intermediate representation to a routine: selection, allocation, order, frame. */
final class MachineRoutine {
    private static final Placement USUAL = new Placement(Optional.empty(), 0, false, false, false);

    /** Registers to pop, and words of the frame, from which on an epilogue is longer than a jump. */
    private static final int WORTH_A_JUMP = 3;

    private final Unit unit;
    private final Function function;
    private final Placement placement;
    private final Selector.Selected selected;
    private final Procedure procedure;
    private FrameLayout frame;
    private final List<Item> items = new ArrayList<>();
    private final Map<Block, Label> labels = new IdentityHashMap<>();
    private final Map<Site, Label> traps = new LinkedHashMap<>();
    /** Where the last way out that ends in these instructions begins. */
    private final Map<List<Op>, Label> ways = new HashMap<>();
    private Position line;

    private record Site(String reason, Position at) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Site site && site.reason.equals(reason) && site.at.sameLine(at);
        }

        @Override
        public int hashCode() {
            return reason.hashCode() * 31 + at.line();
        }
    }

    private MachineRoutine(Unit unit, Function function) {
        this.unit = unit;
        this.function = function;
        this.placement = function.source().map(exo86.ash.tree.Function::placement).orElse(USUAL);
        this.line = Position.of(function.at());
        this.selected = Selector.select(function, this::helper);
        this.procedure = selected.procedure();
    }

    static Routine generate(Unit unit, Function function) {
        return new MachineRoutine(unit, function).routine();
    }

    private String helper(WideOperator operator) {
        WideHelper helper = switch (operator) {
            case UDIV, UREM -> WideHelper.DIVIDE_UNSIGNED;
            case SDIV, SREM -> WideHelper.DIVIDE_SIGNED;
            case MULTRAP_U -> WideHelper.MULTIPLY_UNSIGNED;
            case MULTRAP_S -> WideHelper.MULTIPLY_SIGNED;
            default -> throw new IllegalArgumentException("no helper for " + operator);
        };
        return unit.helper(helper, placement.library());
    }

    /** The machine code of a function before its frame is laid out, for those who want to look at it. */
    static String text(Unit unit, Function function) {
        MachineRoutine routine = new MachineRoutine(unit, function);
        routine.allocate();
        return routine.procedure.toString();
    }

    private void allocate() {
        DeadCode.remove(procedure);
        EarlyCopies.run(procedure);
        Allocator.allocate(procedure);
        Peephole.run(procedure);
        Order.arrange(procedure);
    }

    private Routine routine() {
        allocate();
        boolean interrupt = function.source().filter(f -> f.kind() == exo86.ash.tree.Function.Kind.INTERRUPT).isPresent();
        frame = FrameLayout.of(procedure, !interrupt);
        procedure.blocks().forEach(block -> labels.put(block, Label.forward()));
        items.add(new Item.Line(line));
        Locations locations = Locations.of(procedure, frame);
        Map<Locations.Word, Item.Where> told = new LinkedHashMap<>();
        tell(told, locations.arriving());
        prologue();
        homes();
        for (Block block : procedure.blocks()) {
            items.add(new Item.Bind(labels.get(block)));
            List<Instruction> code = block.code();
            Map<Locations.Word, List<Item.Where>> known = locations.at(block);
            boolean changed = true;
            for (int i = 0; i < code.size(); i++) {
                boolean returns = code.get(i).op() == Op.RET || i + 1 < code.size() && code.get(i + 1).op() == Op.RET
                        && (code.get(i).op() == Op.STC || code.get(i).op() == Op.CLC);
                if (returns) {
                    leave(block, code.subList(i, code.size()));
                    break;
                }
                if (changed) {
                    tell(told, known);
                }
                instruction(code.get(i));
                changed = locations.step(code.get(i), known);
            }
            if (!code.isEmpty() && (code.getLast().op() == Op.RET || code.getLast().op() == Op.JMP || code.getLast().op() == Op.UD2)) {
                traps();
            }
        }
        tell(told, Map.of());
        traps();
        Routine.StackUse use = new Routine.StackUse(frame.stack(), callees(), indirect());
        return new Routine(function.name(), function.source(), Optional.of(function.subroutine()), placement, new Routine.Instructions(items, Optional.empty(), use));
    }

    /** The traps wanted so far, at a place that nothing runs into: so near that the jumps to them are short. */
    private void traps() {
        traps.forEach((site, label) -> {
            items.add(new Item.Bind(label));
            line(site.at);
            items.add(new Item.Check(site.reason, site.at.span()));
            add(Op.UD2);
        });
        traps.clear();
    }

    // Where variables are

    /** Variables that lie in memory do so from the start. */
    private void homes() {
        for (Function.Home home : function.homes()) {
            exo86.ash.machine.Slot slot = selected.slots().get(home.slot());
            if (slot != null && frame.has(slot)) {
                items.add(new Item.Holds(home.variable(), home.offset(), new Item.Where.Stored(slot.offset() - frame.distance(), home.slot().size())));
            }
        }
    }

    /** Says what is not as it was told last. */
    private void tell(Map<Locations.Word, Item.Where> told, Map<Locations.Word, List<Item.Where>> known) {
        told.keySet().removeIf(word -> {
            boolean lost = !known.containsKey(word);
            if (lost) {
                items.add(new Item.Holds(word.variable(), word.offset(), new Item.Where.Lost()));
            }
            return lost;
        });
        known.forEach((word, places) -> {
            if (!told.containsKey(word) || !places.contains(told.get(word))) {
                items.add(new Item.Holds(word.variable(), word.offset(), places.getFirst()));
                told.put(word, places.getFirst());
            }
        });
    }

    // Frame

    private void prologue() {
        Map<Integer, Integer> saved = new LinkedHashMap<>();
        int distance = 4;
        unwinding(distance, saved);
        for (int register : frame.pushed()) {
            add(Op.PUSH, new Operand.Register(register, 32));
            distance += 4;
            saved.put(register, -distance);
            unwinding(distance, saved);
        }
        if (frame.size() > 0) {
            add(Op.SUB, Operand.ESP, Operand.Immediate.of(frame.size()));
            unwinding(frame.distance(), saved);
        }
    }

    private void unwinding(int distance, Map<Integer, Integer> saved) {
        items.add(new Item.Unwinding(distance, saved));
    }

    /** A way out; one that is seldom taken goes by an earlier one of its kind, if that is shorter. */
    private void leave(Block block, List<Instruction> end) {
        List<Op> kind = end.stream().map(Instruction::op).toList();
        Label earlier = ways.get(kind);
        if (block.cold() && earlier != null) {
            line(end.getFirst().at());
            add(Op.JMP, new Operand.Near(earlier));
            return;
        }
        if (frame.pushed().size() + frame.size() / 4 >= WORTH_A_JUMP && procedure.blocks().stream().anyMatch(MachineRoutine::seldomReturns)) {
            Label label = Label.forward();
            ways.put(kind, label);
            items.add(new Item.Bind(label));
        }
        epilogue(end);
    }

    private static boolean seldomReturns(Block block) {
        return block.cold() && !block.code().isEmpty() && block.code().getLast().op() == Op.RET;
    }

    /** The last instructions of a way out: STC or CLC, RET. */
    private void epilogue(List<Instruction> end) {
        line(end.getFirst().at());
        Map<Integer, Integer> saved = new LinkedHashMap<>();
        int distance = 4;
        for (int register : frame.pushed()) {
            distance += 4;
            saved.put(register, -distance);
        }
        Map<Integer, Integer> body = Map.copyOf(saved);
        if (frame.size() > 0) {
            add(Op.ADD, Operand.ESP, Operand.Immediate.of(frame.size()));
            unwinding(distance, saved);
        }
        for (int register : frame.pushed().reversed()) {
            add(Op.POP, new Operand.Register(register, 32));
            distance -= 4;
            saved.remove(register);
            unwinding(distance, saved);
        }
        end.forEach(this::instruction);
        if (frame.distance() > 4) {
            unwinding(frame.distance(), body);
        }
    }

    // Instructions

    private void line(Position at) {
        if (!at.sameLine(line)) {
            line = at;
            items.add(new Item.Line(at));
        }
    }

    private void add(Op op, Operand... operands) {
        items.add(new Item.Instruction(op, Condition.NONE, List.of(operands)));
    }

    private void instruction(Instruction instruction) {
        if (instruction.op() == Op.NOP && !(instruction.count() > 0 && instruction.operand(0) instanceof exo86.ash.machine.Operand.StringForm)) {
            return;
        }
        line(instruction.at());
        if (instruction.count() == 1 && instruction.operand(0) instanceof exo86.ash.machine.Operand.StringForm(int width, boolean repeated)) {
            items.add(new Item.StringInstruction(instruction.op(), width, repeated));
            return;
        }
        if (instruction.op() == Op.UD2 && instruction.count() == 1 && instruction.operand(0) instanceof exo86.ash.machine.Operand.Trap(String reason, Position at)) {
            items.add(new Item.Check(reason, at.span()));
            add(Op.UD2);
            return;
        }
        List<Operand> operands = new ArrayList<>(instruction.count());
        for (int n = 0; n < instruction.count(); n++) {
            if (instruction.operand(n) instanceof exo86.ash.machine.Operand.Table(String symbol, List<Block> targets)) {
                items.add(new Item.Table(symbol, targets.stream().map(labels::get).toList()));
            } else {
                operands.add(operand(instruction.operand(n), instruction.op() == Op.LEA));
            }
        }
        items.add(new Item.Instruction(instruction.op(), instruction.condition(), operands));
    }

    private Operand operand(exo86.ash.machine.Operand operand, boolean address) {
        return switch (operand) {
            case exo86.ash.machine.Operand.Register(int number, int width) -> new Operand.Register(number, width);
            case exo86.ash.machine.Operand.Immediate(int value, String symbol) -> new Operand.Immediate(value, symbol);
            case exo86.ash.machine.Operand.Routine(String symbol) -> new Operand.Routine(symbol);
            case exo86.ash.machine.Operand.Control(int number) -> new Operand.Control(number);
            case exo86.ash.machine.Operand.Target(Block block) -> new Operand.Near(labels.get(block));
            case exo86.ash.machine.Operand.Trap(String reason, Position at) ->
                new Operand.Near(traps.computeIfAbsent(new Site(reason, at), site -> Label.forward()));
            case exo86.ash.machine.Operand.Memory m when m.slot() != Slot.NONE ->
                new Operand.Memory(Registers.ESP, m.index() == Registers.NONE ? m.base() : m.index(), m.index() == Registers.NONE ? 1 : m.scale(),
                        m.displacement() + m.slot().offset(), m.symbol(), m.width());
            case exo86.ash.machine.Operand.Memory m -> new Operand.Memory(m.base(), m.index(), m.scale(), m.displacement(), m.symbol(), m.width());
            case exo86.ash.machine.Operand.Table t -> throw new IllegalArgumentException(t.toString());
            case exo86.ash.machine.Operand.StringForm f -> throw new IllegalArgumentException(f.toString());
            case exo86.ash.machine.Operand.Name n -> throw new IllegalArgumentException(n.toString());
        };
    }

    // Stack bounds

    private Set<String> callees() {
        Set<String> callees = new LinkedHashSet<>();
        for (Block block : procedure.blocks()) {
            for (Instruction instruction : block.code()) {
                if (instruction.op() == Op.CALL && instruction.operand(0) instanceof exo86.ash.machine.Operand.Routine(String symbol)) {
                    callees.add(symbol);
                }
            }
        }
        return callees;
    }

    private Set<Type.Function> indirect() {
        Set<Type.Function> types = new LinkedHashSet<>();
        for (exo86.ash.ir.Block block : function.blocks()) {
            for (exo86.ash.ir.Instruction instruction : block.instructions()) {
                if (instruction instanceof Call call) {
                    add(call.call(), types);
                }
            }
            if (block.terminator() instanceof Terminator.Attempt attempt) {
                add(attempt.call(), types);
            }
        }
        return types;
    }

    private static void add(Invocation call, Set<Type.Function> types) {
        if (call.callee().isEmpty()) {
            call.type().ifPresent(types::add);
        }
    }
}
