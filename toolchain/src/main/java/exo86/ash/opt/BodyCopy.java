package exo86.ash.opt;

import exo86.ash.ir.Block;
import exo86.ash.ir.Edge;
import exo86.ash.ir.Function;
import exo86.ash.ir.InlinedCall;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Mapping;
import exo86.ash.ir.Operand;
import exo86.ash.ir.Position;
import exo86.ash.ir.Slot;
import exo86.ash.ir.SlotAddress;
import exo86.ash.ir.Terminator;
import exo86.ash.ir.Value;
import exo86.ash.ir.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A copy of blocks with new values; of another function, in the place of a call, with new slots too. What is copied between functions knows the call: positions, and the
 * variables that the debugger is told of.
 */
final class BodyCopy implements Mapping {
    private final Function into;
    private final Map<Value, Operand> values = new HashMap<>();
    private final Map<Block, Block> blocks = new HashMap<>();
    private final Map<Slot, Slot> slots = new HashMap<>();
    private final Optional<InlinedCall> call;
    private final Map<InlinedCall, Optional<InlinedCall>> calls = new HashMap<>();
    private final Map<Variable, Variable> variables = new HashMap<>();
    private Optional<Position> lastPosition = Optional.empty();
    private Optional<Position> lastCopy = Optional.empty();

    private BodyCopy(Function into, Optional<InlinedCall> call) {
        this.into = into;
        this.call = call;
    }

    /** For blocks of the function itself. */
    BodyCopy(Function into) {
        this(into, Optional.empty());
    }

    /** The body of a function in the place of a call. */
    static BodyCopy of(Function callee, Function caller, Position at) {
        InlinedCall call = new InlinedCall(callee.subroutine(), at);
        caller.inlined().add(call);
        BodyCopy copy = new BodyCopy(caller, Optional.of(call));
        for (Slot slot : callee.slots()) {
            copy.slots.put(slot, caller.newSlot(slot.size(), slot.align()));
        }
        for (Function.Home home : callee.homes()) {
            caller.homes().add(new Function.Home(copy.variable(home.variable()), home.offset(), copy.slots.get(home.slot())));
        }
        copy.copy(callee.blocks());
        return copy;
    }

    /** What a value of the original is in the copy. */
    void put(Value original, Operand copy) {
        values.put(original, copy);
    }

    /** The copy of a block; itself if it was not copied. */
    Block of(Block original) {
        return blocks.getOrDefault(original, original);
    }

    @Override
    public Operand of(Operand operand) {
        return switch (operand) {
            case Value value -> values.getOrDefault(value, value);
            case SlotAddress(Slot slot, int addend) -> slots.containsKey(slot) ? new SlotAddress(slots.get(slot), addend) : operand;
            default -> operand;
        };
    }

    /** The same place, reached through the call too. Neighbours mostly have one position. */
    @Override
    public Position position(Position at) {
        if (call.isEmpty()) {
            return at;
        }
        if (lastPosition.isEmpty() || lastPosition.get() != at) {
            Position copy = new Position(at.span(), at.inlined().isEmpty() ? call : within(at.inlined().get()));
            lastPosition = Optional.of(at);
            lastCopy = Optional.of(copy);
        }
        return lastCopy.get();
    }

    /** A call that was inlined into the callee before. */
    private Optional<InlinedCall> within(InlinedCall original) {
        Optional<InlinedCall> known = calls.get(original);
        if (known == null) {
            InlinedCall copy = new InlinedCall(original.callee(), position(original.at()));
            into.inlined().add(copy);
            known = Optional.of(copy);
            calls.put(original, known);
        }
        return known;
    }

    @Override
    public Variable variable(Variable original) {
        if (call.isEmpty()) {
            return original;
        }
        Variable known = variables.get(original);
        if (known == null) {
            known = new Variable(original, (original.inlined().isEmpty() ? call : within(original.inlined().get())).orElseThrow());
            variables.put(original, known);
        }
        return known;
    }

    /** Copies blocks; edges among them lead to the copies, others where they did. */
    void copy(List<Block> originals) {
        for (Block original : originals) {
            Block copy = into.newBlock();
            blocks.put(original, copy);
            for (Value parameter : original.parameters()) {
                copy.parameters().add(fresh(parameter));
            }
        }
        for (Block original : originals) {
            original.instructions().forEach(instruction -> instruction.results().forEach(this::fresh));
            original.terminator().results().forEach(this::fresh);
        }
        for (Block original : originals) {
            Block copy = blocks.get(original);
            for (Instruction instruction : original.instructions()) {
                copy.instructions().add(define(instruction.map(this)));
            }
            copy.end(terminator(original.terminator()));
        }
    }

    private Value fresh(Value original) {
        Value copy = into.newValue();
        values.put(original, copy);
        return copy;
    }

    private List<Value> results(List<Value> originals) {
        List<Value> copies = new ArrayList<>(originals.size());
        originals.forEach(original -> copies.add((Value) values.get(original)));
        return copies;
    }

    private Value result(Value original) {
        return (Value) values.get(original);
    }

    /** The instruction with the copies of its results. */
    private Instruction define(Instruction instruction) {
        return switch (instruction) {
            case Instruction.Unary i -> new Instruction.Unary(i.operator(), result(i.result()), i.operand(), i.at());
            case Instruction.Binary i -> new Instruction.Binary(i.operator(), result(i.result()), i.left(), i.right(), i.at());
            case Instruction.Trapping i -> new Instruction.Trapping(i.operator(), result(i.result()), i.left(), i.right(), i.reason(), i.at());
            case Instruction.Wide i -> new Instruction.Wide(i.operator(), result(i.low()), result(i.high()), i.operands(), i.reason(), i.at());
            case Instruction.Compare i -> new Instruction.Compare(i.condition(), result(i.result()), i.left(), i.right(), i.at());
            case Instruction.WideLess i -> new Instruction.WideLess(i.signed(), result(i.result()), i.operands(), i.at());
            case Instruction.Select i -> new Instruction.Select(i.condition(), result(i.result()), i.left(), i.right(), i.then(), i.otherwise(), i.at());
            case Instruction.Load i -> new Instruction.Load(i.width(), result(i.result()), i.base(), i.offset(), i.isVolatile(), i.at());
            case Instruction.Call i -> new Instruction.Call(results(i.results()), i.call(), i.at());
            case Instruction.Intrinsic i -> new Instruction.Intrinsic(i.builtin(), results(i.results()), i.operands(), i.at());
            case Instruction.Store i -> i;
            case Instruction.Copy i -> i;
            case Instruction.Fill i -> i;
            case Instruction.Check i -> i;
            case Instruction.Debug i -> i;
        };
    }

    private Terminator terminator(Terminator original) {
        Terminator mapped = original.map(this);
        if (mapped instanceof Terminator.Attempt attempt) {
            mapped = new Terminator.Attempt(results(attempt.results()), attempt.call(), attempt.ok(), attempt.failed(), attempt.at());
        }
        List<Edge> edges = new ArrayList<>();
        for (Edge edge : mapped.edges()) {
            edges.add(new Edge(of(edge.block()), edge.arguments()));
        }
        return mapped.withEdges(edges);
    }
}
