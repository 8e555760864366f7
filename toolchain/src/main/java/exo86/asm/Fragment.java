package exo86.asm;

import exo86.elf.Relocation;
import java.util.List;
import java.util.Optional;

/**
 * Assembled code that becomes part of somebody else's section: the body of an Ashlar {@code asm fn}.
 *
 * @param relocations fields that wait for an address
 * @param lines       which source line made the code from an offset on, in rising order
 * @param diagnostics what was wrong; if not empty, the rest is not to be used
 */
public record Fragment(byte[] bytes, List<FragmentRelocation> relocations, List<Line> lines, List<Diagnostic> diagnostics) {
    /** As {@link Relocation}, by name; an empty {@code symbol} is the start of this fragment. */
    public record FragmentRelocation(int offset, Relocation.Kind kind, Optional<String> symbol, int addend) {
    }

    public record Line(int offset, int line) {
    }
}
