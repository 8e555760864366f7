package exo86.ash.check.evaluate;

import exo86.ash.check.evaluate.Block.Location;
import exo86.ash.check.evaluate.Block.View;
import exo86.ash.check.evaluate.Evaluator.Flow;
import exo86.ash.check.evaluate.Evaluator.Outcome;
import exo86.ash.check.evaluate.Evaluator.Unwind;
import exo86.ash.source.Span;
import exo86.ash.tree.Expr;
import exo86.ash.tree.Expr.BinaryOperator;
import exo86.ash.tree.Function;
import exo86.ash.tree.Place;
import exo86.ash.tree.Value;
import exo86.ash.types.BitsType;
import exo86.ash.types.EnumType;
import exo86.ash.types.StructType;
import exo86.ash.types.Type;
import exo86.ash.types.UnionType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Values of expressions, and the locations of places. An aggregate's value is always a fresh copy. */
final class Expressions {
    private final Evaluator run;

    Expressions(Evaluator run) {
        this.run = run;
    }

    boolean truth(Expr condition) {
        return number(condition) != 0;
    }

    private long number(Expr expression) {
        if (value(expression) instanceof Long number) {
            return number;
        }
        throw run.fail(expression.at(), "an address has no number before the program is linked");
    }

    Object value(Expr expression) {
        run.step(expression.at());
        return switch (expression) {
            case Expr.Constant constant -> run.memory.thaw(constant.value());
            case Expr.Load load -> load(load);
            case Expr.AddressOf address -> address(address);
            case Expr.Unary unary -> unary(unary);
            case Expr.Binary binary -> binary(binary);
            case Expr.And and -> truth(and.left()) && truth(and.right()) ? 1L : 0L;
            case Expr.Or or -> truth(or.left()) || truth(or.right()) ? 1L : 0L;
            case Expr.Convert convert -> convert(convert);
            case Expr.BitsRead read -> number(read.word()) >>> read.field().low() & mask(read.field().width());
            case Expr.BitsWith with -> bitsWith(with);
            case Expr.MakeSlice slice -> {
                Object pointer = value(slice.pointer());
                yield new View(pointer, (int) number(slice.length()));
            }
            case Expr.SlicePointer pointer -> view(pointer.slice()).pointer();
            case Expr.SliceLength length -> (long) view(length.slice()).length();
            case Expr.Subslice subslice -> subslice(subslice);
            case Expr.Aggregate aggregate -> filled(new Block(aggregate.type(), aggregate.parts().size(), Optional.empty()), aggregate.parts());
            case Expr.MakeUnion union -> filled(new Block(union.type(), union.parts().size(), Optional.of(union.variant())), union.parts());
            case Expr.Fill fill -> fill(fill);
            case Expr.Call call -> succeed(call);
            case Expr.Try attempt -> {
                Outcome outcome = call(attempt.call());
                if (outcome.failed()) {
                    run.run(attempt.cleanup());
                    run.frame().result = outcome.value();
                    throw new Unwind(Flow.FAIL);
                }
                yield outcome.value();
            }
            case Expr.Catch handler -> {
                Outcome outcome = call(handler.call());
                if (!outcome.failed()) {
                    yield outcome.value();
                }
                run.home(handler.error()).set(0, outcome.value());
                yield value(handler.fallback());
            }
            case Expr.If choice -> truth(choice.condition()) ? value(choice.then()) : value(choice.otherwise());
            case Expr.Sequence sequence -> {
                Flow flow = run.run(sequence.statements());
                if (flow != Flow.NEXT) {
                    throw new Unwind(flow);
                }
                yield sequence.value().map(this::value).orElse(0L);
            }
            case Expr.Trap trap -> throw run.fail(trap.at(), "check failed while computing a constant: " + trap.reason());
        };
    }

    private Block filled(Block block, List<Expr> parts) {
        for (int i = 0; i < parts.size(); i++) {
            block.set(i, value(parts.get(i)));
        }
        return block;
    }

    private Block fill(Expr.Fill fill) {
        Type.Array array = (Type.Array) fill.type();
        Block block = new Block(array, array.length(), Optional.empty());
        Object value = value(fill.value());
        for (int i = 0; i < array.length(); i++) {
            run.step(fill.at());
            block.set(i, Block.copy(value));
        }
        return block;
    }

    private Object load(Expr.Load load) {
        Location location = resolved(location(load.place()), load.place());
        Object value = location.block().parts[location.index()];
        if (value == null) {
            throw run.fail(load.at(), "this is read before it has a value");
        }
        return Block.copy(value);
    }

