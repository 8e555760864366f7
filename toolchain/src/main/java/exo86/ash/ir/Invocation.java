package exo86.ash.ir;

import exo86.ash.types.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is called, with what. Arguments are words in the order of the convention: the address of an aggregate result first, then the parameters,
 * an aggregate of more than 8 bytes as the address of a copy (a32) or as its words (C).
 *
 * @param target a {@link SymbolAddress} without addend: that function; anything else: the address to call
 * @param registers how many of the first arguments are in EAX, EDX, ECX; the others are pushed, the last one first
 * @param popped the bytes of arguments that the callee removes from the stack
 * @param clobbers registers besides EAX, ECX and EDX that the callee changes: bit n is register n of {@link exo86.isa.Registers}
 * @param type of the pointer called through, for stack bounds
 */
public record Invocation(Operand target, List<Operand> arguments, int registers, int popped, int clobbers, Optional<Type.Function> type) {
    public Invocation {
        arguments = List.copyOf(arguments);
    }

    /** The function called, where that is known. */
    public Optional<String> callee() {
        return target instanceof SymbolAddress(String symbol, int addend) && addend == 0 ? Optional.of(symbol) : Optional.empty();
    }

    /** The target, unless it is a known function, then the arguments. */
    public List<Operand> operands() {
        if (callee().isPresent()) {
            return arguments;
        }
        List<Operand> all = new ArrayList<>(arguments.size() + 1);
        all.add(target);
        all.addAll(arguments);
        return all;
    }

    public Invocation map(Mapping m) {
        return new Invocation(callee().isPresent() ? target : m.of(target), m.all(arguments), registers, popped, clobbers, type);
    }
}
