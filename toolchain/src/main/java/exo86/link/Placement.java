package exo86.link;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Decides every address. Input sections join output sections (`.text.f` joins `.text`), output sections join runs of one
/// protection, runs follow each other on page boundaries from the start of their region.
final class Placement {
    private static final Pattern STANDARD = Pattern.compile("((?:\\.[a-z]+)?\\.(?:text|rodata|data|bss))(?:\\..*)?");

    /// More bytes than this in a segment or section are a mistake, such as a huge alignment.
    private static final long FILE_LIMIT = 256L << 20;

    private final Boundaries boundaries;
    private final List<LinkError> errors;
    final List<OutputSection> sections = new ArrayList<>();
    final List<Run> runs = new ArrayList<>();

    /// Output sections that are loaded as one segment. `memory` includes the zeroed sections at the end.
    record Run(Layout.Region region, int address, List<OutputSection> sections, long memory) {
        int physicalAddress() {
            return address - region.virtualAddress() + region.physicalAddress();
        }
    }

    private Placement(Boundaries boundaries, List<LinkError> errors) {
        this.boundaries = boundaries;
        this.errors = errors;
    }

    static Placement place(Resolution names, Layout layout, Boundaries boundaries, List<LinkError> errors) {
        Placement placement = new Placement(boundaries, errors);
        Map<Layout.Region, Map<String, OutputSection>> byRegion = new LinkedHashMap<>();
        layout.regions().forEach(region -> byRegion.put(region, new LinkedHashMap<>()));
        Map<String, OutputSection> fileOnly = new LinkedHashMap<>();
        for (List<InputSection> file : names.sections) {
            for (InputSection input : file) {
                if (!input.live) {
                    continue;
                }
                OutputSection.Kind kind = OutputSection.kindOf(input.section);
                if (kind == OutputSection.Kind.FILE_ONLY) {
                    join(fileOnly, input, kind);
                    continue;
                }
                layout.regions().stream().filter(region -> region.takes(input.section.name())).findFirst().ifPresentOrElse(
                    region -> join(byRegion.get(region), input, kind),
                    () -> errors.add(new LinkError.NoRegion(input.file.name(), input.section.name())));
            }
        }
        byRegion.forEach((region, outputs) -> placement.region(region, List.copyOf(outputs.values())));
        for (OutputSection output : fileOnly.values()) {
            placement.checkSize(output.name, 0, output.size());
        }
        placement.sections.addAll(fileOnly.values());
        for (int i = 0; i < placement.sections.size(); i++) {
            placement.sections.get(i).index = i;
        }
        placement.checkOverlap();
        return placement;
    }

    private static void join(Map<String, OutputSection> outputs, InputSection input, OutputSection.Kind kind) {
        Matcher standard = STANDARD.matcher(input.section.name());
        String name = standard.matches() && kind != OutputSection.Kind.FILE_ONLY ? standard.group(1) : input.section.name();
        outputs.computeIfAbsent(name + " " + kind, _ -> new OutputSection(name, kind)).add(input);
    }

    private void region(Layout.Region region, List<OutputSection> outputs) {
        long start = Integer.toUnsignedLong(region.virtualAddress());
        define(region, "image", "start", start);
        long at = run(region, outputs, start, "text", List.of(OutputSection.Kind.HEADER, OutputSection.Kind.TEXT));
        at = run(region, outputs, at, "rodata", List.of(OutputSection.Kind.RODATA));
        at = run(region, outputs, at, "data", List.of(OutputSection.Kind.DATA, OutputSection.Kind.BSS));
        define(region, "image", "end", at);
        if (at > 1L << 32 || at - start > Integer.MAX_VALUE) {
            errors.add(new LinkError.TooLarge(region.name(), region.virtualAddress(), at - start));
        }
    }

    /// Places the sections of some kinds from the next page on; returns where they end.
    private long run(Layout.Region region, List<OutputSection> outputs, long after, String part, List<OutputSection.Kind> kinds) {
        List<OutputSection> members = outputs.stream().filter(output -> kinds.contains(output.kind))
            .sorted(Comparator.comparing(output -> output.kind)).toList();
        boolean first = after == Integer.toUnsignedLong(region.virtualAddress());
        long start = members.isEmpty() || first ? after : after + Layout.PAGE - 1 & -Layout.PAGE;
        long at = start;
        define(region, part, "start", start);
        boolean zeroed = false;
        for (OutputSection output : members) {
            if (output.kind == OutputSection.Kind.BSS && !zeroed) {
                zeroed = true;
                define(region, "data", "end", at);
                at = at + 3 & -4;
                define(region, "bss", "start", at);
            }
            at = at + output.align() - 1 & -output.align();
            output.address = (int) at;
            boundaries.define("__start_" + output.name, (int) at);
            boundaries.define("__stop_" + output.name, (int) (at + output.size()));
            at += output.size();
            sections.add(output);
        }
        long filled = start;
        for (OutputSection output : members) {
            filled = output.kind == OutputSection.Kind.BSS ? filled : Integer.toUnsignedLong(output.address) + output.size();
        }
        checkSize(region.name(), (int) start, filled - start);
        define(region, part, "end", at);
        if (part.equals("data")) {
            define(region, "bss", "start", at);
            define(region, "bss", "end", at);
        }
        if (at > start) {
            runs.add(new Run(region, (int) start, members, at - start));
        }
        return at;
    }

    private void define(Layout.Region region, String part, String side, long value) {
        boundaries.define(Boundaries.name(region, part, side), (int) value);
    }

    private void checkSize(String name, int address, long size) {
        if (size > FILE_LIMIT) {
            errors.add(new LinkError.TooManyBytes(name, address, size, FILE_LIMIT));
        }
    }

    private void checkOverlap() {
        List<Run> sorted = new ArrayList<>(runs);
        sorted.sort(Comparator.comparingLong(run -> Integer.toUnsignedLong(run.address)));
        for (int i = 1; i < sorted.size(); i++) {
            Run before = sorted.get(i - 1);
            if (Integer.toUnsignedLong(before.address) + before.memory > Integer.toUnsignedLong(sorted.get(i).address)) {
                errors.add(new LinkError.Overlap(before.region.name(), sorted.get(i).region.name(), sorted.get(i).address));
            }
        }
    }
}
