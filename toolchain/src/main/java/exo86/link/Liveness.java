package exo86.link;

import exo86.elf.Relocation;
import exo86.elf.SectionFlag;
import exo86.elf.SectionType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Marks the sections that the program needs: those of the entry and of everything kept by name or flag, and what their
/// relocations reach. A section that describes another (SHF_LINK_ORDER) is needed exactly when that one is. Sections that
/// are not loaded, such as debug information, all stay and keep nothing.
final class Liveness {
    private final Resolution names;
    private final Deque<InputSection> work = new ArrayDeque<>();
    private final Map<InputSection, List<InputSection>> describers = new HashMap<>();
    private final Map<String, List<InputSection>> byName = new HashMap<>();

    private Liveness(Resolution names) {
        this.names = names;
    }

    static void mark(Resolution names, LinkOptions options) {
        new Liveness(names).run(options);
    }

    private void run(LinkOptions options) {
        for (List<InputSection> file : names.sections) {
            for (InputSection input : file) {
                input.section.linkedTo().ifPresent(described ->
                    describers.computeIfAbsent(file.get(described), _ -> new ArrayList<>()).add(input));
                byName.computeIfAbsent(input.section.name(), _ -> new ArrayList<>()).add(input);
            }
        }
        for (List<InputSection> file : names.sections) {
            for (InputSection input : file) {
                if (!input.loaded()) {
                    input.live = options.debugInformation() && input.section.type() != SectionType.NOBITS
                        && input.section.name().startsWith(".debug_");
                } else if (root(input, options)) {
                    reach(input);
                }
            }
        }
        reach(names.target(options.entry(), true));
        names.globals().forEach((name, target) -> {
            if (options.keeps(name)) {
                reach(target);
            }
        });
        while (!work.isEmpty()) {
            InputSection next = work.pop();
            describers.getOrDefault(next, List.of()).forEach(this::reach);
            for (Relocation relocation : next.section.relocations()) {
                reach(names.target(next.fileIndex, relocation.symbol()));
            }
        }
    }

    private static boolean root(InputSection input, LinkOptions options) {
        boolean unwanted = input.section.name().equals(".eh_frame") || input.section.type() == SectionType.NOTE;
        return input.section.has(SectionFlag.KEEP) || LinkOptions.ROOT_SECTIONS.contains(input.section.name())
            || !options.removeUnused() && !unwanted;
    }

    private void reach(Resolution.Target target) {
        switch (target) {
            case Resolution.Target.InSection(InputSection section, int _) -> reach(section);
            case Resolution.Target.Boundary(String name) ->
                byName.getOrDefault(Boundaries.sectionNamed(name), List.of()).stream()
                    .filter(input -> input.section.linkedTo().isEmpty()).forEach(this::reach);
            case Resolution.Target.Value _, Resolution.Target.Undefined _ -> { }
        }
    }

    private void reach(InputSection input) {
        if (!input.live && input.loaded()) {
            input.live = true;
            work.push(input);
        }
    }
}
