package exo86.ash.emit;

import exo86.ash.ir.Position;
import exo86.ash.source.Span;
import exo86.isa.Condition;
import exo86.isa.Op;
import java.util.ArrayList;
import java.util.List;

/** Collects a function's code. What follows a jump, return or trap is dropped up to the next label that somebody jumps to. */
final class Code {
    private final List<Item> items = new ArrayList<>();
    private boolean unreachable;
    private int line = -1;

    List<Item> items() {
        return items;
    }

    /** The place in hand cannot be reached. */
    boolean unreachable() {
        return unreachable;
    }

    void emit(Op op, Operand... operands) {
        if (op == Op.MOV && !items.isEmpty() && reloads(items.getLast(), operands)) {
            return;
        }
        add(new Item.Instruction(op, Condition.NONE, List.of(operands)));
        if (op == Op.RET || op == Op.UD2) {
            unreachable = true;
        }
    }

    void string(Op op, int width, boolean repeated) {
        add(new Item.StringInstruction(op, width, repeated));
    }

    void set(int condition, Operand.Register register) {
        add(new Item.Instruction(Op.SET, condition, List.of(register)));
    }

    void jump(Label target) {
        if (!unreachable) {
            target.references++;
            add(new Item.Instruction(Op.JMP, Condition.NONE, List.of(new Operand.Near(target))));
            unreachable = true;
        }
    }

    void jump(int condition, Label target) {
        if (!unreachable) {
            target.references++;
            add(new Item.Instruction(Op.J, condition, List.of(new Operand.Near(target))));
        }
    }

    void bind(Label label) {
        int last = items.size() - 1;
        while (last >= 0 && (items.get(last) instanceof Item.ScopeEnd || items.get(last) instanceof Item.ScopeStart)) {
            last--;
        }
        if (unreachable && last >= 0 && jumpsTo(items.get(last), label)) {
            items.remove(last);
            label.references--;
            unreachable = false;
        }
        if (label.references > 0 || label.loop) {
            items.add(new Item.Bind(label));
            unreachable = false;
        }
    }

    /** The {@code ud2} of a failed check. */
    void trap(String reason, Span at) {
        line(at);
        add(new Item.Check(reason, at));
        emit(Op.UD2);
    }

    void line(Span at) {
        if (!unreachable && at.line() != line) {
            line = at.line();
            add(new Item.Line(Position.of(at)));
        }
    }

    void scope(Item boundary) {
        items.add(boundary);
    }

    /** The instruction before stored the register to that very place of the frame. */
    private static boolean reloads(Item before, Operand[] move) {
        return move[0] instanceof Operand.Register register && register.width() == 32 && move[1] instanceof Operand.Memory memory
                && memory.base() == Operand.EBP.number() && memory.width() == 32
                && before instanceof Item.Instruction(Op op, int condition, List<Operand> operands) && op == Op.MOV
                && operands.equals(List.of(memory, register));
    }

    private static boolean jumpsTo(Item item, Label label) {
        return item instanceof Item.Instruction(Op op, int condition, List<Operand> operands) && op == Op.JMP
                && operands.getFirst() instanceof Operand.Near(Label target) && target == label;
    }

    private void add(Item item) {
        if (!unreachable) {
            items.add(item);
        }
    }
}
