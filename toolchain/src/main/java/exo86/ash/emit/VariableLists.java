package exo86.ash.emit;

import exo86.ash.emit.InlinedRanges.Stretch;
import exo86.ash.ir.InlinedCall;
import exo86.ash.ir.Variable;
import exo86.ash.types.DistinctType;
import exo86.ash.types.EnumType;
import exo86.ash.types.StructType;
import exo86.ash.types.Type;
import exo86.elf.ObjectBuilder;
import exo86.elf.dwarf.Address;
import exo86.elf.dwarf.Location;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

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
        NavigableSet<Integer> words = new TreeSet<>();
        told.forEach(mark -> words.add(mark.state().offset()));
        Map<Integer, Item.Where> state = new TreeMap<>();
        int from = 0;
        for (MachineCode.HoldsMark mark : told) {
            if (mark.offset() > from) {
                range(variable, from, mark.offset(), state, words, ranges);
                from = mark.offset();
            }
            if (mark.state().where() instanceof Item.Where.Lost) {
                state.remove(mark.state().offset());
            } else {
                state.put(mark.state().offset(), mark.state().where());
            }
        }
        range(variable, from, size, state, words, ranges);
        return ranges;
    }

    /** @param words the offsets of all words of the variable that anything is told of */
    private void range(Variable variable, int from, int to, Map<Integer, Item.Where> state, NavigableSet<Integer> words, List<Held> ranges) {
        if (state.isEmpty() || to <= from) {
            return;
        }
        int bytes = variable.type().map(Type::size).orElse(4);
        Location location;
        if (variable.reference()) {
            location = state.containsKey(0) ? pointed(state.get(0)) : new Location.Unavailable();
        } else if (state.containsKey(0) && width(variable, 0, bytes, state.get(0), words) == bytes) {
            location = location(state.get(0));
        } else {
            location = new Location.Pieces(pieces(variable, bytes, state, words));
        }
        if (!(location instanceof Location.Unavailable)) {
            add(ranges, from, to, location);
        }
    }

    private List<Location.Piece> pieces(Variable variable, int bytes, Map<Integer, Item.Where> state, NavigableSet<Integer> words) {
        List<Location.Piece> pieces = new ArrayList<>();
        int next = 0;
        for (Map.Entry<Integer, Item.Where> word : state.entrySet()) {
            int at = word.getKey();
            if (at > next) {
                pieces.add(new Location.Piece(new Location.Unavailable(), at - next));
            }
            int width = width(variable, at, bytes, word.getValue(), words);
            pieces.add(new Location.Piece(location(word.getValue()), width));
            next = at + width;
        }
        if (next < bytes) {
            pieces.add(new Location.Piece(new Location.Unavailable(), bytes - next));
        }
        return pieces;
    }

    /**
     * How many bytes of a variable the word at an offset is: up to the next one that is told of. One of a variable that was taken apart is a part of it; a parameter may come
     * as a whole.
     */
    private static int width(Variable variable, int at, int bytes, Item.Where where, NavigableSet<Integer> words) {
        Integer next = words.higher(at);
        int room = Math.min(bytes, next == null ? bytes : next) - at;
        if (where instanceof Item.Where.Stored(int offset, int stored)) {
            return Math.min(room, stored);
        }
        int width = Math.min(4, room);
        return variable.parameter() ? width : Math.min(width, variable.type().map(type -> part(type, at)).orElse(4));
    }

    /** The size of the part without parts that lies there. */
    private static int part(Type type, int at) {
        return switch (type) {
            case Type.Array array when array.element().size() > 0 -> part(array.element(), at % array.element().size());
            case DistinctType distinct -> part(distinct.base(), at);
            case StructType struct -> struct.fields().stream().filter(field -> field.offset() <= at && at < field.offset() + field.type().size())
                    .findFirst().map(field -> part(field.type(), at - field.offset())).orElse(4);
            case Type.Int integer -> Math.min(4, integer.size());
            case Type.Bool bool -> 1;
            case EnumType enumeration -> enumeration.size();
            default -> 4;
        };
    }

    private Location location(Item.Where where) {
        return switch (where) {
            case Item.Where.Register(int number) -> new Location.Register(number);
            case Item.Where.Frame(int offset) -> new Location.Frame(offset);
            case Item.Where.Stored(int offset, int stored) -> new Location.Frame(offset);
            case Item.Where.Constant(int number) -> new Location.Constant(number);
            case Item.Where.FrameAddress(int offset) -> new Location.FrameAddress(offset);
            case Item.Where.Address(String name, int addend) when file.isDefined(name) && file.isReferredTo(name) ->
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
