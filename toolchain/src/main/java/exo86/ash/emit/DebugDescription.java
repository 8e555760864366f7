package exo86.ash.emit;

import exo86.ash.ir.Subroutine;
import exo86.ash.tree.Function;
import exo86.ash.tree.Global;
import exo86.elf.ObjectBuilder;
import exo86.elf.dwarf.Address;
import exo86.elf.dwarf.CompileUnit;
import exo86.elf.dwarf.DebugInformation;
import exo86.elf.dwarf.DebugWriter;
import exo86.elf.dwarf.FrameEntry;
import exo86.elf.dwarf.LineSequence;
import exo86.elf.dwarf.Location;
import exo86.elf.dwarf.Subprogram;
import exo86.elf.dwarf.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a debugger is told: a compile unit for each module, lines for all code that has any, frames for all code that has a usual one. */
final class DebugDescription {
    /** {@code [ebp]} is this far below the canonical frame address. */
    private static final int FRAME_POINTER = 8;

    private final ObjectBuilder file;
    private final Map<String, UnitDescription> modules = new LinkedHashMap<>();
    private final List<FrameEntry> frames = new ArrayList<>();
    private final Map<Address, Subroutine> subroutines = new HashMap<>();

    private DebugDescription(ObjectBuilder file) {
        this.file = file;
    }

    static void write(Unit unit, Map<Routine, MachineCode> codes, CodeGenerator.Options options, ObjectBuilder file) {
        DebugDescription description = new DebugDescription(file);
        codes.forEach(description::routine);
        unit.globals().forEach(description::global);
        List<CompileUnit> units = description.modules.values().stream()
                .map(module -> module.unit(description.subroutines, options.directory())).toList();
        DebugWriter.write(new DebugInformation(units, description.frames), file);
    }

    private void routine(Routine routine, MachineCode code) {
        int symbol = file.reference(routine.symbol());
        Address start = new Address.InSymbol(symbol, 0);
        int size = code.bytes().length;
        Optional<Routine.FrameInfo> frame = routine.body() instanceof Routine.Instructions instructions ? instructions.frame() : Optional.empty();
        boolean leaf = routine.body() instanceof Routine.Assembly;
        if (frame.isPresent()) {
            frames.add(FrameEntry.withFramePointer(start, size));
        } else if (!code.unwinding().isEmpty()) {
            frames.add(new FrameEntry(start, size, false, rows(code)));
        } else if (routine.function().filter(f -> f.kind() == Function.Kind.INTERRUPT && f.linkName().equals(routine.symbol())).isPresent()) {
            frames.add(InterruptStub.frame(start, size));
        } else if (leaf) {
            frames.add(new FrameEntry(start, size, false, List.of(new FrameEntry.Row(0, FrameEntry.ESP, 4, Map.of(FrameEntry.EIP, -4)))));
        }
        if (routine.function().isEmpty()) {
            return;
        }
        Function function = routine.function().get();
        UnitDescription module = module(function.module());
        int declaredIn = module.file(function.declared());
        List<LineSequence.Row> rows = code.lines().stream()
                .map(line -> new LineSequence.Row(line.offset(), module.file(line.at().span()), line.at().line(), 0, true)).toList();
        if (!rows.isEmpty()) {
            module.lines.add(new LineSequence(start, size, rows));
        }
        if (routine.subroutine().isPresent()) {
            Subroutine subroutine = routine.subroutine().get();
            subroutines.put(start, subroutine);
            OptimisedDescription optimised = new OptimisedDescription(module, file, symbol, code);
            module.subprograms.add(new Subprogram(function.name(), function.placement().exported(), declaredIn, function.declared().line(), start, size,
                    module.types.index(function.result()), optimised.parameters(subroutine), optimised.body(subroutine)));
            return;
        }
        List<Variable> parameters = frame.map(f -> variables(module, declaredIn, f.parameters())).orElse(List.of());
        Subprogram.Scope body = frame.map(f -> scope(module, declaredIn, symbol, f.scope(), code, size))
                .orElse(new Subprogram.Scope(start, size, List.of(), List.of()));
        module.subprograms.add(new Subprogram(function.name(), function.placement().exported(), declaredIn, function.declared().line(), start, size,
                module.types.index(function.result()), parameters, body));
    }

    private static List<FrameEntry.Row> rows(MachineCode code) {
        List<FrameEntry.Row> rows = new ArrayList<>();
        for (MachineCode.UnwindingMark mark : code.unwinding()) {
            if (!rows.isEmpty() && rows.getLast().offset() == mark.offset()) {
                rows.removeLast();
            }
            if (mark.offset() < code.bytes().length) {
                Map<Integer, Integer> saved = new java.util.TreeMap<>(mark.state().saved());
                saved.put(FrameEntry.EIP, -4);
                rows.add(new FrameEntry.Row(mark.offset(), FrameEntry.ESP, mark.state().distance(), saved));
            }
        }
        return rows;
    }

    /** The function's own variables hold over its whole range. */
    private static Subprogram.Scope scope(UnitDescription module, int declaredIn, int symbol, Scope outermost, MachineCode code, int size) {
        Subprogram.Scope described = inner(module, declaredIn, symbol, outermost, code);
        return new Subprogram.Scope(new Address.InSymbol(symbol, 0), size, described.variables(), described.scopes());
    }

    private static Subprogram.Scope inner(UnitDescription module, int declaredIn, int symbol, Scope scope, MachineCode code) {
        MachineCode.Range range = code.scopes().get(scope);
        List<Subprogram.Scope> scopes = scope.inner.stream().filter(s -> !s.isEmpty())
                .map(s -> inner(module, declaredIn, symbol, s, code)).filter(s -> s.ranges().getFirst().size() > 0).toList();
        return new Subprogram.Scope(new Address.InSymbol(symbol, range.start()), range.end() - range.start(),
                variables(module, declaredIn, scope.variables), scopes);
    }

    /** An aggregate that arrives as an address is shown as that pointer. */
    private static List<Variable> variables(UnitDescription module, int declaredIn, List<Scope.Variable> variables) {
        return variables.stream().map(v -> new Variable(v.local().name(),
                v.reference() ? module.types.pointerTo(v.local().type()) : module.types.index(v.local().type()), declaredIn, v.line(),
                new Location.Frame(v.offset() - FRAME_POINTER))).toList();
    }

    private void global(Global global) {
        UnitDescription module = module(global.module());
        module.variables.add(new Variable(global.name(), module.types.index(global.type()), module.file(global.declared()),
                global.declared().line(), new Location.Static(new Address.InSymbol(file.reference(global.linkName()), 0))));
    }

    private UnitDescription module(String name) {
        return modules.computeIfAbsent(name, n -> new UnitDescription());
    }
}
