package exo86.ash.tree;

import java.util.List;
import java.util.Optional;

/**
 * A whole program: every function and global of every module that the root module reaches.
 *
 * @param panic the function marked {@code @panic}
 * @param interruptStack the global marked {@code @interrupt_stack}
 */
public record Program(List<Function> functions, List<Global> globals, Optional<Function> entry, Optional<Function> panic,
        Optional<Global> interruptStack) {
    public Program {
        functions = List.copyOf(functions);
        globals = List.copyOf(globals);
    }
}
