package exo86.ash.ir;

import java.util.ArrayList;
import java.util.List;

/** Says what stands in the place of an operand. */
@FunctionalInterface
public interface Mapping {
    Operand of(Operand operand);

    default List<Operand> all(List<Operand> operands) {
        List<Operand> mapped = new ArrayList<>(operands.size());
        for (Operand operand : operands) {
            mapped.add(of(operand));
        }
        return mapped;
    }
}
