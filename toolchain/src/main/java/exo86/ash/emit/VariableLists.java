package exo86.ash.emit;

import exo86.ash.emit.InlinedRanges.Stretch;
import exo86.ash.ir.InlinedCall;
import exo86.ash.ir.Variable;
import exo86.elf.ObjectBuilder;
import exo86.elf.dwarf.Address;
import exo86.elf.dwarf.Location;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Where the variables of an optimised function and of what is inlined in it are: for each a list of code ranges, and where its words are in each. */
final class VariableLists {
    private final ObjectBuilder file;
    private final int symbol;
    private final int size;
    private final Map<Instance, List<MachineCode.HoldsMark>> marks = new HashMap<>();

    /** A variable of the source in the copy of its function that is in the place of a call, or in the function itself. */
    private record Instance(Variable variable, Optional<InlinedCall> call) {
    }

    /** A location that holds in a stretch of code. */
    record Held(Stretch where, Location location) {
    }

    VariableLists(ObjectBuilder file, int symbol, MachineCode code) {
        this.file = file;
        this.symbol = symbol;
        this.size = code.bytes().length;
        for (MachineCode.HoldsMark mark : code.holds()) {
            Variable variable = mark.state().variable();
            marks.computeIfAbsent(new Instance(variable.origin(), variable.inlined()), v -> new ArrayList<>()).add(mark);
        }
    }

    /** Where a variable is within some stretches of the code, in order. */
    List<Held> held(Variable variable, Optional<InlinedCall> call, List<Stretch> within) {
        List<Held> clipped = new ArrayList<>();
        int next = 0;
        for (Held held : ranges(variable, marks.getOrDefault(new Instance(variable, call), List.of()))) {
            while (next < within.size() && within.get(next).to() <= held.where.from()) {
                next++;
            }
            for (int i = next; i < within.size() && within.get(i).from() < held.where.to(); i++) {
                add(clipped, Math.max(held.where.from(), within.get(i).from()), Math.min(held.where.to(), within.get(i).to()), held.location);
            }
        }
        return clipped;
    }

    /** The same as one location: without a list where it is the same all the time. */
    Location location(List<Held> held, List<Stretch> within) {
        if (held.isEmpty()) {
            return new Location.Unavailable();
        }
        boolean always = held.stream().map(Held::where).toList().equals(within) && held.stream().map(Held::location).distinct().count() == 1;
        return always ? held.getFirst().location : new Location.Listed(held.stream()
                .map(h -> new Location.Range(new Address.InSymbol(symbol, h.where.from()), h.where.to() - h.where.from(), h.location)).toList());
    }

    private static void add(List<Held> list, int from, int to, Location location) {
        if (!list.isEmpty() && list.getLast().where.to() == from && list.getLast().location.equals(location)) {
            list.set(list.size() - 1, new Held(new Stretch(list.getLast().where.from(), to), location));
        } else if (from < to) {
            list.add(new Held(new Stretch(from, to), location));
        }
    }

    private List<Held> ranges(Variable variable, List<MachineCode.HoldsMark> told) {
        List<Held> ranges = new ArrayList<>();
        Map<Integer, Item.Where> state = new TreeMap<>();
        int from = 0;
        for (MachineCode.HoldsMark mark : told) {
            if (mark.offset() > from) {
                range(variable, from, mark.offset(), state, told.size() == 1, ranges);
                from = mark.offset();
            }
            if (mark.state().where() instanceof Item.Where.Lost) {
                state.remove(mark.state().offset());
            } else {
                state.put(mark.state().offset(), mark.state().where());
            }
        }
        range(variable, from, size, state, told.size() == 1, ranges);
        return ranges;
    }

    /** @param once nothing else is told of the variable */
    private void range(Variable variable, int from, int to, Map<Integer, Item.Where> state, boolean once, List<Held> ranges) {
        if (state.isEmpty() || to <= from) {
            return;
        }
        int bytes = variable.type().map(exo86.ash.types.Type::size).orElse(4);
        boolean memory = state.size() == 1 && state.get(0) instanceof Item.Where.Frame;
        Location location;
        if (variable.reference()) {
            location = state.containsKey(0) ? pointed(state.get(0)) : new Location.Unavailable();
        } else if (bytes <= 4 && state.containsKey(0) || memory && once) {
            location = location(state.get(0));
        } else {
            List<Location.Piece> pieces = new ArrayList<>();
            for (int at = 0; at < bytes; at += 4) {
                pieces.add(new Location.Piece(state.containsKey(at) ? location(state.get(at)) : new Location.Unavailable(), Math.min(4, bytes - at)));
            }
            location = new Location.Pieces(pieces);
        }
        if (!(location instanceof Location.Unavailable)) {
            add(ranges, from, to, location);
        }
    }

    private Location location(Item.Where where) {
        return switch (where) {
            case Item.Where.Register(int number) -> new Location.Register(number);
            case Item.Where.Frame(int offset) -> new Location.Frame(offset);
            case Item.Where.Constant(int number) -> new Location.Constant(number);
            case Item.Where.FrameAddress(int offset) -> new Location.FrameAddress(offset);
            case Item.Where.Address(String name, int addend) when file.isDefined(name) ->
                new Location.StaticAddress(new Address.InSymbol(file.reference(name), addend));
            case Item.Where.Address address -> new Location.Unavailable();
            case Item.Where.Lost lost -> new Location.Unavailable();
        };
    }

    /** A variable whose address is there. */
    private Location pointed(Item.Where where) {
        return switch (location(where)) {
            case Location.Register register -> new Location.Pointed(register);
            case Location.Frame frame -> new Location.Pointed(frame);
            case Location.FrameAddress(int offset) -> new Location.Frame(offset);
            case Location.StaticAddress(Address address) -> new Location.Static(address);
            default -> new Location.Unavailable();
        };
    }
}
