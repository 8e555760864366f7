package exo86.ash.emit;

import exo86.ash.ir.Position;
import exo86.ash.source.Span;
import exo86.elf.Relocation;
import java.util.List;
import java.util.Map;

/**
 * A routine's bytes with what is to be known about places in them. Offsets count from its first byte.
 *
 * @param scopes the range of each scope that has code
 */
record MachineCode(byte[] bytes, List<Reference> references, List<CheckSite> checks, List<LineMark> lines, Map<Scope, Range> scopes,
        List<Table> tables, List<UnwindingMark> unwinding, List<HoldsMark> holds) {
    /** A field that waits for a symbol's address, as {@link Relocation} says. */
    record Reference(int offset, Relocation.Kind kind, String symbol, int addend) {
    }

    record CheckSite(int offset, String reason, Span at) {
    }

    /** Read-only data: the addresses of places in the code, by their offsets. */
    record Table(String symbol, List<Integer> offsets) {
    }

    record UnwindingMark(int offset, Item.Unwinding state) {
    }

    record HoldsMark(int offset, Item.Holds state) {
    }

    record LineMark(int offset, Position at) {
    }

    record Range(int start, int end) {
    }

    /** Code of which nothing is known but its bytes. */
    static MachineCode of(byte[] bytes, List<Reference> references) {
        return new MachineCode(bytes, references, List.of(), List.of(), Map.of(), List.of(), List.of(), List.of());
    }
}
