package exo86.elf.dwarf;

import java.util.List;

/// A call in whose place a copy of the callee's body was put.
///
/// @param origin the callee, an index into the unit's abstract instances
/// @param file where the call stands, an index into the unit's files
/// @param column from 1; 0 if it is not known
/// @param ranges the code of the copy, with that of the calls within it; the first range begins where it is entered
public record InlinedCall(int origin, int file, int line, int column, List<CodeRange> ranges, List<Variable> parameters, Subprogram.Scope body) {

    public InlinedCall {
        ranges = List.copyOf(ranges);
        parameters = List.copyOf(parameters);
    }
}
