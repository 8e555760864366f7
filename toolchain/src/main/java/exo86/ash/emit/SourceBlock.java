package exo86.ash.emit;

import exo86.ash.ir.Subroutine;
import exo86.ash.ir.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A block of a function's source that declares variables, or holds one that does.
 *
 * @param variables those that the block itself declares, without parameters
 */
record SourceBlock(List<Variable> variables, List<SourceBlock> inner) {

    /** The outermost block of a function. */
    static SourceBlock of(Subroutine function) {
        SourceBlock outermost = new SourceBlock(new ArrayList<>(), new ArrayList<>());
        Map<Variable.Scope, SourceBlock> blocks = new HashMap<>();
        for (Variable variable : function.variables()) {
            if (!variable.parameter()) {
                block(variable.scope(), outermost, blocks).variables.add(variable);
            }
        }
        return outermost;
    }

    private static SourceBlock block(Variable.Scope scope, SourceBlock outermost, Map<Variable.Scope, SourceBlock> blocks) {
        if (scope.outer().isEmpty()) {
            return outermost;
        }
        SourceBlock known = blocks.get(scope);
        if (known == null) {
            known = new SourceBlock(new ArrayList<>(), new ArrayList<>());
            blocks.put(scope, known);
            block(scope.outer().get(), outermost, blocks).inner.add(known);
        }
        return known;
    }
}
