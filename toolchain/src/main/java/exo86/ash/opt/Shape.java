package exo86.ash.opt;

import exo86.ash.ir.Block;
import exo86.ash.ir.Constant;
import exo86.ash.ir.Edge;
import exo86.ash.ir.Function;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Invocation;
import exo86.ash.ir.Operand;
import exo86.ash.ir.Slot;
import exo86.ash.ir.SlotAddress;
import exo86.ash.ir.SymbolAddress;
import exo86.ash.ir.Terminator;
import exo86.ash.ir.Value;
import exo86.ash.ir.Variable;
import exo86.ash.source.SourceFile;
import exo86.ash.source.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All that a pass can see of a function into which nothing was inlined yet, written down so that functions of two programs can be compared: equal if they are the same but for the objects
 * that stand for their values, blocks, slots and variables.
 */
final class Shape {
    private int[] words = new int[256];
    private int count;
    private final List<Object> things = new ArrayList<>();
    private final Map<Variable, Integer> variables = new HashMap<>();
    private SourceFile file;
    private boolean bound;

    Shape(Function function) {
        things.add(function.name());
        things.add(function.signature());
        add(function.valueCount(), function.blockCount(), function.blocks().size(), function.slots().size(), function.homes().size());
        add(function.at());
        for (Variable variable : function.subroutine().variables()) {
            things.add(variable.name());
            variables.put(variable, variables.size());
        }
        for (Slot slot : function.slots()) {
            add(slot.id(), slot.size(), slot.align());
        }
        for (Function.Home home : function.homes()) {
            add(variables.get(home.variable()), home.offset(), home.slot().id());
        }
        for (Block block : function.blocks()) {
            add(block.id());
            results(block.parameters());
            add(block.instructions().size());
            block.instructions().forEach(this::add);
            add(block.terminator());
        }
    }

    /** Adds what else the result depends on. */
    void add(int... more) {
        if (count + more.length > words.length) {
            words = Arrays.copyOf(words, 2 * (count + more.length));
        }
        for (int word : more) {
            words[count++] = word;
        }
    }

    void add(Object thing) {
        things.add(thing);
    }

    /** It holds on to something of its program besides variables, and can stand for no other's. */
    boolean isBound() {
        return bound;
    }

    private void add(Span at) {
        add(at.start(), at.end(), at.file() == file ? 0 : 1);
        if (at.file() != file) {
            file = at.file();
            things.add(file);
        }
    }

    private void add(Operand operand) {
        switch (operand) {
            case Value value -> add(0, value.id());
            case Constant(int number) -> add(1, number);
            case SlotAddress(Slot slot, int addend) -> add(2, slot.id(), addend);
            case SymbolAddress(String symbol, int addend) -> {
                add(3, addend);
                things.add(symbol);
            }
        }
    }

    private void operands(List<Operand> operands) {
        add(operands.size());
        operands.forEach(this::add);
    }

    private void results(List<Value> results) {
        add(results.size());
        results.forEach(value -> add(value.id()));
    }

    private void add(Invocation call) {
        add(call.registers(), call.popped(), call.clobbers(), call.callee().isPresent() ? 1 : 0);
        call.callee().ifPresent(things::add);
        bound |= call.type().isPresent();
    }

    private void add(Edge edge) {
        add(edge.block().id());
        operands(edge.arguments());
    }

    private void add(Instruction instruction) {
        switch (instruction) {
            case Instruction.Unary i -> add(0, i.operator().ordinal());
            case Instruction.Binary i -> add(1, i.operator().ordinal());
            case Instruction.Trapping i -> {
                add(2, i.operator().ordinal());
                things.add(i.reason());
            }
            case Instruction.Wide i -> {
                add(3, i.operator().ordinal());
                things.add(i.reason());
            }
            case Instruction.Compare i -> add(4, i.condition().ordinal());
            case Instruction.WideLess i -> add(5, i.signed() ? 1 : 0);
            case Instruction.Select i -> add(6, i.condition().ordinal());
            case Instruction.Load i -> add(7, i.width().ordinal(), i.offset(), i.isVolatile() ? 1 : 0);
            case Instruction.Store i -> add(8, i.width().ordinal(), i.offset(), i.isVolatile() ? 1 : 0);
            case Instruction.Copy i -> add(9, i.size());
            case Instruction.Fill i -> add(10, i.size());
            case Instruction.Check i -> {
                add(11, i.condition().ordinal());
                things.add(i.reason());
            }
            case Instruction.Call i -> {
                add(12);
                add(i.call());
            }
            case Instruction.Intrinsic i -> {
                add(13);
                things.add(i.builtin());
            }
            case Instruction.Debug i -> {
                add(14, variables.get(i.variable()), i.offset(), i.value().isPresent() ? 1 : 0);
                i.value().ifPresent(this::add);
            }
        }
        results(instruction.results());
        operands(instruction.operands());
        add(instruction.at().span());
    }

    private void add(Terminator terminator) {
        switch (terminator) {
            case Terminator.Jump t -> add(0);
            case Terminator.Branch t -> add(1, t.condition().ordinal());
            case Terminator.Switch t -> {
                add(2, t.cases().size());
                t.cases().forEach(one -> add(one.number()));
            }
            case Terminator.Attempt t -> {
                add(3);
                add(t.call());
            }
            case Terminator.Return t -> add(4);
            case Terminator.Fail t -> add(5);
            case Terminator.Trap t -> {
                add(6);
                things.add(t.reason());
            }
            case Terminator.Unreachable t -> add(7);
        }
        results(terminator.results());
        operands(terminator.operands());
        terminator.edges().forEach(this::add);
        add(terminator.at().span());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(words, 0, count, shape.words, 0, shape.count) && things.equals(shape.things);
    }

    @Override
    public int hashCode() {
        int hash = things.hashCode();
        for (int i = 0; i < count; i++) {
            hash = 31 * hash + words[i];
        }
        return hash;
    }
}
