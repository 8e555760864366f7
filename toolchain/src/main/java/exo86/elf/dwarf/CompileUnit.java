package exo86.elf.dwarf;

import java.util.List;

/// One module: its types, functions and variables, and the line table of its code.
/// `abstracts` are the functions, of this module or another, that were inlined into code of the module.
/// `files` holds the source files that lines refer to by index; a type is referred to by its index in `types`.
public record CompileUnit(String name, String directory, String producer, List<String> files, List<DebugType> types,
                          List<AbstractInstance> abstracts, List<Subprogram> subprograms, List<Variable> variables,
                          List<LineSequence> lines) {

    public CompileUnit {
        files = List.copyOf(files);
        types = List.copyOf(types);
        abstracts = List.copyOf(abstracts);
        subprograms = List.copyOf(subprograms);
        variables = List.copyOf(variables);
        lines = List.copyOf(lines);
    }

    public CompileUnit(String name, String directory, String producer, List<String> files, List<DebugType> types,
                       List<Subprogram> subprograms, List<Variable> variables, List<LineSequence> lines) {
        this(name, directory, producer, files, types, List.of(), subprograms, variables, lines);
    }
}
