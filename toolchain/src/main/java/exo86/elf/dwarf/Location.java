package exo86.elf.dwarf;

import java.util.List;

/// Where a variable's bytes are.
public sealed interface Location {

    /// In the frame, at that distance from the canonical frame address: the value that ESP had before the call pushed its
    /// return address. In a function that keeps EBP, `[ebp + n]` is at `n - 8`.
    record Frame(int offset) implements Location { }

    /// In memory, for the whole run.
    record Static(Address address) implements Location { }

    /// In a register.
    record Register(int number) implements Location { }

    /// Nowhere: the value itself is known, a word.
    record Constant(int value) implements Location { }

    /// Nowhere: the value is the address of something in the frame, at that distance from the canonical frame address.
    record FrameAddress(int offset) implements Location { }

    /// Nowhere: the value is a static address.
    record StaticAddress(Address address) implements Location { }

    /// In memory; where that is, is a word that lies in a register or in the frame.
    record Pointed(Location pointer) implements Location { }

    /// In several places, one behind the other as the variable's bytes are.
    record Pieces(List<Piece> pieces) implements Location {
        public Pieces {
            pieces = List.copyOf(pieces);
        }
    }

    /// Some bytes of a variable; their location is none of those that contain others.
    record Piece(Location location, int size) { }

    /// Here and there as the program goes on: where it is while the program is between two addresses.
    record Listed(List<Range> ranges) implements Location {
        public Listed {
            ranges = List.copyOf(ranges);
        }
    }

    /// A location that holds for `size` bytes of code; it is not itself a list.
    record Range(Address start, int size, Location location) { }

    /// Nowhere that one location can say.
    record Unavailable() implements Location { }
}
