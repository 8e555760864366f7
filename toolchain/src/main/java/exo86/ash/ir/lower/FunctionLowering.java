package exo86.ash.ir.lower;

import exo86.ash.ir.Function;
import exo86.ash.ir.Instruction;
import exo86.ash.ir.Operand;
import exo86.ash.ir.Position;
import exo86.ash.ir.Slot;
import exo86.ash.ir.Terminator;
import exo86.ash.ir.Value;
import exo86.ash.ir.Variable;
import exo86.ash.ir.lower.Builder.Location;
import exo86.ash.source.Span;
import exo86.ash.tree.Data;
import exo86.ash.tree.Function.Kind;
import exo86.ash.tree.Local;
import exo86.ash.types.Abi;
import exo86.ash.types.Shape;
import exo86.ash.types.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lowers one function with an Ashlar body, and holds what its parts share. */
final class FunctionLowering {
    final exo86.ash.tree.Function source;
    final Data data;
    final Abi abi;
    final Builder code;
    final Transfer transfer;
    final Places places = new Places(this);
    final Values values = new Values(this);
    final Arithmetic arithmetic = new Arithmetic(this);
    final WideArithmetic wide = new WideArithmetic(this);
    final Conditions conditions = new Conditions(this);
    final Conversions conversions = new Conversions(this);
    final BitFields bitFields = new BitFields(this);
    final Aggregates aggregates = new Aggregates(this);
    final Calls calls = new Calls(this);
    final Statements statements = new Statements(this);
    private final Map<Local, Location> homes = new HashMap<>();
    private Optional<Value> hidden = Optional.empty();
    private Variable.Scope scope = new Variable.Scope(Optional.empty());

    private FunctionLowering(String name, exo86.ash.tree.Function source, Data data) {
        this.source = source;
        this.data = data;
        List<Type> parameters = source.parameters().stream().map(Local::type).toList();
        abi = source.kind() == Kind.C_EXPORT ? Abi.c(parameters, source.result()) : Abi.a32(parameters, source.result());
        code = new Builder(new Function(name, signature(abi, source.result()), Optional.of(source), source.declared()));
        transfer = new Transfer(code);
    }

    static Function lower(String name, exo86.ash.tree.Function source, Data data) {
        return new FunctionLowering(name, source, data).lower();
    }

    private Function lower() {
        placeParameters();
        statements.body(source.body().orElseThrow());
        Span body = source.body().orElseThrow().at();
        code.at = Position.of(new Span(body.file(), Math.max(body.start(), body.end() - 1), body.end()));
        finish();
        Unreached.remove(code.function);
        return code.function;
    }

    boolean library() {
        return source.placement().library();
    }

    /** Where the caller wants an aggregate result. */
    Location hiddenResult() {
        return Location.plain(hidden.orElseThrow());
    }

    /** Returns the words, and what the convention says besides. */
    void returns(List<Operand> words) {
        boolean address = abi.calleePops() > 0;
        code.end(new Terminator.Return(address ? List.of(hidden.orElseThrow()) : abi.hidden() ? List.of() : words, code.at));
    }

    private void finish() {
        if (code.function.signature().results() == 0 || abi.hidden()) {
            returns(List.of());
        }
    }

    static Function.Signature signature(Abi abi, Type result) {
        int registers = abi.hiddenInRegister() ? 1 : 0;
        for (Abi.Place place : abi.arguments()) {
            registers += place.registers().size();
        }
        int words = abi.calleePops() > 0 ? 1 : abi.hidden() ? 0 : words(result);
        return new Function.Signature(registers, abi.calleePops(), words, result instanceof Type.Result);
    }

    /** The words that a value of this type is, if it is no memory. */
    static int words(Type type) {
        return switch (Shape.of(type)) {
            case NONE, MEMORY -> 0;
            case WORD -> 1;
            case PAIR -> 2;
        };
    }

    private void placeParameters() {
        if (abi.hidden()) {
            hidden = Optional.of(parameter());
        }
        for (int i = 0; i < source.parameters().size(); i++) {
            Local parameter = source.parameters().get(i);
            Abi.Place place = abi.arguments().get(i);
            if (place.reference()) {
                Value address = parameter();
                place(parameter, address, true, source.declared().line());
                continue;
            }
            List<Value> words = new java.util.ArrayList<>();
            for (int word = 0; word < place.words(); word++) {
                words.add(parameter());
            }
            Location home = declare(parameter, true, source.declared().line());
            transfer.storeWords(home, words, parameter.type().size());
        }
    }

    /** The local lives at that address, which does not change. */
    void place(Local local, Operand address, int line) {
        place(local, address, false, line);
    }

    private void place(Local local, Operand address, boolean parameter, int line) {
        homes.put(local, Location.plain(address));
        if (!local.temporary()) {
            code.emit(new Instruction.Debug(variable(local, line, parameter, true), 0, Optional.of(address), code.at));
        }
    }

    private Value parameter() {
        Value value = code.function.newValue();
        code.function.parameters().add(value);
        return value;
    }

    /** Where the local lives; a new slot if it has none yet. */
    Location declare(Local local, int line) {
        return declare(local, false, line);
    }

    Location home(Local local) {
        return declare(local, code.at.line());
    }

    private Location declare(Local local, boolean parameter, int line) {
        Location known = homes.get(local);
        if (known != null) {
            return known;
        }
        Slot slot = slot(local.type());
        homes.put(local, Location.of(slot));
        if (!local.temporary()) {
            code.function.homes().add(new Function.Home(variable(local, line, parameter, false), 0, slot));
        }
        return Location.of(slot);
    }

    private Variable variable(Local local, int line, boolean parameter, boolean reference) {
        Variable variable = new Variable(local.name(), Optional.of(local.type()), line, parameter, reference, scope);
        code.function.subroutine().variables().add(variable);
        return variable;
    }

    /** A piece of the frame for a value of this type. */
    Slot slot(Type type) {
        return code.function.newSlot(Math.max(1, type.size()), type.size() >= 4 ? 4 : Math.max(1, Integer.highestOneBit(type.align())));
    }

    void enterScope() {
        scope = new Variable.Scope(Optional.of(scope));
    }

    void leaveScope() {
        scope = scope.outer().orElseThrow();
    }
}
