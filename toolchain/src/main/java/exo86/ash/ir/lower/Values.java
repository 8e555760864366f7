package exo86.ash.ir.lower;

import exo86.ash.ir.Block;
import exo86.ash.ir.Edge;
import exo86.ash.ir.Operand;
import exo86.ash.ir.SlotAddress;
import exo86.ash.ir.SymbolAddress;
import exo86.ash.ir.Terminator;
import exo86.ash.ir.Value;
import exo86.ash.ir.lower.Builder.Location;
import exo86.ash.tree.Expr;
import exo86.ash.tree.Image;
import exo86.ash.tree.Place;
import exo86.ash.tree.Value.Scalar;
import exo86.ash.types.Shape;
import exo86.ash.types.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Expressions to their words, or, for aggregates of more than 8 bytes, to the address of memory that holds them. */
final class Values {
    private final FunctionLowering f;

    Values(FunctionLowering f) {
        this.f = f;
    }

    static boolean isTrue(Expr.Constant constant) {
        return constant.value() instanceof Scalar scalar && scalar.bits() != 0;
    }

    /** The one word of a value; whatever, where the expression does not come back. */
    Operand word(Expr e) {
        List<Operand> words = value(e);
        return words.isEmpty() ? Operand.of(0) : words.getFirst();
    }

    /** The words of a value; none for void and never; of an aggregate in memory the word is its address. */
    List<Operand> value(Expr e) {
        if (Shape.of(e.type()) == Shape.MEMORY) {
            return List.of(memory(e));
        }
        return switch (e) {
            case Expr.Constant constant -> constant(constant);
            case Expr.Load load -> {
                Location from = f.places.place(load.place());
                yield f.transfer.load(from, load.type());
            }
            case Expr.AddressOf address -> List.of(f.code.address(f.places.place(address.place())));
            case Expr.Unary unary -> f.arithmetic.unary(unary);
            case Expr.Binary binary -> f.arithmetic.binary(binary);
            case Expr.And and -> List.of(f.conditions.value(and));
            case Expr.Or or -> List.of(f.conditions.value(or));
            case Expr.Convert convert -> f.conversions.convert(convert);
            case Expr.BitsRead read -> f.bitFields.read(read);
            case Expr.BitsWith with -> f.bitFields.with(with);
            case Expr.MakeSlice slice -> {
                Operand pointer = word(slice.pointer());
                yield List.of(pointer, word(slice.length()));
            }
            case Expr.SlicePointer pointer -> List.of(pair(pointer.slice()).get(0));
            case Expr.SliceLength length -> List.of(pair(length.slice()).get(1));
            case Expr.Subslice part -> {
                List<Operand> slice = pair(part.slice());
                Operand low = word(part.low());
                Operand high = part.high().map(this::word).orElse(slice.get(1));
                int size = ((Type.Slice) Shape.strip(part.type())).element().size();
                yield f.places.part(slice, low, high, part.high().isEmpty(), size, part.at());
            }
            case Expr.Aggregate aggregate -> throughMemory(aggregate);
            case Expr.Fill fill -> throughMemory(fill);
            case Expr.MakeUnion union -> throughMemory(union);
            case Expr.Call call -> f.calls.call(call, Optional.empty());
            case Expr.Try attempt -> f.calls.attempt(attempt, Optional.empty());
            case Expr.Catch handler -> f.calls.handle(handler, Optional.empty());
            case Expr.If choice -> choose(choice, Optional.empty());
            case Expr.Sequence sequence -> {
                sequence.statements().forEach(f.statements::statement);
                yield sequence.value().map(this::value).orElse(List.of());
            }
            case Expr.Trap trap -> {
                f.code.trap(trap.reason(), trap.at());
                yield List.of();
            }
        };
    }

    /** Two words. */
    List<Operand> pair(Expr e) {
        List<Operand> words = value(e);
        return words.size() == 2 ? words : List.of(Operand.of(0), Operand.of(0));
    }

    /** A word of an image as an operand. */
    static Operand operand(Image.Word word) {
        return word.symbol().isEmpty() ? Operand.of(word.number()) : new SymbolAddress(word.symbol(), word.number());
    }

