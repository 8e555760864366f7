package exo86.link;

import exo86.elf.Relocation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Stores addresses in their fields, and collects what does not fit or is not defined.
///
/// Debug information of code that was removed gets address 0, which its readers skip; in a list of ranges, where two zeros
/// are the end, it gets 1.
final class Relocator {
    private final Resolution names;
    private final Boundaries boundaries;
    private final List<LinkError> errors;
    private final Map<String, List<LinkError.Location>> undefined = new LinkedHashMap<>();

    Relocator(Resolution names, Boundaries boundaries, List<LinkError> errors) {
        this.names = names;
        this.boundaries = boundaries;
        this.errors = errors;
    }

    void apply(OutputSection output, byte[] bytes) {
        for (InputSection input : output.inputs) {
            for (Relocation relocation : input.section.relocations()) {
                if (relocation.offset() < 0 || (long) relocation.offset() + relocation.kind().width > input.section.size()) {
                    errors.add(new LinkError.BadRelocation(input.location(relocation.offset()), relocation.kind().name(),
                        input.section.size()));
                } else {
                    apply(input, relocation, bytes);
                }
            }
        }
    }

    private void apply(InputSection input, Relocation relocation, byte[] bytes) {
        boolean removed = false;
        int address = switch (names.target(input.fileIndex, relocation.symbol())) {
            case Resolution.Target.InSection(InputSection section, int offset) -> {
                removed = !section.live;
                yield removed ? 0 : section.address() + offset;
            }
            case Resolution.Target.Value(int value) -> value;
            case Resolution.Target.Boundary(String name) -> boundaries.value(name);
            case Resolution.Target.Undefined(String name) -> {
                undefined.computeIfAbsent(name, _ -> new ArrayList<>()).add(input.location(relocation.offset()));
                removed = true;
                yield 0;
            }
        };
        Relocation.Kind kind = relocation.kind();
        int from = kind.relative ? input.address() + relocation.offset() : 0;
        int gone = input.section.name().equals(".debug_ranges") || input.section.name().equals(".debug_loc") ? 1 : 0;
        int value = removed ? gone : address + relocation.addend() - from;
        int least = kind.width == 4 ? Integer.MIN_VALUE : -1 << 8 * kind.width - 1;
        int most = kind.width == 4 ? Integer.MAX_VALUE
            : kind == Relocation.Kind.R_386_PC8 ? 0x7F : (1 << 8 * kind.width) - 1;
        if (value < least || value > most) {
            String symbol = names.files.get(input.fileIndex).symbols().get(relocation.symbol()).name();
            errors.add(new LinkError.Overflow(input.location(relocation.offset()), symbol, kind.name(),
                kind.relative ? value : Integer.toUnsignedLong(value), least + " to " + most));
        }
        for (int i = 0; i < kind.width; i++) {
            bytes[input.offset + relocation.offset() + i] = (byte) (value >>> 8 * i);
        }
    }

    /// Reports each undefined name once, with all its uses.
    void finish(int objects) {
        undefined.forEach((name, uses) ->
            errors.add(new LinkError.UndefinedSymbol(name, uses, objects, names.similar(name))));
    }
}
