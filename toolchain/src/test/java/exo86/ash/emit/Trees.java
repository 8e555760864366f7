package exo86.ash.emit;

import exo86.ash.source.SourceFile;
import exo86.ash.source.Span;
import exo86.ash.tree.Expr;
import exo86.ash.tree.Function;
import exo86.ash.tree.Global;
import exo86.ash.tree.Local;
import exo86.ash.tree.Place;
import exo86.ash.tree.Placement;
import exo86.ash.tree.Program;
import exo86.ash.tree.Stmt;
import exo86.ash.tree.Symbol;
import exo86.ash.tree.Value;
import exo86.ash.types.Shape;
import exo86.ash.types.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Checked trees made by hand, without a source. */
final class Trees {
    static final Span AT = new Span(new SourceFile("hand.ash", "made by hand\n"), 0, 4);
    static final Function.Limits NO_LIMITS = new Function.Limits(0, 0, false, false, false);
    private static final Placement USUAL = new Placement(Optional.empty(), 0, false, false, false);
    private static final Placement KEPT = new Placement(Optional.empty(), 0, true, true, false);

    final List<Function> functions = new ArrayList<>();
    final List<Global> globals = new ArrayList<>();

    /** The program, begun at {@code start}, whose {@code main} gives the exit code. */
    Program program() {
        Function start = new Function("start", "test", "start", Function.Kind.ASSEMBLY, 0, List.of(), Type.NEVER, KEPT, NO_LIMITS, AT);
        start.define(new Function.Assembly("call test.main\nmov ebx, eax\nmov eax, 1\nint 0x80\n", AT, List.of(),
                functions.stream().filter(f -> f.linkName().equals("test.main")).map(f -> (Symbol) f).toList()));
        functions.add(start);
        return new Program(functions, globals, Optional.of(start), Optional.empty(), Optional.empty());
    }

    Function function(String name, Type result, List<Local> parameters, Stmt... body) {
        Function function = declare(name, result, parameters);
        function.define(block(body));
        return function;
    }

    Function declare(String name, Type result, List<Local> parameters) {
        Function function = new Function("test." + name, "test", name, Function.Kind.ORDINARY, 0, parameters, result, USUAL, NO_LIMITS, AT);
        functions.add(function);
        return function;
    }

    Global global(String name, Value value, boolean mutable) {
        Global global = new Global("test." + name, "test", name, value.type(), mutable, false, USUAL, AT);
        global.define(value);
        globals.add(global);
        return global;
    }

    static Stmt.Block block(Stmt... statements) {
        return new Stmt.Block(Arrays.asList(statements), AT);
    }

    static Stmt let(Local local, Expr value) {
        return new Stmt.Let(local, Optional.of(value), AT);
    }

    static Stmt assign(Place place, Expr value) {
        return new Stmt.Assign(place, value, AT);
    }

    static Stmt returns(Expr value) {
        return new Stmt.Return(Optional.of(value), List.of(), AT);
    }

    static Stmt when(Expr condition, Stmt... then) {
        return new Stmt.If(condition, block(then), block(), AT);
    }

    static Expr number(long value, Type type) {
        return new Expr.Constant(new Value.Scalar(value, type), AT);
    }

    static Expr load(Local local) {
        return new Expr.Load(new Place.OfLocal(local, AT), AT);
    }

    static Expr load(Global global) {
        return new Expr.Load(new Place.OfGlobal(global, AT), AT);
    }

    static Expr binary(Expr.BinaryOperator operator, Expr left, Expr right, Type type) {
        return new Expr.Binary(operator, left, right, type, AT);
    }

    static Expr convert(Expr operand, Type type, boolean checked) {
        return new Expr.Convert(operand, type, checked, AT);
    }

    static Expr.Call call(Function function, Expr... arguments) {
        return new Expr.Call(new Expr.Callee.Direct(function), Arrays.asList(arguments), Shape.strip(function.result()), AT);
    }

    static Expr address(Symbol symbol, Type type) {
        return new Expr.Constant(new Value.Address(symbol, 0, type), AT);
    }
}
