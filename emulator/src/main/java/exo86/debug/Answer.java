package exo86.debug;

import java.util.List;
import java.util.Optional;

/** What a command has to say. Pure data; the renderings know how it looks. */
public sealed interface Answer {
    /** There is nothing to say. */
    record Nothing() implements Answer { }

    /** Something was done, or is so. */
    record Message(String text) implements Answer { }

    /** It cannot be done; {@code hint} is what to type instead, perhaps empty. */
    record Failure(String message, String hint) implements Answer { }

    /** The machine ran and stands still again. {@code reason} is empty after a mere step. */
    record Stopped(String reason, long time, CodeLine next, List<Change> changed, boolean ended, List<String> details) implements Answer { }

    /** A register that differs from the stop before. */
    record Change(String name, Address before, Address after) { }

    /**
     * One instruction. {@code place} is its symbol with offset, {@code file} and {@code source} its source line if known, {@code inlined} the function that the line
     * is of if that was inlined there, else empty.
     */
    record CodeLine(Address address, String place, String bytes, String text, boolean current, boolean breakpoint, String file, int line,
            String inlined, String source) { }

    /** The result of an expression, remembered as {@code $number}. */
    record Value(int number, long value, String text) implements Answer { }

    record Memory(List<MemoryRow> rows) implements Answer { }

    /** Units from {@code address} on; an absent one is {@code "??"}. */
    record MemoryRow(Address address, String place, List<String> units) { }

    record Registers(List<Register> general, Address eip, String place, Address eflags, String flags, List<SegmentRegister> segments,
            List<Register> control, int cpl, String mode, long time) implements Answer { }

    record Register(String name, Address value, boolean changed) { }

    record SegmentRegister(String name, String selector, Address base, Address limit, String kind) { }

    record Code(List<CodeLine> lines) implements Answer { }

    /** How a linear address is translated, and who may do what with it. */
    record Walk(Address linear, Address directory, List<Entry> entries, Optional<Address> physical, String verdict, List<Permission> permissions,
            String tlb) implements Answer { }

    /** One table entry on the way: {@code at} is its physical address. */
    record Entry(String table, int index, Address at, Address value, String flags) { }

    record Permission(String who, String access, boolean allowed, String why) { }

    /** Rows with named columns: breakpoints, mappings, gates, environments. {@code total} counts also those left out. */
    record Table(String name, List<String> columns, List<List<Object>> rows, int total, String note) implements Answer { }

    /** Callers, the innermost first; {@code end} says why there are no more. */
    record Trace(List<Frame> frames, String end) implements Answer { }

    /** {@code inlined}: the function's body stands in the place of the call in the next frame, and shares its machine frame. */
    record Frame(int number, Address eip, String place, boolean inlined, String file, int line) { }

    /** The frame that is looked at from now on, and its source line if known. */
    record Selected(Frame frame, String source) implements Answer { }

    record Source(String file, List<SourceLine> lines) implements Answer { }

    record SourceLine(int number, String text, boolean current) { }

    /** The user wants to leave. */
    record Quit() implements Answer { }
}
