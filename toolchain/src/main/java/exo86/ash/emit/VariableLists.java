package exo86.ash.emit;

import exo86.ash.ir.Variable;
import exo86.elf.dwarf.Address;
import exo86.elf.dwarf.Location;
import exo86.elf.dwarf.Subprogram;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** The variables of an optimised function as a debugger wants them: for each a list of code ranges and where its words are in each. */
final class VariableLists {
    private final int symbol;
    private final int size;
    private final Map<Variable, List<MachineCode.HoldsMark>> marks = new LinkedHashMap<>();

    VariableLists(int symbol, MachineCode code) {
        this.symbol = symbol;
        this.size = code.bytes().length;
        code.holds().stream().filter(mark -> mark.state().variable().inlined().isEmpty()).forEach(mark -> marks.computeIfAbsent(mark.state().variable(), v -> new ArrayList<>()).add(mark));
    }

    List<exo86.elf.dwarf.Variable> parameters(Function<Variable, exo86.elf.dwarf.Variable> described) {
        return marks.keySet().stream().filter(Variable::parameter).map(v -> located(v, described)).toList();
    }

    /** The scopes below the function: a scope reaches from the first to the last place where anything in it is somewhere. */
    Subprogram.Scope body(Function<Variable, exo86.elf.dwarf.Variable> described) {
        Map<Variable.Scope, List<Variable>> scopes = new LinkedHashMap<>();
        Map<Variable.Scope, List<Variable.Scope>> inner = new LinkedHashMap<>();
        List<exo86.elf.dwarf.Variable> outermost = new ArrayList<>();
        List<Variable.Scope> roots = new ArrayList<>();
        for (Variable variable : marks.keySet()) {
            if (variable.parameter()) {
                continue;
            }
            if (variable.scope().outer().isEmpty()) {
                outermost.add(located(variable, described));
                continue;
            }
            scopes.computeIfAbsent(variable.scope(), s -> new ArrayList<>()).add(variable);
            Variable.Scope scope = variable.scope();
            while (scope.outer().isPresent() && scope.outer().get().outer().isPresent()) {
                List<Variable.Scope> siblings = inner.computeIfAbsent(scope.outer().get(), s -> new ArrayList<>());
                if (!siblings.contains(scope)) {
                    siblings.add(scope);
                }
                scope = scope.outer().get();
            }
            if (!roots.contains(scope)) {
                roots.add(scope);
            }
        }
        List<Subprogram.Scope> list = roots.stream().map(s -> scope(s, scopes, inner, described)).flatMap(Optional::stream).toList();
        return new Subprogram.Scope(new Address.InSymbol(symbol, 0), size, outermost, list);
    }

    private Optional<Subprogram.Scope> scope(Variable.Scope scope, Map<Variable.Scope, List<Variable>> scopes,
            Map<Variable.Scope, List<Variable.Scope>> inner, Function<Variable, exo86.elf.dwarf.Variable> described) {
        List<Subprogram.Scope> below = inner.getOrDefault(scope, List.of()).stream().map(s -> scope(s, scopes, inner, described))
                .flatMap(Optional::stream).toList();
        int start = size;
        int end = 0;
        List<exo86.elf.dwarf.Variable> own = new ArrayList<>();
        for (Variable variable : scopes.getOrDefault(scope, List.of())) {
            for (Location.Range range : ranges(variable)) {
                int from = ((Address.InSymbol) range.start()).offset();
                start = Math.min(start, from);
                end = Math.max(end, from + range.size());
            }
            own.add(located(variable, described));
        }
        for (Subprogram.Scope part : below) {
            int from = ((Address.InSymbol) part.start()).offset();
            start = Math.min(start, from);
            end = Math.max(end, from + part.size());
        }
        return start >= end ? Optional.empty() : Optional.of(new Subprogram.Scope(new Address.InSymbol(symbol, start), end - start, own, below));
    }

    private exo86.elf.dwarf.Variable located(Variable variable, Function<Variable, exo86.elf.dwarf.Variable> described) {
        exo86.elf.dwarf.Variable plain = described.apply(variable);
        List<Location.Range> ranges = ranges(variable);
        boolean home = ranges.size() == 1 && ranges.getFirst().size() == size;
        Location location = ranges.isEmpty() ? new Location.Unavailable() : home ? ranges.getFirst().location() : new Location.Listed(ranges);
        return new exo86.elf.dwarf.Variable(plain.name(), plain.type(), plain.file(), plain.line(), location);
    }

    private List<Location.Range> ranges(Variable variable) {
        List<Location.Range> ranges = new ArrayList<>();
        Map<Integer, Item.Where> state = new TreeMap<>();
        int from = 0;
        for (MachineCode.HoldsMark mark : marks.get(variable)) {
            if (mark.offset() > from) {
                range(variable, from, mark.offset(), state, ranges);
                from = mark.offset();
            }
            if (mark.state().where() instanceof Item.Where.Lost) {
                state.remove(mark.state().offset());
            } else {
                state.put(mark.state().offset(), mark.state().where());
            }
        }
        range(variable, from, size, state, ranges);
        return ranges;
    }

    private void range(Variable variable, int from, int to, Map<Integer, Item.Where> state, List<Location.Range> ranges) {
        if (state.isEmpty() || to <= from) {
            return;
        }
        int bytes = variable.type().map(exo86.ash.types.Type::size).orElse(4);
        boolean memory = state.size() == 1 && state.get(0) instanceof Item.Where.Frame;
        Location location;
        if (bytes <= 4 && state.containsKey(0) || memory && marks.get(variable).size() == 1) {
            location = location(state.get(0));
        } else {
            List<Location.Piece> pieces = new ArrayList<>();
            for (int at = 0; at < bytes; at += 4) {
                pieces.add(new Location.Piece(state.containsKey(at) ? location(state.get(at)) : new Location.Unavailable(), Math.min(4, bytes - at)));
            }
            location = new Location.Pieces(pieces);
        }
        ranges.add(new Location.Range(new Address.InSymbol(symbol, from), to - from, location));
    }

    private static Location location(Item.Where where) {
        return switch (where) {
            case Item.Where.Register(int number) -> new Location.Register(number);
            case Item.Where.Frame(int offset) -> new Location.Frame(offset);
            case Item.Where.Constant(int number) -> new Location.Constant(number);
            case Item.Where.Lost lost -> new Location.Unavailable();
        };
    }
}
