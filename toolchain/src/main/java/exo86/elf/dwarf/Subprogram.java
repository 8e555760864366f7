package exo86.elf.dwarf;

import java.util.List;

/// A function: where it is declared and lies, what it returns (a type index, or [DebugType#VOID]), its parameters in
/// order, and its variables. `file` is an index into the unit's files.
public record Subprogram(String name, boolean external, int file, int line, Address start, int size, int result,
                         List<Variable> parameters, Scope body) {

    public Subprogram {
        parameters = List.copyOf(parameters);
    }

    /// A block with variables of its own. The body of a function is one too, over the function's range.
    public record Scope(Address start, int size, List<Variable> variables, List<Scope> scopes) {
        public Scope {
            variables = List.copyOf(variables);
            scopes = List.copyOf(scopes);
        }
    }
}
