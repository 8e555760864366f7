package exo86.ash.ir.lower;

import exo86.ash.ir.Block;
import exo86.ash.ir.Builtin;
import exo86.ash.ir.Edge;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Invocation;
import exo86.ash.ir.Operand;
import exo86.ash.ir.SymbolAddress;
import exo86.ash.ir.Terminator;
import exo86.ash.ir.Value;
import exo86.ash.ir.lower.Builder.Location;
import exo86.ash.source.Span;
import exo86.ash.tree.Expr;
import exo86.ash.tree.Function;
import exo86.ash.tree.Function.Kind;
import exo86.ash.tree.Local;
import exo86.ash.types.Abi;
import exo86.ash.types.Shape;
import exo86.ash.types.Type;
import exo86.isa.Registers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Calls: arguments to words in the order of the convention, results from words. */
final class Calls {
    private static final List<Integer> KEPT = List.of(Registers.EBX, Registers.EBP, Registers.ESI, Registers.EDI);

    private final FunctionLowering f;

    Calls(FunctionLowering f) {
        this.f = f;
    }

    /** A call ready to be made: who, and where an aggregate result will be. */
    private record Prepared(Invocation invocation, Optional<Location> result, Abi abi, Type type) {
    }

    /** Calls a function that does not fail; an aggregate result goes to the given place. */
    List<Operand> call(Expr.Call call, Optional<Location> place) {
        Optional<Builtin> builtin = callee(call).map(Function::linkName).flatMap(Builtin::of);
        if (builtin.isPresent()) {
            return builtin(builtin.get(), call);
        }
        Prepared prepared = prepare(call, place);
        List<Value> results = new ArrayList<>();
        for (int i = 0; i < registersOf(prepared); i++) {
            results.add(f.code.function.newValue());
        }
        f.code.emit(new Instruction.Call(results, prepared.invocation, f.code.at(call.at())));
        if (distrustReturn(prepared, call)) {
            return List.of();
        }
        return distrust(call, prepared, results(prepared, results, call));
    }

    List<Operand> attempt(Expr.Try e, Optional<Location> place) {
        Block failed = f.code.function.newBlock();
        Prepared prepared = prepare(e.call(), place);
        List<Value> results = attempt(prepared, failed, e.call().at());
        Block proceed = f.code.block();
        f.code.continueAt(failed);
        f.statements.fail(results.getFirst(), e.cleanup());
        f.code.continueAt(proceed);
        if (distrustReturn(prepared, e.call())) {
            return List.of();
        }
        return distrust(e.call(), prepared, results(prepared, results, e.call()));
    }

    List<Operand> handle(Expr.Catch e, Optional<Location> place) {
        Block failed = f.code.function.newBlock();
        Prepared prepared = prepare(e.call(), place);
        List<Value> results = attempt(prepared, failed, e.call().at());
        Values.Join join = f.values.new Join(e.type(), place);
        if (!distrustReturn(prepared, e.call())) {
            List<Operand> words = distrust(e.call(), prepared, results(prepared, results, e.call()));
            if (place.isPresent()) {
                words = List.of();
            }
            join.arrive(words);
        }
        f.code.continueAt(failed);
        Location error = f.declare(e.error(), e.at().line());
        f.transfer.store(error, List.of(results.getFirst()), e.error().type());
        join.arrive(e.fallback());
        return join.proceed();
    }

    /** Emits the attempt and goes on where it succeeds. */
    private List<Value> attempt(Prepared prepared, Block failed, Span at) {
        List<Value> results = new ArrayList<>();
        for (int i = 0; i < Math.max(1, registersOf(prepared)); i++) {
            results.add(f.code.function.newValue());
        }
        Block ok = f.code.function.newBlock();
        f.code.end(new Terminator.Attempt(results, prepared.invocation, Edge.to(ok), Edge.to(failed), f.code.at(at)));
        f.code.continueAt(ok);
        return results;
    }

    private static int registersOf(Prepared prepared) {
        return prepared.abi.hidden() ? 0 : FunctionLowering.words(prepared.type);
    }

    /** The words of the result; of an aggregate in memory its address. */
    private List<Operand> results(Prepared prepared, List<Value> registers, Expr.Call call) {
        if (!prepared.abi.hidden()) {
            return List.copyOf(registers.subList(0, FunctionLowering.words(prepared.type)));
        }
        Location result = prepared.result.orElseThrow();
        return Shape.of(call.type()) == Shape.MEMORY ? List.of(f.code.address(result)) : f.transfer.load(result, call.type());
    }

