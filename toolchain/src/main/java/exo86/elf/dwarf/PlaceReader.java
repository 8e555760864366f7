package exo86.elf.dwarf;

import static exo86.elf.dwarf.Dwarf.*;

import exo86.elf.ElfException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads where things are: code, from addresses and `.debug_ranges`; variables, from expressions and `.debug_loc`. An
/// expression that the model cannot say is [Location.Unavailable].
///
/// Bounds: each list is read once; that lists which overlap cost no more than in proportion to their section is seen to.
final class PlaceReader {
    private static final int OVERLAP = 16;
    private static final int BASE_SELECTION = -1;

    private final Lists<List<CodeRange>> ranges;
    private final Lists<Location> locations;

    /// A section of lists, those of it that were read, and how many bytes may still be read.
    private static final class Lists<T> {
        final Cursor section;
        final Map<Long, T> known = new HashMap<>();
        long budget;

        Lists(Cursor section) {
            this.section = section;
            this.budget = (long) OVERLAP * section.limit();
        }

        void spend(Cursor in, int bytes) throws ElfException {
            budget -= bytes;
            if (budget < 0) {
                throw in.error("lists overlap too much; expected them apart");
            }
        }
    }

    PlaceReader(byte[] ranges, byte[] locations) {
        this.ranges = new Lists<>(new Cursor(".debug_ranges", ranges));
        this.locations = new Lists<>(new Cursor(".debug_loc", locations));
    }

    /// The code of an entry, in the order in which the file has it; stretches of no bytes and those of removed code are left out.
    List<CodeRange> code(Die die, int base) throws ElfException {
        if (die.has(AT_RANGES)) {
            return ranges(die.number(AT_RANGES, 0) & 0xFFFF_FFFFL, base);
        }
        int start = die.number(AT_LOW_PC, 0);
        int size = die.attributes().get(AT_HIGH_PC) instanceof Die.Number(long value, int form)
            ? (int) value - (form == FORM_ADDR ? start : 0) : 0;
        return start == 0 || size <= 0 ? List.of() : List.of(new CodeRange(new Address.Absolute(start), size));
    }

    private List<CodeRange> ranges(long offset, int base) throws ElfException {
        List<CodeRange> known = ranges.known.get(offset);
        if (known != null) {
            return known;
        }
        List<CodeRange> found = new ArrayList<>();
        Cursor in = ranges.section.at(offset);
        int from = base;
        while (true) {
            ranges.spend(in, 8);
            int begin = in.u32();
            int end = in.u32();
            if (begin == 0 && end == 0) {
                break;
            }
            if (begin == BASE_SELECTION) {
                from = end;
            } else if (begin + from != 0 && Integer.compareUnsigned(begin, end) < 0) {
                found.add(new CodeRange(new Address.Absolute(begin + from), end - begin));
            }
        }
        ranges.known.put(offset, List.copyOf(found));
        return found;
    }

    Location location(Die die, int base) throws ElfException {
        return switch (die.attributes().get(AT_LOCATION)) {
            case Die.Bytes(byte[] expression) -> expression(expression);
            case Die.Number(long offset, int _) -> list(offset & 0xFFFF_FFFFL, base);
            case null, default -> new Location.Unavailable();
        };
    }

    private Location list(long offset, int base) throws ElfException {
        Location known = locations.known.get(offset);
        if (known != null) {
            return known;
        }
        List<Location.Range> found = new ArrayList<>();
        Cursor in = locations.section.at(offset);
        int from = base;
        while (true) {
            int begin = in.u32();
            int end = in.u32();
            locations.spend(in, 8);
            if (begin == 0 && end == 0) {
                break;
            }
            if (begin == BASE_SELECTION) {
                from = end;
                continue;
            }
            int length = in.u16();
            locations.spend(in, length + 2);
            Location location = expression(in.take(length).rest());
            if (Integer.compareUnsigned(begin, end) < 0) {
                found.add(new Location.Range(new Address.Absolute(begin + from), end - begin, location));
            }
        }
        Location location = new Location.Listed(found);
        locations.known.put(offset, location);
        return location;
    }

    private static Location expression(byte[] expression) throws ElfException {
        Cursor in = new Cursor("location expression", expression);
        List<Location.Piece> pieces = new ArrayList<>();
        while (!in.atEnd()) {
            Location location = simple(in);
            if (in.atEnd()) {
                return pieces.isEmpty() ? location : new Location.Unavailable();
            }
            if (in.u8() != OP_PIECE) {
                return new Location.Unavailable();
            }
            pieces.add(new Location.Piece(location, in.index()));
        }
        return pieces.isEmpty() ? new Location.Unavailable() : new Location.Pieces(pieces);
    }

    /// One place; nothing before the end of a piece is nowhere.
    private static Location simple(Cursor in) throws ElfException {
        if (in.peek() == OP_PIECE) {
            return new Location.Unavailable();
        }
        int operation = in.u8();
        if (operation >= OP_REG0 && operation < OP_REG0 + 32) {
            return new Location.Register(operation - OP_REG0);
        }
        if (operation >= OP_BREG0 && operation < OP_BREG0 + 32) {
            return in.signedLeb128() == 0 ? new Location.Pointed(new Location.Register(operation - OP_BREG0)) : unknown(in);
        }
        if (operation >= OP_LIT0 && operation < OP_LIT0 + 32) {
            return constant(operation - OP_LIT0, in);
        }
        return switch (operation) {
            case OP_ADDR -> {
                Address address = new Address.Absolute(in.u32());
                yield accept(in, OP_STACK_VALUE) ? new Location.StaticAddress(address) : new Location.Static(address);
            }
            case OP_FBREG -> {
                int offset = (int) in.signedLeb128();
                yield accept(in, OP_STACK_VALUE) ? new Location.FrameAddress(offset)
                    : accept(in, OP_DEREF) ? new Location.Pointed(new Location.Frame(offset)) : new Location.Frame(offset);
            }
            case OP_CONST1U -> constant(in.u8(), in);
            case OP_CONSTU -> constant((int) in.unsignedLeb128(), in);
            case OP_CONSTS -> constant((int) in.signedLeb128(), in);
            default -> unknown(in);
        };
    }

    private static Location constant(int value, Cursor in) throws ElfException {
        return accept(in, OP_STACK_VALUE) ? new Location.Constant(value) : unknown(in);
    }

    private static boolean accept(Cursor in, int operation) throws ElfException {
        boolean found = !in.atEnd() && in.peek() == operation;
        if (found) {
            in.u8();
        }
        return found;
    }

    /// Of an operation that is not known the length is not known either.
    private static Location unknown(Cursor in) {
        in.rest();
        return new Location.Unavailable();
    }
}
