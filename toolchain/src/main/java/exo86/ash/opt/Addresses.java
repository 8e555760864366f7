package exo86.ash.opt;

import exo86.ash.ir.BinaryOperator;
import exo86.ash.ir.Constant;
import exo86.ash.ir.Function;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Operand;
import exo86.ash.ir.Position;
import exo86.ash.ir.Slot;
import exo86.ash.ir.SlotAddress;
import exo86.ash.ir.SymbolAddress;
import exo86.ash.ir.Value;
import exo86.ash.ir.Width;
import java.util.List;
import java.util.Optional;

/** Addresses and offsets put together: offsets go into constants where there is one, else into the access. */
final class Addresses {
    private Addresses() {
    }

    /** The sum, if it needs no instruction. */
    static Optional<Operand> plus(Operand base, int offset) {
        if (offset == 0) {
            return Optional.of(base);
        }
        return switch (base) {
            case SlotAddress(Slot slot, int addend) -> Optional.of(new SlotAddress(slot, addend + offset));
            case SymbolAddress(String symbol, int addend) -> Optional.of(new SymbolAddress(symbol, addend + offset));
            case Constant(int number) -> Optional.of(new Constant(number + offset));
            case Value value -> Optional.empty();
        };
    }

    /** The sum, computed into the list if need be. */
    static Operand plus(Function function, Operand base, int offset, List<Instruction> into, Position at) {
        Optional<Operand> known = plus(base, offset);
        if (known.isPresent()) {
            return known.get();
        }
        Value sum = function.newValue();
        into.add(new Instruction.Binary(BinaryOperator.ADD, sum, base, Operand.of(offset), at));
        return sum;
    }

    static Instruction load(Width width, Value result, Operand base, int offset, Position at) {
        return plus(base, offset).map(known -> new Instruction.Load(width, result, known, 0, false, at))
                .orElseGet(() -> new Instruction.Load(width, result, base, offset, false, at));
    }

    static Instruction store(Width width, Operand base, int offset, Operand value, Position at) {
        return plus(base, offset).map(known -> new Instruction.Store(width, known, 0, value, false, at))
                .orElseGet(() -> new Instruction.Store(width, base, offset, value, false, at));
    }
}
