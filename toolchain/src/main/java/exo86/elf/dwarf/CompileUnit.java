package exo86.elf.dwarf;

import java.util.List;

/// One module: its types, functions and variables, and the line table of its code.
/// `files` holds the source files that lines refer to by index; a type is referred to by its index in `types`.
public record CompileUnit(String name, String directory, String producer, List<String> files, List<DebugType> types,
                          List<Subprogram> subprograms, List<Variable> variables, List<LineSequence> lines) {

    public CompileUnit {
        files = List.copyOf(files);
        types = List.copyOf(types);
        subprograms = List.copyOf(subprograms);
        variables = List.copyOf(variables);
        lines = List.copyOf(lines);
    }
}
