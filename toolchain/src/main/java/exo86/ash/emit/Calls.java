package exo86.ash.emit;

import exo86.ash.tree.Expr;
import exo86.ash.tree.Function;
import exo86.ash.tree.Local;
import exo86.ash.types.Abi;
import exo86.ash.types.Shape;
import exo86.ash.types.Type;
import exo86.isa.Condition;
import exo86.isa.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Calls. Arguments are computed left to right into the frame, constants and what cannot change any more excepted; then the stack arguments
 * are pushed and the registers loaded. Between the call and the test of CF there are only LEA, POP and MOV.
 */
final class Calls {
    private final FunctionGenerator f;

    Calls(FunctionGenerator f) {
        this.f = f;
    }

    /** Where a computed argument is until the call. */
    private sealed interface Source {
        /** Not computed yet: a constant, or a place that nothing changes before the call. */
        record Later(Expr e) implements Source {
        }

        /** In EAX or EDX:EAX. */
        record Live(Shape shape) implements Source {
        }

        /** In whole words of the frame. */
        record Kept(Operand.Memory at) implements Source {
        }

        /** The word wanted is the address of this place. */
        record Copied(Operand.Memory at) implements Source {
        }
    }

    /** Calls a function that does not fail; an aggregate result goes to the given place. */
    void call(Expr.Call call, Optional<Operand.Memory> result) {
        invoke(call, result);
        distrustReturn(call);
    }

    /** Who says that it never comes back, except with an error, is held to it. */
    private void distrustReturn(Expr.Call call) {
        if (resultType(call) instanceof Type.Never) {
            f.code.trap("a function that does not return has returned", call.at());
        }
    }

    void attempt(Expr.Try e, Optional<Operand.Memory> result) {
        invoke(e.call(), result);
        if (e.cleanup().isEmpty()) {
            f.code.jump(Condition.B, f.fail);
            distrustReturn(e.call());
            return;
        }
        Label succeeded = Label.forward();
        f.code.jump(Condition.AE, succeeded);
        f.statements.fail(e.cleanup());
        f.code.bind(succeeded);
        distrustReturn(e.call());
    }

    void handle(Expr.Catch e, Optional<Operand.Memory> result) {
        Label succeeded = Label.forward();
        Label done = Label.forward();
        invoke(e.call(), result);
        boolean never = resultType(e.call()) instanceof Type.Never;
        f.code.jump(Condition.AE, succeeded);
        Operand.Memory error = f.statements.declare(e.error());
        f.code.emit(Op.MOV, error, Operand.EAX);
        f.values.valueOrInto(e.fallback(), result);
        if (never) {
            f.code.jump(done);
        }
        f.code.bind(succeeded);
        distrustReturn(e.call());
        f.code.bind(done);
    }

    private void invoke(Expr.Call call, Optional<Operand.Memory> wanted) {
        Optional<Function> known = switch (call.callee()) {
            case Expr.Callee.Direct(Function function) -> Optional.of(function);
            case Expr.Callee.Indirect(Expr pointer) -> Optional.empty();
        };
        Abi abi = abi(call);
        Optional<Operand.Memory> result = abi.hidden() ? Optional.of(wanted.orElseGet(() -> f.frame.temporary(Math.max(4, resultType(call).size()))))
            : Optional.empty();
        Operand target = target(call);
        List<Source> sources = arguments(call.arguments(), abi);
        boolean keepFrame = known.map(Calls::changesFramePointer).orElse(false);
        if (keepFrame) {
            f.code.emit(Op.PUSH, Operand.EBP);
        }
        pass(abi, sources, result);
        f.code.emit(Op.CALL, target);
        int pushed = abi.stackBytes() + (abi.hidden() && !abi.hiddenInRegister() ? 4 : 0);
        if (pushed - abi.calleePops() > 0) {
            f.code.emit(Op.LEA, Operand.ESP, Operand.Memory.at(Operand.ESP, pushed - abi.calleePops()));
        }
        if (keepFrame) {
            f.code.emit(Op.POP, Operand.EBP);
        }
        int used = pushed + 4 + (keepFrame ? 4 : 0);
        switch (call.callee()) {
            case Expr.Callee.Direct(Function function) -> f.called(function.linkName(), used);
            case Expr.Callee.Indirect(Expr pointer) -> f.called((Type.Function) Shape.strip(pointer.type()), used);
        }
        known.ifPresent(this::clobbers);
        if (known.isPresent() && (known.get().kind() == Function.Kind.C_IMPORT || known.get().kind() == Function.Kind.ASSEMBLY)) {
            distrust(call, abi);
        }
        if (abi.hidden() && Shape.of(call.type()) != Shape.MEMORY) {
            f.transfer.load(result.orElseThrow(), call.type());
        }
    }

