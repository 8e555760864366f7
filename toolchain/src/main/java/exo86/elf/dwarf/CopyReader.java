package exo86.elf.dwarf;

import static exo86.elf.dwarf.Dwarf.*;

import exo86.elf.ElfException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads copies of a function that has an abstract instance: its code of its own, and inlined calls. A copy gets the shape of
/// the abstract instance; what the file does not say of it is nowhere. Blocks that only the copy has count as the one around them.
final class CopyReader {
    /// As many parts may copies have in all for each entry of the unit: compilers leave out less than they say.
    private static final int PARTS = 64;

    private final UnitReader unit;
    private final PlaceReader places;
    private final int base;
    private long budget;

    CopyReader(UnitReader unit, PlaceReader places, int base, int entries) {
        this.unit = unit;
        this.places = places;
        this.base = base;
        this.budget = (long) PARTS * entries;
    }

    /// What a copy says of the parts of its abstract instance, by the offsets of their entries.
    private static final class Copy {
        final Map<Integer, Die> parts = new HashMap<>();
        final Map<Integer, List<InlinedCall>> calls = new HashMap<>();
    }

    /// Parameters and body of a copy.
    record Parts(List<Variable> parameters, Subprogram.Scope body) { }

    Parts parts(Die die, Die origin) throws ElfException {
        Copy copy = new Copy();
        copy.parts.put(origin.offset(), die);
        collect(die, origin, copy);
        List<Variable> parameters = new ArrayList<>();
        for (Die child : origin.children()) {
            if (child.tag() == TAG_PARAMETER) {
                parameters.add(variable(child, copy));
            }
        }
        return new Parts(parameters, scope(origin, copy));
    }

    private void collect(Die die, Die scope, Copy copy) throws ElfException {
        for (Die child : die.children()) {
            Die origin = unit.origin(child);
            switch (child.tag()) {
                case TAG_PARAMETER, TAG_VARIABLE -> copy.parts.put(origin.offset(), child);
                case TAG_BLOCK -> {
                    copy.parts.put(origin.offset(), child);
                    collect(child, origin == child ? scope : origin, copy);
                }
                case TAG_INLINED -> {
                    if (unit.abstractIndex(origin) >= 0) {
                        copy.calls.computeIfAbsent(scope.offset(), _ -> new ArrayList<>()).add(call(child, origin));
                    }
                }
                default -> { }
            }
        }
    }

    private InlinedCall call(Die die, Die origin) throws ElfException {
        Parts parts = parts(die, origin);
        return new InlinedCall(unit.abstractIndex(origin), Math.max(0, die.number(AT_CALL_FILE, 0) - 1), die.number(AT_CALL_LINE, 0),
            die.number(AT_CALL_COLUMN, 0), places.code(die, base), parts.parameters, parts.body);
    }

    /// The calls in code that is not a copy itself.
    List<InlinedCall> calls(Die die) throws ElfException {
        List<InlinedCall> calls = new ArrayList<>();
        for (Die child : die.children()) {
            if (child.tag() == TAG_INLINED && unit.abstractIndex(unit.origin(child)) >= 0) {
                calls.add(call(child, unit.origin(child)));
            }
        }
        return calls;
    }

    private Subprogram.Scope scope(Die origin, Copy copy) throws ElfException {
        List<Variable> variables = new ArrayList<>();
        List<Subprogram.Scope> scopes = new ArrayList<>();
        for (Die child : origin.children()) {
            if (child.tag() == TAG_VARIABLE) {
                variables.add(variable(child, copy));
            } else if (child.tag() == TAG_BLOCK) {
                scopes.add(scope(child, copy));
            }
        }
        Die found = copy.parts.get(origin.offset());
        spend(origin);
        return new Subprogram.Scope(found == null ? List.of() : places.code(found, base), variables, scopes,
            copy.calls.getOrDefault(origin.offset(), List.of()));
    }

    private Variable variable(Die origin, Copy copy) throws ElfException {
        spend(origin);
        Die found = copy.parts.get(origin.offset());
        return unit.variable(origin, found == null ? new Location.Unavailable() : places.location(found, base));
    }

    private void spend(Die origin) throws ElfException {
        if (--budget < 0) {
            throw new ElfException(".debug_info", origin.offset(), "more than %d parts an entry in copies of functions; expected less".formatted(PARTS));
        }
    }
}
