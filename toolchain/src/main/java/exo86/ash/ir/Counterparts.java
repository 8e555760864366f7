package exo86.ash.ir;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the variables and inlined calls of a function are in a copy of it that belongs to another program: those of that program's functions
 * of the same names. Both programs have the functions from the same text, so the variables of one are those of the other in the same order.
 */
public final class Counterparts implements Mapping {
    private final Subroutine model;
    private final Map<String, Subroutine> here;
    private final Set<Subroutine> paired = new HashSet<>();
    private final Map<Variable, Variable> variables = new HashMap<>();
    private final Map<InlinedCall, InlinedCall> calls = new HashMap<>();

    /** @param here the functions of the copy's program by their names: the copy's own, and all that were inlined into the model */
    public Counterparts(Subroutine model, Map<String, Subroutine> here) {
        this.model = model;
        this.here = here;
    }

    /** The function that the model is here. */
    Subroutine subroutine() {
        return of(model);
    }

    private Subroutine of(Subroutine there) {
        Subroutine found = here.get(there.name());
        if (paired.add(there)) {
            List<Variable> originals = there.variables();
            for (int i = 0; i < originals.size(); i++) {
                variables.put(originals.get(i), found.variables().get(i));
            }
        }
        return found;
    }

    @Override
    public Operand of(Operand operand) {
        return operand;
    }

    @Override
    public Position position(Position at) {
        return at.inlined().isEmpty() ? at : new Position(at.span(), at.inlined().map(this::call));
    }

    @Override
    public Variable variable(Variable variable) {
        Variable known = variables.get(variable);
        if (known == null) {
            of(variable.inlined().map(InlinedCall::callee).orElse(model));
            Variable original = variables.get(variable.origin());
            known = variable.inlined().map(call -> new Variable(original, call(call))).orElse(original);
            variables.put(variable, known);
        }
        return known;
    }

    public InlinedCall call(InlinedCall call) {
        InlinedCall known = calls.get(call);
        if (known == null) {
            known = new InlinedCall(of(call.callee()), position(call.at()));
            calls.put(call, known);
        }
        return known;
    }
}