    /** C leaves the upper bits of a narrow result undefined, and assembly gets them wrong easily. After an error EAX is a code of another width. */
    private void distrust(Expr.Call call, Abi abi) {
        Type type = call.type();
        boolean fails = call.callee() instanceof Expr.Callee.Direct(Function function) && function.result() instanceof Type.Result;
        if (!fails && !abi.hidden() && Shape.of(type) == Shape.WORD && (type.size() == 1 || type.size() == 2)) {
            f.code.emit(Shape.integer(type).signed() ? Op.MOVSX : Op.MOVZX, Operand.EAX, Operand.EAX.as(8 * type.size()));
        }
    }

    private static Type resultType(Expr.Call call) {
        return switch (call.callee()) {
            case Expr.Callee.Direct(Function function) -> Shape.strip(function.result());
            case Expr.Callee.Indirect(Expr pointer) -> Shape.strip(((Type.Function) Shape.strip(pointer.type())).result());
        };
    }

    private static Abi abi(Expr.Call call) {
        return switch (call.callee()) {
            case Expr.Callee.Direct(Function function) -> {
                List<Type> types = function.parameters().stream().map(Local::type).toList();
                boolean c = function.kind() == Function.Kind.C_IMPORT || function.kind() == Function.Kind.C_EXPORT;
                yield c ? Abi.c(types, function.result()) : Abi.a32(types, function.result());
            }
            case Expr.Callee.Indirect(Expr pointer) when Shape.strip(pointer.type()) instanceof Type.Function(List<Type> types, Type result) ->
                Abi.a32(types, result);
            case Expr.Callee.Indirect indirect -> throw new IllegalArgumentException("call through a " + indirect.pointer().type());
        };
    }

    private Operand target(Expr.Call call) {
        return switch (call.callee()) {
            case Expr.Callee.Direct(Function function) -> new Operand.Routine(function.linkName());
            case Expr.Callee.Indirect(Expr pointer) -> {
                if (f.simple.isSimple(pointer) && (f.simple.isConstant(pointer) || call.arguments().stream().allMatch(f.simple::isPure))) {
                    Operand operand = f.simple.operand(pointer, Operand.EAX);
                    if (operand instanceof Operand.Immediate(int value, String symbol) && value == 0 && !symbol.isEmpty()) {
                        yield new Operand.Routine(symbol);
                    }
                    if (operand instanceof Operand.Memory) {
                        yield operand;
                    }
                }
                Operand.Memory kept = f.frame.temporary(4);
                f.values.value(pointer);
                f.code.emit(Op.MOV, kept, Operand.EAX);
                yield kept;
            }
        };
    }

