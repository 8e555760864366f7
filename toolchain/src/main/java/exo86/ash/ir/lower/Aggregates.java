package exo86.ash.ir.lower;

import exo86.ash.ir.BinaryOperator;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Operand;
import exo86.ash.ir.SymbolAddress;
import exo86.ash.ir.UnaryOperator;
import exo86.ash.ir.Width;
import exo86.ash.ir.lower.Builder.Location;
import exo86.ash.tree.Expr;
import exo86.ash.tree.Image;
import exo86.ash.tree.Parts;
import exo86.ash.tree.Stmt;
import exo86.ash.tree.Value;
import exo86.ash.types.Shape;
import exo86.ash.types.StructType;
import exo86.ash.types.Type;
import exo86.ash.types.UnionType;
import java.util.List;
import java.util.Optional;

/** Values into places that nothing else refers to yet, so that aggregates can be built there part by part. */
final class Aggregates {
    private static final int WRITTEN_OUT = 8;

    private final FunctionLowering f;

    Aggregates(FunctionLowering f) {
        this.f = f;
    }

    /** Computes a value into a fresh place. */
    void into(Expr e, Location to) {
        Shape shape = Shape.of(e.type());
        switch (e) {
            case Expr.Aggregate aggregate -> parts(aggregate, to);
            case Expr.Fill fill -> fill(fill, to);
            case Expr.MakeUnion union -> union(union, to);
            case Expr.If choice when shape == Shape.MEMORY -> f.values.choose(choice, Optional.of(to));
            case Expr.Call call when shape == Shape.MEMORY -> f.calls.call(call, Optional.of(to));
            case Expr.Try attempt when shape == Shape.MEMORY -> f.calls.attempt(attempt, Optional.of(to));
            case Expr.Catch handler when shape == Shape.MEMORY -> f.calls.handle(handler, Optional.of(to));
            case Expr.Sequence sequence when shape == Shape.MEMORY -> {
                sequence.statements().forEach(f.statements::statement);
                sequence.value().ifPresent(value -> into(value, to));
            }
            case Expr.Convert convert when shape == Shape.MEMORY -> into(convert.operand(), to);
            case Expr.Constant constant when shape != Shape.NONE -> constant(constant, to);
            case Expr.Load load when shape == Shape.MEMORY || isAggregate(load.type()) -> f.transfer.copy(to, f.places.place(load.place()), load.type().size());
            default -> {
                List<Operand> words = f.values.value(e);
                if (shape == Shape.WORD || shape == Shape.PAIR) {
                    f.transfer.store(to, words, e.type());
                }
            }
        }
    }

    /** It is copied as it lies in memory even if it would fit into registers: its parts, that are used apart, need not be put together first. */
    private static boolean isAggregate(Type type) {
        return switch (Shape.strip(type)) {
            case Type.Array array -> array.size() > 0;
            case StructType struct -> struct.size() > 0;
            case UnionType union -> true;
            default -> false;
        };
    }

    /** Where an array of numbers that stays as it is declared is in read-only memory; empty if it is none, or is small. */
    Optional<SymbolAddress> table(Stmt.Let let) {
        boolean fits = let.local().fixed() && Shape.strip(let.local().type()) instanceof Type.Array && Shape.of(let.local().type()) == Shape.MEMORY;
        return let.value().filter(e -> fits).flatMap(Aggregates::known)
                .map(value -> new SymbolAddress(f.data.constant(f.data.image(value, f.library()), f.library()), 0));
    }

    private static Optional<Value> known(Expr e) {
        return switch (e) {
            case Expr.Constant constant -> Optional.of(constant.value());
            case Expr.Aggregate aggregate -> {
                List<Value> parts = aggregate.parts().stream().map(Aggregates::known).flatMap(Optional::stream).toList();
                yield parts.size() == aggregate.parts().size() ? Optional.of(new Value.Aggregate(parts, aggregate.type())) : Optional.empty();
            }
            default -> Optional.empty();
        };
    }

    private void constant(Expr.Constant constant, Location to) {
        int size = constant.type().size();
        Image image = f.data.image(constant.value(), f.library());
        if (size > 8 && image.isZero()) {
            f.transfer.zero(to, size);
        } else if (size <= 8) {
            f.transfer.store(to, f.values.value(constant), constant.type());
        } else {
            f.transfer.copy(to, Location.plain(new SymbolAddress(f.data.constant(image, f.library()), 0)), size);
        }
    }

    private void parts(Expr.Aggregate e, Location to) {
        Parts parts = Parts.of(e);
        if (parts.holes()) {
            f.transfer.zero(to, e.type().size());
        }
        parts.parts().forEach(part -> into(part.value(), to.plus(part.offset())));
    }

    private void union(Expr.MakeUnion e, Location to) {
        UnionType type = (UnionType) Shape.strip(e.type());
        f.transfer.zero(to, type.size());
        f.code.store(Width.of(type.tag().size(), false), to, Operand.of(e.variant().tag()));
        Parts.of(e).parts().forEach(part -> into(part.value(), to.plus(part.offset())));
    }

    private void fill(Expr.Fill e, Location to) {
        Type.Array array = (Type.Array) Shape.strip(e.type());
        int size = array.element().size();
        int total = array.size();
        if (total == 0) {
            f.values.value(e.value());
        } else if (array.length() == 1) {
            into(e.value(), to);
        } else if (e.value() instanceof Expr.Constant constant && f.data.image(constant.value(), f.library()).isZero()) {
            f.transfer.zero(to, total);
        } else if (size == 1 || size == 2 || size == 4) {
            Operand word = f.values.word(e.value());
            if (array.length() <= WRITTEN_OUT) {
                for (int i = 0; i < array.length(); i++) {
                    f.code.store(Width.of(size, false), to.plus(i * size), word);
                }
                return;
            }
            if (size < 4) {
                Operand low = f.code.unary(size == 1 ? UnaryOperator.ZX8 : UnaryOperator.ZX16, word);
                word = f.code.binary(BinaryOperator.MUL, low, Operand.of(size == 1 ? 0x01010101 : 0x00010001));
            }
            f.code.emit(new Instruction.Fill(f.code.address(to), word, total, f.code.at));
        } else {
            into(e.value(), to);
            propagate(to, size, total - size);
        }
    }

    /** Copies the first element over the others. */
    private void propagate(Location to, int size, int rest) {
        Operand first = f.code.address(to);
        Operand second = f.code.address(to.plus(size));
        f.transfer.repeat(rest, size, offset ->
            f.code.emit(new Instruction.Copy(f.code.binary(BinaryOperator.ADD, second, offset), first, size, f.code.at)));
    }
}