    /** Who says that it never comes back, except with an error, is held to it. */
    private boolean distrustReturn(Prepared prepared, Expr.Call call) {
        boolean never = prepared.type instanceof Type.Never;
        if (never) {
            f.code.trap("a function that does not return has returned", call.at());
        }
        return never;
    }

    /** C leaves the upper bits of a narrow result undefined, and assembly gets them wrong easily. */
    private List<Operand> distrust(Expr.Call call, Prepared prepared, List<Operand> words) {
        boolean foreign = callee(call).filter(c -> c.kind() == Kind.C_IMPORT || c.kind() == Kind.ASSEMBLY).isPresent();
        Type type = call.type();
        boolean narrow = Shape.of(type) == Shape.WORD && (type.size() == 1 || type.size() == 2);
        return foreign && narrow && !prepared.abi.hidden() ? List.of(f.arithmetic.extend(words.getFirst(), type)) : words;
    }

    private static Optional<Function> callee(Expr.Call call) {
        return call.callee() instanceof Expr.Callee.Direct(Function function) ? Optional.of(function) : Optional.empty();
    }

    private List<Operand> builtin(Builtin builtin, Expr.Call call) {
        List<Operand> operands = new ArrayList<>();
        call.arguments().forEach(argument -> operands.add(f.values.word(argument)));
        List<Value> results = new ArrayList<>();
        for (int i = 0; i < builtin.results(); i++) {
            results.add(f.code.function.newValue());
        }
        f.code.emit(new Instruction.Intrinsic(builtin, results, operands, f.code.at));
        return List.copyOf(results);
    }

    private Prepared prepare(Expr.Call call, Optional<Location> place) {
        Optional<Function> known = callee(call);
        Operand target;
        Abi abi;
        Type type;
        Optional<Type.Function> pointer = Optional.empty();
        switch (call.callee()) {
            case Expr.Callee.Direct(Function function) -> {
                target = new SymbolAddress(function.linkName(), 0);
                List<Type> types = function.parameters().stream().map(Local::type).toList();
                boolean c = function.kind() == Kind.C_IMPORT || function.kind() == Kind.C_EXPORT;
                abi = c ? Abi.c(types, function.result()) : Abi.a32(types, function.result());
                type = Shape.strip(function.result());
            }
            case Expr.Callee.Indirect(Expr address) -> {
                Type.Function function = (Type.Function) Shape.strip(address.type());
                pointer = Optional.of(function);
                target = f.values.word(address);
                abi = Abi.a32(function.parameters(), function.result());
                type = Shape.strip(function.result());
            }
        }
        Optional<Location> result = abi.hidden() ? Optional.of(place.orElseGet(() -> Location.of(f.slot(type)))) : Optional.empty();
        List<Operand> words = new ArrayList<>();
        List<List<Operand>> arguments = arguments(call.arguments(), abi);
        result.ifPresent(location -> words.add(f.code.address(location)));
        arguments.forEach(words::addAll);
        int registers = FunctionLowering.signature(abi, type).registers();
        return new Prepared(new Invocation(target, words, registers, abi.calleePops(), known.map(Calls::clobbers).orElse(0), pointer), result, abi, type);
    }

    private List<List<Operand>> arguments(List<Expr> arguments, Abi abi) {
        List<List<Operand>> words = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            Expr argument = arguments.get(i);
            if (Shape.of(argument.type()) == Shape.MEMORY) {
                Location copy = Location.of(f.slot(argument.type()));
                f.aggregates.into(argument, copy);
                words.add(abi.arguments().get(i).reference() ? List.of(copy.base()) : List.of());
                if (!abi.arguments().get(i).reference()) {
                    words.set(i, f.transfer.words(copy, argument.type().size()));
                }
            } else {
                List<Operand> values = new ArrayList<>(f.values.value(argument));
                while (values.size() < abi.arguments().get(i).words()) {
                    values.add(Operand.of(0));
                }
                words.add(values);
            }
        }
        return words;
    }

    private static int clobbers(Function function) {
        int mask = 0;
        for (int register : KEPT) {
            if (function.assembly().map(a -> a.clobbers().contains(Registers.name(register, 32))).orElse(false)) {
                mask |= 1 << register;
            }
        }
        return mask;
    }
}