    private List<Source> arguments(List<Expr> arguments, Abi abi) {
        int last = -1;
        for (int i = 0; i < arguments.size(); i++) {
            if (!isDeferrable(arguments.get(i))) {
                last = i;
            }
        }
        List<Source> sources = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            Expr argument = arguments.get(i);
            Shape shape = Shape.of(argument.type());
            boolean settled = f.simple.isConstant(argument) || arguments.subList(i + 1, Math.max(i + 1, last + 1)).stream().allMatch(f.simple::isPure);
            if (shape == Shape.MEMORY) {
                Operand.Memory copy = f.frame.temporary(argument.type().size());
                f.aggregates.into(argument, copy);
                sources.add(abi.arguments().get(i).reference() ? new Source.Copied(copy) : new Source.Kept(copy));
            } else if (isDeferrable(argument) && settled) {
                sources.add(new Source.Later(argument));
            } else if (i == last) {
                f.values.value(argument);
                sources.add(new Source.Live(shape));
            } else {
                Operand.Memory kept = f.frame.temporary(shape == Shape.PAIR ? 8 : 4);
                f.values.value(argument);
                f.transfer.spill(shape, kept);
                sources.add(new Source.Kept(kept));
            }
        }
        return sources;
    }

    private boolean isDeferrable(Expr argument) {
        return f.simple.isSimple(argument) || f.simple.isSimplePair(argument);
    }

    /** Stack arguments first, the last one first; then the value that is still in EAX moves to its registers; then the other registers. */
    private void pass(Abi abi, List<Source> sources, Optional<Operand.Memory> result) {
        for (int i = sources.size() - 1; i >= 0; i--) {
            Abi.Place place = abi.arguments().get(i);
            if (place.onStack()) {
                for (int word = place.words() - 1; word >= 0; word--) {
                    f.code.emit(Op.PUSH, wordOf(sources.get(i), word, Operand.ECX));
                }
            }
        }
        if (abi.hidden() && !abi.hiddenInRegister()) {
            f.code.emit(Op.LEA, Operand.ECX, result.orElseThrow());
            f.code.emit(Op.PUSH, Operand.ECX);
        }
        for (int i = 0; i < sources.size(); i++) {
            List<Operand.Register> registers = Operand.Register.of(abi.arguments().get(i).registers());
            if (sources.get(i) instanceof Source.Live && !registers.isEmpty()) {
                if (registers.size() == 2) {
                    move(registers.get(1), Operand.EDX);
                }
                move(registers.get(0), Operand.EAX);
            }
        }
        if (abi.hidden() && abi.hiddenInRegister()) {
            f.code.emit(Op.LEA, Operand.EAX, result.orElseThrow());
        }
        for (int i = 0; i < sources.size(); i++) {
            List<Operand.Register> registers = Operand.Register.of(abi.arguments().get(i).registers());
            for (int word = 0; word < registers.size() && !(sources.get(i) instanceof Source.Live); word++) {
                load(sources.get(i), word, registers.get(word));
            }
        }
    }

    private void load(Source source, int word, Operand.Register register) {
        switch (source) {
            case Source.Later(Expr e) when Shape.of(e.type()) == Shape.WORD -> f.simple.load(e, register);
            case Source.Copied(Operand.Memory at) -> f.code.emit(Op.LEA, register, at);
            default -> move(register, wordOf(source, word, register));
        }
    }

    private void move(Operand.Register register, Operand from) {
        if (!register.equals(from)) {
            f.code.emit(Op.MOV, register, from);
        }
    }

    /** A word of an argument as an operand; {@code scratch} may be changed. */
    private Operand wordOf(Source source, int word, Operand.Register scratch) {
        return switch (source) {
            case Source.Later(Expr e) -> Shape.of(e.type()) == Shape.PAIR ? f.simple.half(e, word) : f.simple.operand(e, scratch);
            case Source.Live live -> word == 0 ? Operand.EAX : Operand.EDX;
            case Source.Kept(Operand.Memory at) -> at.plus(4 * word);
            case Source.Copied(Operand.Memory at) -> {
                f.code.emit(Op.LEA, scratch, at);
                yield scratch;
            }
        };
    }

    private static boolean changesFramePointer(Function function) {
        return function.assembly().map(a -> a.clobbers().contains("ebp")).orElse(false);
    }

    private void clobbers(Function function) {
        function.assembly().ifPresent(assembly -> {
            for (Operand.Register register : List.of(Operand.EBX, Operand.ESI, Operand.EDI)) {
                if (assembly.clobbers().contains(exo86.isa.Registers.name(register.number(), 32))) {
                    f.clobber(register);
                }
            }
        });
    }
}
