package exo86.ash.check;

import exo86.ash.source.Span;
import exo86.ash.syntax.Declaration;
import exo86.ash.syntax.Expression;
import exo86.ash.syntax.Unit;
import exo86.ash.tree.Function;
import exo86.ash.tree.Global;
import exo86.ash.tree.Placement;
import exo86.ash.tree.Program;
import exo86.ash.types.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks for everything in the program, in an order that finds the plain errors first. */
final class WholeProgram {
    private final Compilation whole;
    private final boolean tests;
    private final boolean complete;
    private final List<Function> functions = new ArrayList<>();

    WholeProgram(Compilation whole, Checker.Options options) {
        this.whole = whole;
        this.tests = options.tests();
        this.complete = options.absent().isEmpty();
    }

    Program check() {
        Map<String, Span> marks = new HashMap<>();
        for (Entity.OfFunction function : whole.modules.functions()) {
            Attributes.unique(whole.report, marks, function.declaration.head(), "entry");
            Attributes.unique(whole.report, marks, function.declaration.head(), "panic");
            if (function.declaration.head().attribute("panic").isPresent()) {
                whole.panic = Optional.of(function);
            }
        }
        entities(Entity.OfType.class).forEach(e -> whole.types.declared(e));
        entities(Entity.OfType.class).forEach(e -> {
            whole.types.complete(e.type instanceof exo86.ash.types.NamedType named && whole.types.entity(named) == e ? e.type : Type.VOID);
            new Attributes(whole, e.module).check(e.declaration);
        });
        entities(Entity.OfConstant.class).forEach(e -> {
            whole.constants.define(e);
            new Attributes(whole, e.module).check(e.declaration);
        });
        entities(Entity.OfVariable.class).forEach(e -> {
            whole.variables.initialise(e);
            Attributes.unique(whole.report, marks, e.declaration.head(), "interrupt_stack");
        });
        whole.modules.functions().forEach(f -> whole.functions.signature(f).ifPresent(functions::add));
        for (Module module : whole.modules.all()) {
            rest(module);
        }
        functions.forEach(whole.functions::body);
        Optional<Function> panic = whole.panic.flatMap(whole.functions::signature);
        if (whole.report.count() == 0 && complete) {
            functions.forEach(f -> new EscapeCheck(whole, f).check());
            new CallRules(whole, functions).check();
        }
        return new Program(functions, whole.globals, marked("entry"), panic, interruptStack());
    }

    private <T extends Entity> List<T> entities(Class<T> kind) {
        List<T> found = new ArrayList<>();
        for (Module module : whole.modules.all()) {
            module.names.values().stream().filter(kind::isInstance).map(kind::cast).forEach(found::add);
        }
        return found;
    }

    private Optional<Function> marked(String mark) {
        return whole.modules.functions().stream().filter(f -> f.declaration.head().attribute(mark).isPresent()).findFirst()
                .flatMap(whole.functions::signature);
    }

    private Optional<Global> interruptStack() {
        return entities(Entity.OfVariable.class).stream().filter(v -> v.declaration.head().attribute("interrupt_stack").isPresent()).findFirst()
                .flatMap(whole.variables::global);
    }

    /** What has no name: assertions and tests. */
    private void rest(Module module) {
        Unit unit = module.unit;
        int number = 0;
        for (Declaration declaration : unit.declarations()) {
            if (declaration instanceof Declaration.Assertion assertion) {
                new Attributes(whole, module).check(assertion);
                assertion(assertion, module);
            } else if (declaration instanceof Declaration.Test test) {
                new Attributes(whole, module).check(test);
                test(test, module, number++);
            }
        }
    }

    private void assertion(Declaration.Assertion assertion, Module module) {
        Optional<Boolean> holds = whole.constants.truth(assertion.condition(), module);
        if (holds.isPresent() && !holds.get()) {
            String message = assertion.message().map(WholeProgram::text).orElse("`" + assertion.condition().at().text() + "` does not hold");
            whole.report.error(assertion.condition().at(), "assertion failed: " + message, operands(assertion.condition(), module), "");
        }
    }

    /** The two numbers that a failed comparison compared. */
    private List<exo86.ash.source.Diagnostics.Note> operands(Expression condition, Module module) {
        List<exo86.ash.source.Diagnostics.Note> notes = new ArrayList<>();
        if (condition instanceof Expression.Binary binary) {
            for (Expression side : List.of(binary.left(), binary.right())) {
                if (!(side instanceof Expression.Number)) {
                    new Exact(whole, module).value(side).ifPresent(v -> notes.add(new exo86.ash.source.Diagnostics.Note(side.at(), "this is " + v)));
                }
            }
        }
        return notes;
    }

    private static String text(Expression.Text text) {
        return new String(text.bytes(), StandardCharsets.UTF_8);
    }

    private void test(Declaration.Test test, Module module, int number) {
        String name = "test." + number;
        Function function = new Function(module.path() + "." + name, module.path(), name, Function.Kind.ORDINARY, 0, List.of(), Type.VOID,
                new Placement(Optional.empty(), 0, true, true, module.library), new Function.Limits(0, 0, false, false, false), test.title().at());
        new Body(whole, module, function, List.of()).check(test.body());
        if (tests) {
            functions.add(function);
        }
    }
}
