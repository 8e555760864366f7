package exo86.ash.emit;

import exo86.ash.tree.Expr;
import exo86.ash.tree.Place;
import exo86.ash.tree.Value;
import exo86.ash.types.Shape;
import exo86.ash.types.Type;
import exo86.isa.Op;
import java.util.Optional;

/**
 * Expressions that need no registers of their own: constants, and what stands at an address known before the program runs (a local's is known
 * relative to EBP). They become operands of other instructions. Device memory is never simple, so its accesses stay where the source has them.
 */
final class Simple {
    private final FunctionGenerator f;

    Simple(FunctionGenerator f) {
        this.f = f;
    }

    static boolean isTrue(Expr.Constant constant) {
        return constant.value() instanceof Value.Scalar scalar && scalar.bits() != 0;
    }

    /** A word that {@link #load} puts into any one register, or {@link #operand} uses in place. */
    boolean isSimple(Expr e) {
        return Shape.of(e.type()) == Shape.WORD && switch (e) {
            case Expr.Constant c -> true;
            case Expr.Load load -> load.type().size() != 3 && fixed(load.place()).isPresent();
            case Expr.AddressOf address -> fixed(address.place()).isPresent();
            case Expr.SlicePointer pointer -> slice(pointer.slice()).isPresent();
            case Expr.SliceLength length -> slice(length.slice()).isPresent();
            case Expr.Convert convert -> isFree(convert) && isSimple(convert.operand());
            default -> false;
        };
    }

    /** A pair whose halves {@link #half} names. */
    boolean isSimplePair(Expr e) {
        return Shape.of(e.type()) == Shape.PAIR && switch (e) {
            case Expr.Constant c -> f.unit.image(c.value(), f.library()).hasWholeWords();
            case Expr.Load load -> load.type().size() == 8 && fixed(load.place()).isPresent();
            case Expr.Convert convert -> Shape.of(convert.operand().type()) == Shape.PAIR && !convert.checked()
                    && isSimplePair(convert.operand());
            default -> false;
        };
    }

    /** A conversion between words that changes no bit of the register. */
    boolean isFree(Expr.Convert convert) {
        return !convert.checked() && Shape.of(convert.operand().type()) == Shape.WORD && Shape.of(convert.type()) == Shape.WORD
                && !Conversions.changes(Shape.integer(convert.operand().type()), convert.type());
    }

    boolean isConstant(Expr e) {
        return switch (e) {
            case Expr.Constant c -> true;
            case Expr.AddressOf address -> fixed(address.place()).isPresent();
            case Expr.Convert convert -> isFree(convert) && isConstant(convert.operand());
            default -> false;
        };
    }

    /** The number that a constant word is. */
    Optional<Integer> number(Expr e) {
        return switch (e) {
            case Expr.Constant c when Shape.of(c.type()) == Shape.WORD -> {
                Operand.Immediate word = Operand.Immediate.of(f.unit.image(c.value(), f.library()).word(0));
                yield word.isNumber() ? Optional.of(extended(word.value(), c.type())) : Optional.empty();
            }
            case Expr.Convert convert when isFree(convert) -> number(convert.operand());
            default -> Optional.empty();
        };
    }

    /** Puts a simple word into a register; changes no other one. */
    void load(Expr e, Operand.Register register) {
        switch (e) {
            case Expr.Load load -> f.transfer.word(register, fixed(load.place()).orElseThrow(), load.type().size(),
                    Shape.integer(load.type()).signed());
            case Expr.AddressOf address -> f.transfer.address(register, fixed(address.place()).orElseThrow());
            case Expr.Convert convert -> load(convert.operand(), register);
            default -> {
                Operand operand = operand(e, register);
                if (operand.equals(Operand.Immediate.of(0))) {
                    f.code.emit(Op.XOR, register, register);
                } else {
                    f.code.emit(Op.MOV, register, operand);
                }
            }
        }
    }

    /** A simple word as a 32-bit operand, loaded into {@code scratch} if it has to be extended or computed. */
    Operand operand(Expr e, Operand.Register scratch) {
        return switch (e) {
            case Expr.Constant c -> {
                Operand.Immediate word = Operand.Immediate.of(f.unit.image(c.value(), f.library()).word(0));
                yield word.isNumber() ? Operand.Immediate.of(extended(word.value(), c.type())) : word;
            }
            case Expr.Load load when load.type().size() == 4 -> fixed(load.place()).orElseThrow();
            case Expr.SlicePointer pointer -> slice(pointer.slice()).orElseThrow();
            case Expr.SliceLength length -> slice(length.slice()).orElseThrow().plus(4);
            case Expr.Convert convert -> operand(convert.operand(), scratch);
            case Expr.AddressOf address when fixed(address.place()).orElseThrow() instanceof Operand.Memory m && m.isAbsolute() ->
                new Operand.Immediate(m.displacement(), m.symbol());
            default -> {
                load(e, scratch);
                yield scratch;
            }
        };
    }

