package exo86.ash.emit;

import exo86.ash.source.Span;
import exo86.ash.tree.Function;
import exo86.ash.tree.Local;
import exo86.ash.types.Abi;
import exo86.ash.types.Type;
import exo86.isa.Condition;
import exo86.isa.Op;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Generates one function with an Ashlar body, and holds what its parts share.
 *
 * <p>Invariants: a frame pointer always; every local and every intermediate value has its place in the frame, so ESP moves only around a call
 * and a jump out of the middle of an expression needs no clean-up; values are computed in EAX or EDX:EAX with ECX for scratch, and
 * nothing stays in a register from one statement to the next; CF of a {@code T!E} result is the last flag written before {@code ret}.
 */
final class FunctionGenerator {
    final Unit unit;
    final Function function;
    final Code code = new Code();
    final Frame frame = new Frame();
    final Transfer transfer = new Transfer(this);
    final Places places = new Places(this);
    final Simple simple = new Simple(this);
    final Values values = new Values(this);
    final Arithmetic arithmetic = new Arithmetic(this);
    final WideArithmetic wide = new WideArithmetic(this);
    final Conditions conditions = new Conditions(this);
    final Conversions conversions = new Conversions(this);
    final BitFields bitFields = new BitFields(this);
    final Slices slices = new Slices(this);
    final Aggregates aggregates = new Aggregates(this);
    final Calls calls = new Calls(this);
    final Statements statements = new Statements(this);

    /** Goes to the function's end with the result in its registers. */
    final Label succeed = Label.forward();
    /** Goes to the function's end with the error code in EAX. */
    final Label fail = Label.forward();
    final Abi abi;

    private record Site(int line, String reason) {
    }

    private record Trap(Label label, String reason, Span at) {
    }

    private final Map<Site, Trap> traps = new LinkedHashMap<>();
    private final Map<Operand.Register, Operand.Memory> saved = new LinkedHashMap<>();
    private final Set<String> callees = new LinkedHashSet<>();
    private final Set<Type.Function> indirect = new LinkedHashSet<>();
    private int mostPushed;
    private Optional<Operand.Memory> hiddenResult = Optional.empty();

    FunctionGenerator(Unit unit, Function function) {
        this.unit = unit;
        this.function = function;
        List<Type> parameters = function.parameters().stream().map(Local::type).toList();
        abi = function.kind() == Function.Kind.C_EXPORT ? Abi.c(parameters, function.result()) : Abi.a32(parameters, function.result());
    }

    boolean library() {
        return function.placement().library();
    }

    /** Where the caller wants an aggregate result: the place of the address. */
    Operand.Memory hiddenResult() {
        return hiddenResult.orElseThrow();
    }

    boolean returnsError() {
        return function.result() instanceof Type.Result;
    }

    /** Jumps to an out-of-line trap on the condition. */
    void trapIf(int condition, String reason, Span at) {
        code.jump(condition, trapLabel(reason, at));
    }

    Label trapLabel(String reason, Span at) {
        return traps.computeIfAbsent(new Site(at.line(), reason), site -> new Trap(Label.forward(), reason, at)).label;
    }

    /** The code changes a register that the caller keeps. */
    void clobber(Operand.Register register) {
        saved.computeIfAbsent(register, r -> frame.permanent(4));
    }

    /** Notes a call for the stack bound. */
    void called(String callee, int pushed) {
        callees.add(callee);
        mostPushed = Math.max(mostPushed, pushed);
    }

    /** Notes a call through a pointer of that type. */
    void called(Type.Function type, int pushed) {
        indirect.add(type);
        mostPushed = Math.max(mostPushed, pushed);
    }

    Routine generate(String symbol) {
        List<Scope.Variable> parameters = new ArrayList<>();
        Code entry = new Code();
        entry.line(function.declared());
        placeParameters(entry, parameters);
        Scope scope = statements.function(function.body().orElseThrow());
        finish();

        List<Item> items = new ArrayList<>();
        Code prologue = new Code();
        prologue.line(function.declared());
        prologue.emit(Op.PUSH, Operand.EBP);
        prologue.emit(Op.MOV, Operand.EBP, Operand.ESP);
        if (frame.size() > 0) {
            prologue.emit(Op.SUB, Operand.ESP, Operand.Immediate.of(frame.size()));
        }
        saved.forEach((register, home) -> prologue.emit(Op.MOV, home, register));
        items.addAll(prologue.items());
        items.addAll(entry.items().subList(1, entry.items().size()));
        items.addAll(code.items());
        int stack = 4 + frame.size() + mostPushed;
        return new Routine(symbol, Optional.of(function), function.placement(), new Routine.Instructions(items,
                Optional.of(new Routine.FrameInfo(parameters, scope)), new Routine.StackUse(stack, Set.copyOf(callees), Set.copyOf(indirect))));
    }

    private void placeParameters(Code entry, List<Scope.Variable> described) {
        if (abi.hidden()) {
            if (abi.hiddenInRegister()) {
                Operand.Memory home = frame.permanent(4);
                entry.emit(Op.MOV, home, Operand.EAX);
                hiddenResult = Optional.of(home);
            } else {
                hiddenResult = Optional.of(Operand.Memory.at(Operand.EBP, 8));
            }
        }
        for (int i = 0; i < function.parameters().size(); i++) {
            Local parameter = function.parameters().get(i);
            Abi.Place place = abi.arguments().get(i);
            Operand.Memory home = place.onStack() ? Operand.Memory.at(Operand.EBP, 8 + place.offset()) : frame.permanent(4 * place.words());
            List<Operand.Register> registers = Operand.Register.of(place.registers());
            for (int word = 0; word < registers.size(); word++) {
                entry.emit(Op.MOV, home.plus(4 * word), registers.get(word));
            }
            frame.place(parameter, home, place.reference());
            if (!parameter.temporary()) {
                described.add(new Scope.Variable(parameter, home.displacement(), place.reference(), function.declared().line()));
            }
        }
    }

    private void finish() {
        Span body = function.body().orElseThrow().at();
        Span brace = new Span(body.file(), Math.max(body.start(), body.end() - 1), body.end());
        code.bind(succeed);
        code.line(brace);
        epilogue(Op.CLC);
        code.bind(fail);
        epilogue(Op.STC);
        for (Trap trap : traps.values()) {
            code.bind(trap.label);
            code.trap(trap.reason, trap.at);
        }
    }

    private void epilogue(Op carry) {
        saved.forEach((register, home) -> code.emit(Op.MOV, register, home));
        code.emit(Op.LEAVE);
        if (returnsError()) {
            code.emit(carry);
        }
        if (abi.calleePops() > 0) {
            code.emit(Op.RET, Operand.Immediate.of(abi.calleePops()));
        } else {
            code.emit(Op.RET);
        }
    }

    /** A condition code for {@code Op.J}, negated if wanted. */
    static int condition(int code, boolean when) {
        return when ? code : Condition.negate(code);
    }
}
