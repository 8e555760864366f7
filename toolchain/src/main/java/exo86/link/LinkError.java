package exo86.link;

import java.util.List;
import java.util.Optional;

/// Something that keeps the program from being linked, with all that its message needs.
public sealed interface LinkError {

    /// One place in an object file, for messages: `a.o(.text+0x12), in function main`.
    record Location(String file, String section, int offset, Optional<String> inside) {
        @Override public String toString() {
            return "%s(%s+0x%x)".formatted(file, section, offset) + inside.map(name -> ", in " + name).orElse("");
        }
    }

    record UndefinedSymbol(String name, List<Location> uses, int objects, Optional<String> similar) implements LinkError { }

    record DuplicateSymbol(String name, Location first, Location second) implements LinkError { }

    record Overflow(Location at, String symbol, String kind, long value, String allowed) implements LinkError { }

    record NoRegion(String file, String section) implements LinkError { }

    record Overlap(String first, String second, int address) implements LinkError { }

    record TooLarge(String region, int address, long size) implements LinkError { }

    record TooManyBytes(String name, int address, long size, long limit) implements LinkError { }

    record BadRelocation(Location at, String kind, int sectionSize) implements LinkError { }

    /// The message as the user sees it, in one or more lines.
    default String message() {
        return switch (this) {
            case UndefinedSymbol e -> {
                StringBuilder text = new StringBuilder(e.uses.isEmpty() ? "" : e.uses.getFirst().file() + ": ");
                text.append("error: undefined symbol '").append(e.name).append("', expected a definition in one of ")
                    .append(e.objects).append(e.objects == 1 ? " object file" : " object files");
                e.uses.stream().limit(3).forEach(use -> text.append("\n  note: referred to at ").append(use));
                if (e.uses.size() > 3) {
                    text.append("\n  note: and at ").append(e.uses.size() - 3).append(" more places");
                }
                e.similar.ifPresent(name -> text.append("\n  hint: did you mean '").append(name).append("'?"));
                yield text.toString();
            }
            case DuplicateSymbol e -> e.second.file() + ": error: symbol '" + e.name + "' is defined twice, expected once"
                + "\n  note: first at " + e.first + "\n  note: again at " + e.second;
            case Overflow e -> "%s: error: address of '%s' does not fit: 0x%x in a field of kind %s, expected %s"
                .formatted(e.at, e.symbol, e.value, e.kind, e.allowed);
            case NoRegion e -> e.file + ": error: no segment takes section '" + e.section
                + "', expected a --segment whose patterns match it";
            case Overlap e -> "error: segments '%s' and '%s' overlap at 0x%x, expected them apart"
                .formatted(e.first, e.second, e.address);
            case TooLarge e -> "error: segment '%s' at 0x%x has 0x%x bytes, expected less than 2 GiB that end below 4 GiB"
                .formatted(e.region, e.address, e.size);
            case TooManyBytes e -> "error: '%s' at 0x%x has 0x%x bytes in the file, expected at most 0x%x (a huge alignment?)"
                .formatted(e.name, e.address, e.size, e.limit);
            case BadRelocation e -> "%s: error: relocation %s outside its section, expected it within 0x%x bytes"
                .formatted(e.at, e.kind, e.sectionSize);
        };
    }
}
