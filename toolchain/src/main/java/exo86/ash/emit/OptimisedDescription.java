package exo86.ash.emit;

import exo86.ash.emit.InlinedRanges.Stretch;
import exo86.ash.ir.InlinedCall;
import exo86.ash.ir.Subroutine;
import exo86.ash.ir.Variable;
import exo86.elf.ObjectBuilder;
import exo86.elf.dwarf.Address;
import exo86.elf.dwarf.CodeRange;
import exo86.elf.dwarf.Subprogram;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An optimised function and the calls that were inlined in it, as a debugger wants them. Which block of the source an instruction belongs to is not known: a block
 * reaches from the first to the last place where any of its variables is somewhere, and a call stands in the innermost block that reaches over all its code.
 */
final class OptimisedDescription {
    private final UnitDescription unit;
    private final int symbol;
    private final VariableLists lists;
    private final InlinedRanges ranges;
    private final Stretch whole;

    /** @param symbol the function's */
    OptimisedDescription(UnitDescription unit, ObjectBuilder file, int symbol, MachineCode code) {
        this.unit = unit;
        this.symbol = symbol;
        this.lists = new VariableLists(file, symbol, code);
        this.ranges = new InlinedRanges(code);
        this.whole = new Stretch(0, code.bytes().length);
    }

    /** A block of the source in a copy of its function. */
    private static final class Part {
        final List<exo86.elf.dwarf.Variable> variables = new ArrayList<>();
        final List<Part> inner = new ArrayList<>();
        final List<exo86.elf.dwarf.InlinedCall> calls = new ArrayList<>();
        int from = Integer.MAX_VALUE;
        int to;

        void reach(int start, int end) {
            from = Math.min(from, start);
            to = Math.max(to, end);
        }
    }

    List<exo86.elf.dwarf.Variable> parameters(Subroutine function) {
        return parameters(function, Optional.empty(), List.of(whole));
    }

    Subprogram.Scope body(Subroutine function) {
        return body(function, Optional.empty(), List.of(whole));
    }

    private List<exo86.elf.dwarf.Variable> parameters(Subroutine function, Optional<InlinedCall> call, List<Stretch> within) {
        int file = unit.file(function.at());
        return function.variables().stream().filter(Variable::parameter)
                .map(v -> unit.variable(v, file, lists.location(lists.held(v, call, within), within))).toList();
    }

    private Subprogram.Scope body(Subroutine function, Optional<InlinedCall> call, List<Stretch> within) {
        Part body = part(unit.block(function), unit.file(function.at()), call, within);
        body.reach(within.getFirst().from(), within.getLast().to());
        for (InlinedCall inner : ranges.within(call)) {
            List<Stretch> code = ranges.of(inner);
            innermost(body, code.getFirst().from(), code.getLast().to()).calls.add(call(inner, code));
        }
        return scope(body, within);
    }

    private static Part innermost(Part part, int from, int to) {
        return part.inner.stream().filter(inner -> inner.from <= from && to <= inner.to).findFirst().map(inner -> innermost(inner, from, to)).orElse(part);
    }

    private Part part(SourceBlock block, int file, Optional<InlinedCall> call, List<Stretch> within) {
        Part part = new Part();
        for (Variable variable : block.variables()) {
            List<VariableLists.Held> held = lists.held(variable, call, within);
            held.forEach(h -> part.reach(h.where().from(), h.where().to()));
            part.variables.add(unit.variable(variable, file, lists.location(held, within)));
        }
        for (SourceBlock inner : block.inner()) {
            Part made = part(inner, file, call, within);
            part.reach(made.from, made.to);
            part.inner.add(made);
        }
        return part;
    }

    private Subprogram.Scope scope(Part part, List<Stretch> within) {
        List<CodeRange> code = new ArrayList<>();
        for (Stretch stretch : within) {
            int from = Math.max(stretch.from(), part.from);
            int to = Math.min(stretch.to(), part.to);
            if (from < to) {
                code.add(range(from, to));
            }
        }
        return new Subprogram.Scope(code, part.variables, part.inner.stream().map(inner -> scope(inner, within)).toList(), part.calls);
    }

    private exo86.elf.dwarf.InlinedCall call(InlinedCall call, List<Stretch> code) {
        return new exo86.elf.dwarf.InlinedCall(unit.origin(call.callee()), unit.file(call.at().span()), call.at().line(), call.at().span().column(),
                code.stream().map(stretch -> range(stretch.from(), stretch.to())).toList(),
                parameters(call.callee(), Optional.of(call), code), body(call.callee(), Optional.of(call), code));
    }

    private CodeRange range(int from, int to) {
        return new CodeRange(new Address.InSymbol(symbol, from), to - from);
    }
}
