package exo86.elf.dwarf;

import java.util.List;
import java.util.OptionalInt;

/// A function: where it is declared and lies, what it returns (a type index, or [DebugType#VOID]), its parameters in
/// order, and its variables. `file` is an index into the unit's files, `origin` one into its abstract instances if the
/// function was inlined there too.
public record Subprogram(String name, boolean external, int file, int line, Address start, int size, int result,
                         List<Variable> parameters, Scope body, OptionalInt origin) {

    public Subprogram {
        parameters = List.copyOf(parameters);
    }

    public Subprogram(String name, boolean external, int file, int line, Address start, int size, int result,
                      List<Variable> parameters, Scope body) {
        this(name, external, file, line, start, size, result, parameters, body, OptionalInt.empty());
    }

    /// The same function, which has that abstract instance in its unit.
    public Subprogram of(int abstractInstance) {
        return new Subprogram(name, external, file, line, start, size, result, parameters, body, OptionalInt.of(abstractInstance));
    }

    /// A block with variables of its own, and the calls that were inlined in it. The body of a function is one too, over the
    /// function's range. One that is nowhere has no ranges.
    public record Scope(List<CodeRange> ranges, List<Variable> variables, List<Scope> scopes, List<InlinedCall> calls) {
        public Scope {
            ranges = List.copyOf(ranges);
            variables = List.copyOf(variables);
            scopes = List.copyOf(scopes);
            calls = List.copyOf(calls);
        }

        public Scope(Address start, int size, List<Variable> variables, List<Scope> scopes) {
            this(List.of(new CodeRange(start, size)), variables, scopes, List.of());
        }
    }
}