    Location writable(Place place) {
        Location location = resolved(location(place), place);
        if (location.block().root().readOnly) {
            throw run.fail(place.at(), "this memory is read-only");
        }
        return location;
    }

    private Location resolved(Object pointer, Place place) {
        if (pointer instanceof Location location) {
            return location;
        }
        if (pointer instanceof Value.Address address && address.symbol() instanceof exo86.ash.tree.Global global) {
            if (global.mutable() || global.imported()) {
                throw run.fail(place.at(), "the variable " + global.name() + " has no value while compiling");
            }
            Block home = home(global, place.at());
            return Memory.find(home, 0, address.addend(), place.type()).orElseThrow(() -> run.fail(place.at(), "this address is not of one value"));
        }
        throw run.fail(place.at(), "memory at a fixed address cannot be accessed while compiling");
    }

    private Block home(exo86.ash.tree.Global global, Span at) {
        return run.memory.home(global, run.program().value(global).orElseThrow(() -> run.silent(at)));
    }

    /** A {@link Location}, or a symbolic {@link Value.Address} into a variable of the program. */
    private Object location(Place place) {
        return switch (place) {
            case Place.OfLocal local -> new Location(run.home(local.local()), 0);
            case Place.OfGlobal global -> global.global().mutable() || global.global().imported()
                    ? new Value.Address(global.global(), 0, global.type())
                    : new Location(home(global.global(), place.at()), 0);
            case Place.Deref deref -> {
                if (deref.io()) {
                    throw run.fail(place.at(), "device memory cannot be accessed while compiling");
                }
                yield value(deref.pointer());
            }
            case Place.OfField field -> field(field);
            case Place.UnionTag tag -> tag(tag);
            case Place.ArrayElement element -> {
                Object base = location(element.array());
                long index = number(element.index());
                if (Long.compareUnsigned(index, element.length()) >= 0) {
                    throw run.fail(element.at(), "index " + index + " is outside of " + element.length() + " elements");
                }
                yield base instanceof Value.Address address ? moved(address, (int) index * element.type().size())
                        : new Location(inner(base, place), (int) index);
            }
            case Place.SliceElement element -> {
                View view = view(element.slice());
                long index = number(element.index());
                if (Long.compareUnsigned(index, view.length()) >= 0) {
                    throw run.fail(element.at(), "index " + index + " is outside of " + view.length() + " elements");
                }
                yield shifted(view.pointer(), (int) index, element.type());
            }
            case Place.Temporary temporary -> {
                run.frame().locals.put(temporary.local(), Block.variable(temporary.type(), value(temporary.value())));
                yield new Location(run.home(temporary.local()), 0);
            }
        };
    }

    private Block inner(Object base, Place place) {
        Location location = resolved(base, place);
        if (location.block().parts[location.index()] instanceof Block block) {
            return block;
        }
        throw run.fail(place.at(), "this is read before it has a value");
    }

    private Object field(Place.OfField place) {
        Object base = location(place.base());
        if (base instanceof Value.Address address) {
            return moved(address, place.field().offset());
        }
        Block block = inner(base, place.base());
        List<StructType.Field> fields = block.type instanceof UnionType ? block.variant.orElseThrow().fields()
                : ((StructType) block.type).fields();
        int index = fields.indexOf(place.field());
        if (index < 0) {
            throw run.fail(place.at(), "the union holds another variant");
        }
        return new Location(block, index);
    }

    private Object tag(Place.UnionTag place) {
        Block block = inner(location(place.base()), place.base());
        return new Location(Block.variable(place.type(), (long) block.variant.orElseThrow().tag()), 0);
    }

    private static Value.Address moved(Value.Address address, int bytes) {
        return new Value.Address(address.symbol(), address.addend() + bytes, address.type());
    }

    /** The address of the element {@code index} places after one. */
    private static Object shifted(Object pointer, int index, Type element) {
        return switch (pointer) {
            case Location location -> new Location(location.block(), location.index() + index);
            case Value.Address address -> moved(address, index * element.size());
            case Long number -> number + (long) index * element.size();
            default -> throw new IllegalStateException("not a pointer: " + pointer);
        };
    }

    private Object address(Expr.AddressOf address) {
        Object location = location(address.place());
        boolean first = address.place().type() instanceof Type.Array && address.type() instanceof Type.Pointer pointer
                && !pointer.target().equals(address.place().type());
        if (first && location instanceof Location whole) {
            return new Location(inner(whole, address.place()), 0);
        }
        return location;
    }

