package exo86.debug;

import exo86.elf.dwarf.CodeRange;
import exo86.elf.dwarf.CompileUnit;
import exo86.elf.dwarf.Location;
import exo86.elf.dwarf.Variable;
import java.util.Optional;
import java.util.OptionalInt;

/** Finds the values of the variables of one frame: in memory, in registers, in pieces of both, or known without being anywhere. */
final class VariableReader {
    private static final int WORD = 4;
    private static final int LARGEST = 1 << 16;

    private final GuestMemory memory;
    private final CompileUnit unit;
    private final Backtrace.Level level;
    private final OptionalInt canonical;
    private final int at;

    /**
     * @param canonical the value of ESP before the call of the function, if it can be told
     * @param at the address, as linked, for which lists of locations are asked
     */
    VariableReader(GuestMemory memory, CompileUnit unit, Backtrace.Level level, OptionalInt canonical, int at) {
        this.memory = memory;
        this.unit = unit;
        this.level = level;
        this.canonical = canonical;
        this.at = at;
    }

    TypedValue value(Variable variable) {
        Location location = present(variable.location());
        OptionalInt address = address(location);
        if (address.isPresent()) {
            return TypedValue.at(memory, unit, variable.type(), address.getAsInt());
        }
        int size = Math.clamp(TypedValue.at(memory, unit, variable.type(), 0).size(), WORD, LARGEST);
        HeldBytes held = new HeldBytes(size);
        fill(held, 0, size, location);
        return TypedValue.at(memory.with(held), unit, variable.type(), HeldBytes.ADDRESS);
    }

    private Location present(Location location) {
        if (location instanceof Location.Listed(var ranges)) {
            return ranges.stream().filter(range -> new CodeRange(range.start(), range.size()).contains(at)).findFirst().map(Location.Range::location)
                    .orElse(new Location.Unavailable());
        }
        return location;
    }

    /** Where a location that is memory lies. */
    private OptionalInt address(Location location) {
        return switch (location) {
            case Location.Static(var address) -> OptionalInt.of(address.value());
            case Location.Frame(int offset) when canonical.isPresent() -> OptionalInt.of(canonical.getAsInt() + offset);
            case Location.Pointed(Location pointer) -> word(pointer);
            default -> OptionalInt.empty();
        };
    }

    private OptionalInt word(Location location) {
        return switch (location) {
            case Location.Register(int number) -> level.register(number);
            case Location.Constant(int value) -> OptionalInt.of(value);
            case Location.StaticAddress(var address) -> OptionalInt.of(address.value());
            case Location.FrameAddress(int offset) when canonical.isPresent() -> OptionalInt.of(canonical.getAsInt() + offset);
            default -> {
                OptionalInt address = address(location);
                yield address.isEmpty() ? address : memory.read32(address.getAsInt());
            }
        };
    }

    private void fill(HeldBytes held, int from, int size, Location location) {
        if (location instanceof Location.Pieces(var pieces)) {
            int offset = from;
            for (Location.Piece piece : pieces) {
                int bytes = Math.min(piece.size(), from + size - offset);
                if (bytes > 0) {
                    fill(held, offset, bytes, piece.location());
                    offset += bytes;
                }
            }
            return;
        }
        Optional<Integer> address = address(location).stream().boxed().findFirst();
        if (address.isPresent()) {
            byte[] bytes = memory.bytes(address.get(), size);
            for (int i = 0; i < bytes.length; i++) {
                held.put(from + i, bytes[i]);
            }
            return;
        }
        OptionalInt word = word(location);
        for (int i = 0; word.isPresent() && i < Math.min(size, WORD); i++) {
            held.put(from + i, (byte) (word.getAsInt() >> 8 * i));
        }
    }
}
