package exo86.ash.emit;

import exo86.ash.ir.Subroutine;
import exo86.ash.source.Span;
import exo86.ash.tree.Function;
import exo86.ash.tree.Placement;
import exo86.ash.types.Type;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One routine of the object file, to become one section.
 *
 * @param function the function of the source that it comes from; empty for a helper
 * @param subroutine what the optimiser knows it by; empty for code that it did not make
 * @param body instructions, the same encoded, or assembly text
 */
record Routine(String symbol, Optional<Function> function, Optional<Subroutine> subroutine, Placement placement, Body body) {
    Routine(String symbol, Optional<Function> function, Placement placement, Body body) {
        this(symbol, function, Optional.empty(), placement, body);
    }

    sealed interface Body {
        StackUse stack();
    }

    /** {@code frame} is what the debugger knows of a frame with EBP; empty for other code, whose items say it. */
    record Instructions(List<Item> items, Optional<FrameInfo> frame, StackUse stack) implements Body {
        public Instructions {
            items = List.copyOf(items);
        }
    }

    record Encoded(MachineCode code, StackUse stack) implements Body {
    }

    record Assembly(String text, Optional<Span> at, StackUse stack) implements Body {
    }

    /** Parameters in order with their homes, and the outermost scope. */
    record FrameInfo(List<Scope.Variable> parameters, Scope scope) {
    }

    /**
     * Stack bytes below the return address, and what is called when this many are in use.
     *
     * @param indirect the types of the pointers that it calls through
     * @param begins it begins a stack anew, and never returns
     */
    record StackUse(int bytes, Set<String> callees, Set<Type.Function> indirect, boolean begins) {
        StackUse(int bytes, Set<String> callees, Set<Type.Function> indirect) {
            this(bytes, callees, indirect, false);
        }
    }
}
