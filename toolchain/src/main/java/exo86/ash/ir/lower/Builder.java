package exo86.ash.ir.lower;

import exo86.ash.ir.BinaryOperator;
import exo86.ash.ir.Block;
import exo86.ash.ir.Condition;
import exo86.ash.ir.Constant;
import exo86.ash.ir.Edge;
import exo86.ash.ir.Function;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Operand;
import exo86.ash.ir.Position;
import exo86.ash.ir.Slot;
import exo86.ash.ir.SlotAddress;
import exo86.ash.ir.SymbolAddress;
import exo86.ash.ir.Terminator;
import exo86.ash.ir.TrappingOperator;
import exo86.ash.ir.UnaryOperator;
import exo86.ash.ir.Value;
import exo86.ash.ir.WideOperator;
import exo86.ash.ir.Width;
import exo86.ash.source.Span;
import java.util.List;

/** Appends instructions to the block in hand, and computes at once what consists of numbers. */
final class Builder {
    final Function function;
    private Block block;
    /** The place in the source that what follows belongs to. */
    Position at;

    Builder(Function function) {
        this.function = function;
        this.at = Position.of(function.at());
        this.block = function.newBlock();
    }

    /** The place of an expression in the line in hand; of one that begins in another line that line is not told. */
    Position at(Span expression) {
        return expression.file() == at.file() && expression.line() == at.line() ? Position.of(expression) : at;
    }

    Block block() {
        return block;
    }

    void emit(Instruction instruction) {
        block.instructions().add(instruction);
    }

    /** Ends the block in hand; what follows is reached by nobody until {@link #continueAt}. */
    void end(Terminator terminator) {
        block.end(terminator);
        block = function.newBlock();
    }

    void continueAt(Block next) {
        block = next;
    }

    void jump(Block target, Operand... arguments) {
        end(new Terminator.Jump(Edge.to(target, arguments), at));
    }

    void branch(Condition condition, Operand left, Operand right, Block then, Block otherwise) {
        if (left instanceof Constant(int a) && right instanceof Constant(int b)) {
            jump(condition.holds(a, b) ? then : otherwise);
        } else {
            end(new Terminator.Branch(condition, left, right, Edge.to(then), Edge.to(otherwise), at));
        }
    }

    void trap(String reason, Span where) {
        end(new Terminator.Trap(reason, Position.of(where)));
    }

    Operand unary(UnaryOperator operator, Operand operand) {
        if (operand instanceof Constant(int number)) {
            return Operand.of(operator.apply(number));
        }
        Value result = function.newValue();
        emit(new Instruction.Unary(operator, result, operand, at));
        return result;
    }

    Operand binary(BinaryOperator operator, Operand left, Operand right) {
        if (left instanceof Constant(int a) && right instanceof Constant(int b) && !(operator.divides() && b == 0)) {
            return Operand.of(operator.apply(a, b));
        }
        Value result = function.newValue();
        emit(new Instruction.Binary(operator, result, left, right, at));
        return result;
    }

    Operand trapping(TrappingOperator operator, Operand left, Operand right, String reason, Span where) {
        Value result = function.newValue();
        emit(new Instruction.Trapping(operator, result, left, right, reason, Position.of(where)));
        return result;
    }

    List<Operand> wide(WideOperator operator, List<Operand> operands, String reason, Span where) {
        Value low = function.newValue();
        Value high = function.newValue();
        emit(new Instruction.Wide(operator, low, high, operands, reason, Position.of(where)));
        return List.of(low, high);
    }

    Operand compare(Condition condition, Operand left, Operand right) {
        if (left instanceof Constant(int a) && right instanceof Constant(int b)) {
            return Operand.of(condition.holds(a, b) ? 1 : 0);
        }
        Value result = function.newValue();
        emit(new Instruction.Compare(condition, result, left, right, at));
        return result;
    }

    Operand wideLess(boolean signed, List<Operand> left, List<Operand> right) {
        Value result = function.newValue();
        emit(new Instruction.WideLess(signed, result, List.of(left.get(0), left.get(1), right.get(0), right.get(1)), at));
        return result;
    }

    void check(Condition condition, Operand left, Operand right, String reason, Span where) {
        if (left instanceof Constant(int a) && right instanceof Constant(int b)) {
            if (!condition.holds(a, b)) {
                trap(reason, where);
            }
            return;
        }
        emit(new Instruction.Check(condition, left, right, reason, Position.of(where)));
    }

    /** An address that the code generator may fold. */
    record Location(Operand base, int offset, boolean io) {
        Location {
            if (offset != 0) {
                switch (base) {
                    case SlotAddress(Slot slot, int addend) -> {
                        base = new SlotAddress(slot, addend + offset);
                        offset = 0;
                    }
                    case SymbolAddress(String symbol, int addend) -> {
                        base = new SymbolAddress(symbol, addend + offset);
                        offset = 0;
                    }
                    case Constant(int number) -> {
                        base = new Constant(number + offset);
                        offset = 0;
                    }
                    case Value value -> {
                    }
                }
            }
        }

        static Location of(Slot slot) {
            return new Location(new SlotAddress(slot, 0), 0, false);
        }

        static Location plain(Operand base) {
            return new Location(base, 0, false);
        }

        Location plus(int bytes) {
            return new Location(base, offset + bytes, io);
        }
    }

    Operand load(Width width, Location from) {
        Value result = function.newValue();
        emit(new Instruction.Load(width, result, from.base, from.offset, from.io, at));
        return result;
    }

    void store(Width width, Location to, Operand value) {
        emit(new Instruction.Store(width, to.base, to.offset, value, to.io, at));
    }

    Operand address(Location of) {
        return of.offset == 0 ? of.base : binary(BinaryOperator.ADD, of.base, Operand.of(of.offset));
    }
}
