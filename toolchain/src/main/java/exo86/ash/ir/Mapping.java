package exo86.ash.ir;

import java.util.ArrayList;
import java.util.List;

/** Says what stands in the place of an operand, and perhaps of a position and of a variable. */
@FunctionalInterface
public interface Mapping {
    Operand of(Operand operand);

    default Position position(Position at) {
        return at;
    }

    default Variable variable(Variable variable) {
        return variable;
    }

    default List<Operand> all(List<Operand> operands) {
        List<Operand> mapped = new ArrayList<>(operands.size());
        for (Operand operand : operands) {
            mapped.add(of(operand));
        }
        return mapped;
    }
}
