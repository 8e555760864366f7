package exo86.elf.dwarf;

import java.util.List;

/// A function as the source has it, without code: what its own code and its copies in the place of calls have in common.
/// Every one of those has the same parameters, variables and scopes in the same order, also what is nowhere in it.
///
/// @param linkName the name that the linker knows it by, which may be in no symbol table any more
/// @param file where it is declared, an index into the unit's files
/// @param result a type index, or [DebugType#VOID]
public record AbstractInstance(String name, String linkName, boolean external, int file, int line, int result,
                               List<Variable> parameters, Subprogram.Scope body) {

    public AbstractInstance {
        parameters = List.copyOf(parameters);
    }
}
