package exo86.ash.check;

import exo86.ash.source.Span;
import exo86.ash.syntax.Name;
import exo86.ash.syntax.Statement;
import exo86.ash.tree.Expr;
import exo86.ash.tree.Function;
import exo86.ash.tree.Local;
import exo86.ash.tree.Stmt;
import exo86.ash.tree.Value;
import exo86.ash.types.EnumType;
import exo86.ash.types.Type;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The checking of one function's code, or of one constant expression outside of functions (then {@link #function} is empty).
 * Holds the scope in hand and one checker for each kind of thing.
 */
final class Body {
    final Compilation whole;
    final Module module;
    final Optional<Function> function;
    final Report report;
    final Names names = new Names(this);
    final Coercions coercions = new Coercions(this);
    final Values values = new Values(this);
    final Operators operators = new Operators(this);
    final Conversions conversions = new Conversions(this);
    final Places places = new Places(this);
    final Literals literals = new Literals(this);
    final Calls calls = new Calls(this);
    final BuiltIns builtIns = new BuiltIns(this);
    final Formats formats = new Formats(this);
    final Branches branches = new Branches(this);
    final Matches matches = new Matches(this);
    final Statements statements = new Statements(this);
    final Reach reach = new Reach();
    /** The largest value of loop variables that nothing else changes. */
    final Map<Local, Long> bounds = new IdentityHashMap<>();
    Scope scope = new Scope(Optional.empty(), false);
    boolean deferring;
    private int temporaries;

    Body(Compilation whole, Module module) {
        this(whole, module, Optional.empty());
    }

    Body(Compilation whole, Module module, Function function, List<Name> parameters) {
        this(whole, module, Optional.of(function));
        for (int i = 0; i < parameters.size(); i++) {
            if (!parameters.get(i).ignored()) {
                report.index.use(parameters.get(i).at(), parameters.get(i).at(), function.parameters().get(i), false);
                scope.names.putIfAbsent(parameters.get(i).text(), new Scope.Variable(function.parameters().get(i), false, parameters.get(i).at()));
            }
        }
    }

    private Body(Compilation whole, Module module, Optional<Function> function) {
        this.whole = whole;
        this.module = module;
        this.function = function;
        this.report = whole.report;
    }

    /** Checks the function's block and gives it to the function. What is wrong in it may be why its end can be reached: then that is not said. */
    void check(Statement.Block block) {
        Function defined = function.orElseThrow();
        int errors = report.count();
        List<Stmt> body = new ArrayList<>(statements.list(block.statements()));
        boolean ends = reach.ends(body);
        if (!ends && report.count() == errors) {
            body.addAll(scope.cleanup(false));
            Span close = new Span(block.at().file(), Math.max(block.at().start(), block.at().end() - 1), block.at().end());
            if (defined.result() instanceof Type.Never) {
                report.error(close, "`" + defined.name() + "` is declared `never`, but its end can be reached");
            } else if (!(valueType() instanceof Type.Void) && !Types.erroneous(defined.result())) {
                report.error(close, "`" + defined.name() + "` can end here without returning a " + valueType());
            }
        }
        defined.define(new Stmt.Block(body, block.at()));
    }

    /** What the function returns where it does not fail. */
    Type valueType() {
        Type result = function.map(Function::result).orElse(Type.VOID);
        return result instanceof Type.Result r ? r.value() : result;
    }

    /** The enum of the function's errors, if it has any. */
    Optional<EnumType> errorType() {
        return function.map(Function::result).filter(r -> r instanceof Type.Result).map(r -> ((Type.Result) r).error());
    }

    Local temporary(Type type) {
        return new Local("$" + temporaries++, type);
    }

    void push(boolean loop) {
        scope = new Scope(Optional.of(scope), loop);
    }

    void pop() {
        scope = scope.outer.orElseThrow();
    }

    /** Declares a name in the scope in hand. */
    Local declare(Name name, Type type, boolean mutable) {
        Local local = new Local(name.text(), type, !mutable);
        if (name.ignored()) {
            return local;
        }
        if (Modules.BUILT_IN.contains(name.text())) {
            report.error(name.at(), "`" + name + "` has a meaning of its own and cannot be declared");
        }
        report.index.use(name.at(), name.at(), local, mutable);
        Scope.Variable other = scope.names.putIfAbsent(name.text(), new Scope.Variable(local, mutable, name.at()));
        if (other != null) {
            report.error(name.at(), "`" + name + "` is declared twice in this block", other.at(), "the other declaration");
        }
        return local;
    }

    /** What stands where an error was reported. */
    static Expr erroneous(Span at) {
        return new Expr.Constant(new Value.Zero(Type.ERRONEOUS), at);
    }

    Expr error(Span at, String message) {
        report.error(at, message);
        return erroneous(at);
    }

    Expr error(Span at, String message, String hint) {
        report.error(at, message, hint);
        return erroneous(at);
    }

    /** Reports unless the module is a system module. */
    void systemOnly(Span at, String what) {
        if (!module.system()) {
            report.error(at, what + " is only allowed in a system module", "begin the file with `system module " + module + "`");
        }
    }
}
