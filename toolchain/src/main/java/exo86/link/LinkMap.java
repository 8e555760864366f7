package exo86.link;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// The link as a person reads it: segments, what lies where and which file brought it, and what was left out.
public record LinkMap(List<Segment> segments, List<Part> parts, List<Named> symbols, List<Removed> removed) {

    public record Segment(String region, int virtualAddress, int physicalAddress, long size, String protection) { }

    /// One input section; `output` is the section of the program that it went into.
    public record Part(String output, int address, int size, String section, String file) { }

    public record Named(int address, String name) { }

    public record Removed(String section, int size, String file) { }

    public String render() {
        StringBuilder text = new StringBuilder("Segments\n");
        for (Segment s : segments) {
            text.append("  %08x..%08x  physical %08x  %6d bytes  %s %s\n".formatted(s.virtualAddress,
                (int) (s.virtualAddress + s.size), s.physicalAddress, s.size, s.protection, s.region.isEmpty() ? "main" : s.region));
        }
        NavigableMap<Integer, List<String>> names = new TreeMap<>(Integer::compareUnsigned);
        symbols.forEach(symbol -> names.computeIfAbsent(symbol.address, _ -> new ArrayList<>()).add(symbol.name));
        String output = "";
        for (Part part : parts) {
            if (!part.output.equals(output)) {
                output = part.output;
                text.append('\n').append(output).append('\n');
            }
            text.append("  %08x %8d  %s  %s\n".formatted(part.address, part.size, part.section, part.file));
            int last = part.address + Math.max(1, part.size) - 1;
            NavigableMap<Integer, List<String>> here = names.subMap(part.address, true, last, true);
            here.forEach((at, all) -> all.forEach(name -> text.append("    %08x %s\n".formatted(at, name))));
            here.clear();
        }
        text.append("\nRemoved: nothing refers to them\n");
        removed.forEach(r -> text.append("  %8d  %s  %s\n".formatted(r.size, r.section, r.file)));
        return text.toString();
    }
}
