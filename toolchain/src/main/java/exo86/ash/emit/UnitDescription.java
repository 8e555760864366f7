package exo86.ash.emit;

import exo86.ash.ir.Subroutine;
import exo86.ash.source.Span;
import exo86.ash.tree.Function;
import exo86.ash.types.Type;
import exo86.elf.dwarf.AbstractInstance;
import exo86.elf.dwarf.Address;
import exo86.elf.dwarf.CompileUnit;
import exo86.elf.dwarf.LineSequence;
import exo86.elf.dwarf.Location;
import exo86.elf.dwarf.Subprogram;
import exo86.elf.dwarf.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a debugger is told of one module, in the making. */
final class UnitDescription {
    private static final String PRODUCER = "exo86 ash";

    final DebugTypes types = new DebugTypes();
    final List<Subprogram> subprograms = new ArrayList<>();
    final List<Variable> variables = new ArrayList<>();
    final List<LineSequence> lines = new ArrayList<>();
    private final Map<String, Integer> files = new LinkedHashMap<>();
    private final Map<Subroutine, SourceBlock> blocks = new HashMap<>();
    private final List<AbstractInstance> abstracts = new ArrayList<>();
    private final Map<Subroutine, Integer> origins = new HashMap<>();

    /** The index of a file among those of the module. */
    int file(Span at) {
        return files.computeIfAbsent(at.file().name(), name -> files.size());
    }

    /** The outermost block of a function. */
    SourceBlock block(Subroutine function) {
        return blocks.computeIfAbsent(function, SourceBlock::of);
    }

    /** The index of the abstract instance of a function that is inlined somewhere in the module. */
    int origin(Subroutine callee) {
        Integer known = origins.get(callee);
        if (known == null) {
            known = abstracts.size();
            origins.put(callee, known);
            abstracts.add(describe(callee, callee.source().orElseThrow()));
        }
        return known;
    }

    private AbstractInstance describe(Subroutine callee, Function source) {
        int declaredIn = file(source.declared());
        List<Variable> parameters = callee.variables().stream().filter(exo86.ash.ir.Variable::parameter)
                .map(v -> variable(v, declaredIn, new Location.Unavailable())).toList();
        return new AbstractInstance(source.name(), source.linkName(), source.placement().exported(), declaredIn, source.declared().line(),
                types.index(source.result()), parameters, scope(block(callee), declaredIn));
    }

    private Subprogram.Scope scope(SourceBlock block, int declaredIn) {
        return new Subprogram.Scope(List.of(), block.variables().stream().map(v -> variable(v, declaredIn, new Location.Unavailable())).toList(),
                block.inner().stream().map(inner -> scope(inner, declaredIn)).toList(), List.of());
    }

    Variable variable(exo86.ash.ir.Variable variable, int declaredIn, Location location) {
        return new Variable(variable.name(), types.index(variable.type().orElse(Type.U32)), declaredIn, variable.line(), location);
    }

    /** The module; functions that are also inlined in it refer to what they have in common with their copies. */
    CompileUnit unit(Map<Address, Subroutine> functions, String directory) {
        List<Subprogram> described = new ArrayList<>();
        for (Subprogram function : subprograms) {
            Integer origin = origins.get(functions.get(function.start()));
            described.add(origin == null ? function : function.of(origin));
        }
        List<String> names = List.copyOf(files.keySet());
        return new CompileUnit(names.getFirst(), directory, PRODUCER, names, types.types(), abstracts, described, variables, lines);
    }
}