    private List<Operand> constant(Expr.Constant c) {
        Shape shape = Shape.of(c.type());
        if (shape == Shape.NONE) {
            return List.of();
        }
        Image image = f.data.image(c.value(), f.library());
        if (!image.hasWholeWords()) {
            return f.transfer.load(Location.plain(new SymbolAddress(f.data.constant(image, f.library()), 0)), c.type());
        }
        Operand low = operand(image.word(0));
        if (shape == Shape.PAIR) {
            return List.of(low, operand(image.word(4)));
        }
        if (low instanceof exo86.ash.ir.Constant(int bits) && (c.type().size() == 1 || c.type().size() == 2)) {
            low = Operand.of(exo86.ash.ir.Width.of(c.type().size(), Shape.integer(c.type()).signed()).extend(bits));
        }
        return List.of(low);
    }

    /** One of two values, in the place or, without one, as words. */
    List<Operand> choose(Expr.If choice, Optional<Location> place) {
        Block then = f.code.function.newBlock();
        Block otherwise = f.code.function.newBlock();
        Join join = new Join(choice.type(), place);
        f.conditions.jump(choice.condition(), then, otherwise);
        f.code.continueAt(then);
        join.arrive(choice.then());
        f.code.continueAt(otherwise);
        join.arrive(choice.otherwise());
        return join.proceed();
    }

    /** Where ways with a value each come together. */
    final class Join {
        private final Block block = f.code.function.newBlock();
        private final Optional<Location> place;
        private final List<Operand> parameters = new ArrayList<>();

        Join(Type type, Optional<Location> place) {
            this.place = place;
            for (int i = 0; i < FunctionLowering.words(type) && place.isEmpty(); i++) {
                Value parameter = f.code.function.newValue();
                block.parameters().add(parameter);
                parameters.add(parameter);
            }
        }

        /** Computes the value and goes to the join. */
        void arrive(Expr e) {
            if (place.isPresent()) {
                f.aggregates.into(e, place.get());
                f.code.jump(block);
            } else {
                arrive(value(e));
            }
        }

        /** Goes to the join with these words; without them, if it wants some, nobody comes here. */
        void arrive(List<Operand> words) {
            if (words.size() == parameters.size()) {
                f.code.end(new Terminator.Jump(new Edge(block, words), f.code.at));
            } else {
                f.code.end(new Terminator.Unreachable(f.code.at));
            }
        }

        List<Operand> proceed() {
            f.code.continueAt(block);
            return parameters;
        }
    }

    /** The address of memory that holds an aggregate, until the statement ends. */
    Operand memory(Expr e) {
        switch (e) {
            case Expr.Load load when !isDevice(load.place()) -> {
                return f.code.address(f.places.place(load.place()));
            }
            case Expr.Constant c -> {
                return new SymbolAddress(f.data.constant(f.data.image(c.value(), f.library()), f.library()), 0);
            }
            case Expr.Convert convert when Shape.of(convert.operand().type()) == Shape.MEMORY -> {
                return memory(convert.operand());
            }
            default -> {
                Location temporary = Location.of(f.slot(e.type()));
                f.aggregates.into(e, temporary);
                return temporary.base();
            }
        }
    }

    private List<Operand> throughMemory(Expr e) {
        Location temporary = Location.plain(new SlotAddress(f.slot(e.type()), 0));
        f.aggregates.into(e, temporary);
        return f.transfer.load(temporary, e.type());
    }

    /** Device memory, whose loads must be done once and now. */
    private static boolean isDevice(Place place) {
        return switch (place) {
            case Place.Deref deref -> deref.io();
            case Place.SliceElement element -> element.io();
            case Place.OfField field -> isDevice(field.base());
            case Place.ArrayElement element -> isDevice(element.array());
            case Place.UnionTag tag -> isDevice(tag.base());
            case Place.OfLocal local -> false;
            case Place.OfGlobal global -> false;
            case Place.Temporary temporary -> false;
        };
    }
}