    /** The low (0) or high (1) word of a simple pair. */
    Operand half(Expr e, int which) {
        return switch (e) {
            case Expr.Constant c -> Operand.Immediate.of(f.unit.image(c.value(), f.library()).word(4 * which));
            case Expr.Load load -> fixed(load.place()).orElseThrow().plus(4 * which);
            case Expr.Convert convert -> half(convert.operand(), which);
            default -> throw new IllegalArgumentException("not a simple pair: " + e);
        };
    }

    /** The place's address, where it needs no code. */
    Optional<Operand.Memory> fixed(Place place) {
        return switch (place) {
            case Place.OfLocal(var local, var at) -> {
                Frame.Home home = f.frame.home(local);
                yield home.reference() ? Optional.empty() : Optional.of(home.memory());
            }
            case Place.OfGlobal(var global, var at) -> Optional.of(Operand.Memory.at(global.linkName(), 0));
            case Place.OfField(var base, var field, var at) -> fixed(base).map(m -> m.plus(field.offset()));
            case Place.UnionTag(var base, var type, var at) -> fixed(base);
            case Place.ArrayElement element -> number(element.index())
                    .filter(i -> Integer.compareUnsigned(i, element.length()) < 0)
                    .flatMap(i -> fixed(element.array()).map(m -> m.plus(i * element.type().size())));
            case Place.Deref(Expr.AddressOf address, boolean io, Type type, var at) when !io -> fixed(address.place());
            case Place.Deref deref -> Optional.empty();
            case Place.SliceElement element -> Optional.empty();
            case Place.Temporary temporary -> Optional.empty();
        };
    }

    /** Computing it changes nothing that another expression can see, and touches no device. */
    boolean isPure(Expr e) {
        return switch (e) {
            case Expr.Constant c -> true;
            case Expr.Load load -> isPure(load.place());
            case Expr.AddressOf address -> isPure(address.place());
            case Expr.Unary unary -> isPure(unary.operand());
            case Expr.Binary binary -> isPure(binary.left()) && isPure(binary.right());
            case Expr.And and -> isPure(and.left()) && isPure(and.right());
            case Expr.Or or -> isPure(or.left()) && isPure(or.right());
            case Expr.Convert convert -> isPure(convert.operand());
            case Expr.BitsRead read -> isPure(read.word());
            case Expr.BitsWith with -> isPure(with.word()) && isPure(with.value());
            case Expr.MakeSlice slice -> isPure(slice.pointer()) && isPure(slice.length());
            case Expr.SlicePointer pointer -> isPure(pointer.slice());
            case Expr.SliceLength length -> isPure(length.slice());
            case Expr.Subslice part -> isPure(part.slice()) && isPure(part.low()) && part.high().stream().allMatch(this::isPure);
            case Expr.If choice -> isPure(choice.condition()) && isPure(choice.then()) && isPure(choice.otherwise());
            case Expr.Aggregate a -> a.parts().stream().allMatch(this::isPure);
            case Expr.Fill fill -> isPure(fill.value());
            case Expr.MakeUnion union -> union.parts().stream().allMatch(this::isPure);
            case Expr.Trap trap -> true;
            case Expr.Call call -> false;
            case Expr.Try call -> false;
            case Expr.Catch call -> false;
            case Expr.Sequence sequence -> false;
        };
    }

    private boolean isPure(Place place) {
        return switch (place) {
            case Place.OfLocal local -> true;
            case Place.OfGlobal global -> true;
            case Place.Deref deref -> !deref.io() && isPure(deref.pointer());
            case Place.OfField field -> isPure(field.base());
            case Place.UnionTag tag -> isPure(tag.base());
            case Place.ArrayElement element -> isPure(element.array()) && isPure(element.index());
            case Place.SliceElement element -> !element.io() && isPure(element.slice()) && isPure(element.index());
            case Place.Temporary temporary -> false;
        };
    }

    /** The bits that a register holds for a value of this type. */
    private static int extended(int bits, Type type) {
        return switch (type.size()) {
            case 0 -> 0;
            case 1 -> Shape.integer(type).signed() ? (byte) bits : bits & 0xFF;
            case 2 -> Shape.integer(type).signed() ? (short) bits : bits & 0xFFFF;
            default -> bits;
        };
    }

    /** Where a slice value stands, if that needs no code. */
    private Optional<Operand.Memory> slice(Expr e) {
        return switch (e) {
            case Expr.Load load -> fixed(load.place());
            case Expr.Convert convert when !convert.checked() -> slice(convert.operand());
            default -> Optional.empty();
        };
    }
}
