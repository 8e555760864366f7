package exo86.ash.check;

import exo86.ash.check.evaluate.Evaluator;
import exo86.ash.tree.Global;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One run of the checker: its parts, which know each other through it, and what is collected for the program. */
final class Compilation {
    final Report report;
    final Modules modules;
    final Types types;
    final Constants constants;
    final Functions functions;
    final Variables variables;
    final Evaluator evaluator;
    final List<Global> globals = new ArrayList<>();
    /** Calls that only a panic makes: free of the rules about marks. */
    final Set<Object> panicking = Collections.newSetFromMap(new IdentityHashMap<>());
    Optional<Entity.OfFunction> panic = Optional.empty();

    Compilation(Report report, Modules modules) {
        this.report = report;
        this.modules = modules;
        this.types = new Types(this);
        this.constants = new Constants(this);
        this.functions = new Functions(this);
        this.variables = new Variables(this);
        this.evaluator = new Evaluator(constants);
    }
}