    private View view(Expr slice) {
        if (value(slice) instanceof View view) {
            return view;
        }
        throw run.fail(slice.at(), "this slice is not known while compiling");
    }

    private View subslice(Expr.Subslice subslice) {
        View view = view(subslice.slice());
        long low = number(subslice.low());
        long high = subslice.high().map(this::number).orElse((long) view.length());
        if (low > high || high > view.length()) {
            throw run.fail(subslice.at(), "the range " + low + ".." + high + " is outside of " + view.length() + " elements");
        }
        return new View(shifted(view.pointer(), (int) low, ((Type.Slice) subslice.type()).element()), (int) (high - low));
    }

    private Object unary(Expr.Unary unary) {
        long operand = number(unary.operand());
        Type.Int type = Arithmetic.representation(unary.type());
        return switch (unary.operator()) {
            case NEGATE -> Arithmetic.wrap(-operand, type);
            case COMPLEMENT -> Arithmetic.wrap(~operand, type);
            case NOT -> operand == 0 ? 1L : 0L;
        };
    }

    private Object binary(Expr.Binary binary) {
        Object left = value(binary.left());
        Object right = value(binary.right());
        BinaryOperator operator = binary.operator();
        if (left instanceof Long a && right instanceof Long b) {
            return Arithmetic.apply(operator, a, b, Arithmetic.representation(binary.left().type()))
                    .orElseThrow(() -> run.fail(binary.at(), trap(operator)));
        }
        if (operator == BinaryOperator.EQUAL || operator == BinaryOperator.NOT_EQUAL) {
            return left.equals(right) == (operator == BinaryOperator.EQUAL) ? 1L : 0L;
        }
        if (left instanceof Value.Address address && right instanceof Long offset
                && (operator == BinaryOperator.ADD || operator == BinaryOperator.SUBTRACT)) {
            return moved(address, (int) (operator == BinaryOperator.ADD ? offset : -offset));
        }
        throw run.fail(binary.at(), "an address has no number before the program is linked");
    }

    private static String trap(BinaryOperator operator) {
        boolean division = operator == BinaryOperator.DIVIDE || operator == BinaryOperator.REMAINDER;
        return division ? "division by zero while computing a constant" : "overflow while computing a constant";
    }

    private Object convert(Expr.Convert convert) {
        Object operand = value(convert.operand());
        if (!(operand instanceof Long from)) {
            boolean word = convert.type().size() == 4 || convert.type() instanceof Type.Slice || operand instanceof Block;
            if (!word) {
                throw run.fail(convert.at(), "an address has no number before the program is linked");
            }
            return operand;
        }
        Type.Int target = Arithmetic.representation(convert.type());
        Type.Int source = Arithmetic.representation(convert.operand().type());
        long to = Arithmetic.wrap(from, target);
        if (convert.checked()) {
            boolean same = Arithmetic.exact(from, source).equals(Arithmetic.exact(to, target));
            boolean named = !(convert.type() instanceof EnumType enumeration) || enumeration.variants().stream().anyMatch(v -> v.value() == to);
            if (!same || !named) {
                throw run.fail(convert.at(), Arithmetic.exact(from, source) + " is no value of " + convert.type());
            }
        }
        return to;
    }

    private static long mask(int width) {
        return width >= 64 ? -1L : (1L << width) - 1;
    }

    private Object bitsWith(Expr.BitsWith with) {
        long word = number(with.word());
        long value = number(with.value());
        BitsType.Field field = with.field();
        long mask = mask(field.width());
        if (!with.truncates() && (value & ~mask) != 0) {
            throw run.fail(with.at(), value + " does not fit in the " + field.width() + " bits of " + field.name());
        }
        return word & ~(mask << field.low()) | (value & mask) << field.low();
    }

    private Object succeed(Expr.Call call) {
        return call(call).value();
    }

    private Outcome call(Expr.Call call) {
        Function function = switch (call.callee()) {
            case Expr.Callee.Direct direct -> direct.function();
            case Expr.Callee.Indirect indirect -> {
                if (value(indirect.pointer()) instanceof Value.Address address && address.symbol() instanceof Function target) {
                    yield target;
                }
                throw run.fail(call.at(), "this function is not known while compiling");
            }
        };
        List<Object> arguments = new ArrayList<>();
        for (Expr argument : call.arguments()) {
            arguments.add(value(argument));
        }
        return run.call(function, arguments, call.at());
    }
}
