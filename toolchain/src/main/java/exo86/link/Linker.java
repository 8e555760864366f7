package exo86.link;

import exo86.elf.Executable;
import exo86.elf.ObjectFile;
import exo86.elf.Place;
import exo86.elf.Segment;
import exo86.elf.Symbol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Links object files into a program. See the package for the steps.
public final class Linker {
    private final Resolution names;
    private final Boundaries boundaries;
    private final Placement placement;
    private final LinkOptions options;
    private final List<LinkError> errors;

    private Linker(List<ObjectFile> objects, Layout layout, LinkOptions options, List<LinkError> errors) {
        this.options = options;
        this.errors = errors;
        boundaries = new Boundaries(layout);
        names = new Resolution(objects, boundaries, errors);
        Liveness.mark(names, options);
        placement = Placement.place(names, layout, boundaries, errors);
    }

    /// Links; every error of the run is in the result.
    public static LinkResult link(List<ObjectFile> objects, Layout layout, LinkOptions options) {
        List<LinkError> errors = new ArrayList<>();
        Linker linker = new Linker(objects, layout, options, errors);
        if (errors.stream().anyMatch(e -> e instanceof LinkError.TooLarge || e instanceof LinkError.TooManyBytes
            || e instanceof LinkError.NoRegion)) {
            return new LinkResult.Failed(List.copyOf(errors));
        }
        Executable program = linker.program(objects.size());
        return errors.isEmpty() ? new LinkResult.Linked(program, linker.map(program)) : new LinkResult.Failed(List.copyOf(errors));
    }

    private Executable program(int objects) {
        Relocator relocator = new Relocator(names, boundaries, errors);
        List<Executable.Placed> placed = new ArrayList<>();
        for (OutputSection output : placement.sections) {
            byte[] bytes = output.bytes();
            if (output.kind != OutputSection.Kind.BSS) {
                relocator.apply(output, bytes);
            }
            placed.add(new Executable.Placed(output.finished(bytes), output.address));
        }
        relocator.finish(objects);
        List<Segment> segments = new ArrayList<>();
        for (Placement.Run run : placement.runs) {
            segments.add(segment(run, placed));
        }
        return new Executable(options.output(), entry(objects), segments, placed, symbols());
    }

    private static Segment segment(Placement.Run run, List<Executable.Placed> placed) {
        OutputSection.Kind kind = run.sections().getLast().kind;
        int used = 0;
        for (OutputSection output : run.sections()) {
            used = output.kind == OutputSection.Kind.BSS ? used : (int) (output.address - run.address() + output.size());
        }
        byte[] bytes = new byte[used];
        if (kind == OutputSection.Kind.TEXT) {
            Arrays.fill(bytes, (byte) 0xCC);
        }
        for (OutputSection output : run.sections()) {
            byte[] content = placed.get(output.index).section().bytes();
            if (content.length == 0) {
                continue;
            }
            System.arraycopy(content, 0, bytes, output.address - run.address(), content.length);
        }
        boolean writable = kind == OutputSection.Kind.DATA || kind == OutputSection.Kind.BSS;
        return new Segment(run.address(), run.physicalAddress(), bytes, (int) run.memory(), writable,
            kind == OutputSection.Kind.TEXT, Layout.PAGE);
    }

    private int entry(int objects) {
        int address = switch (names.target(options.entry(), false)) {
            case Resolution.Target.InSection(InputSection section, int offset) -> section.address() + offset;
            case Resolution.Target.Value(int value) -> value;
            case Resolution.Target.Boundary(String name) -> boundaries.value(name);
            case Resolution.Target.Undefined(String name) -> {
                errors.add(new LinkError.UndefinedSymbol(name,
                    List.of(new LinkError.Location(options.output(), "entry", 0, Optional.empty())), objects,
                    names.similar(name)));
                yield 0;
            }
        };
        if (options.physicalEntry()) {
            for (Placement.Run run : placement.runs) {
                if (Integer.toUnsignedLong(address - run.address()) < run.memory()) {
                    return address - run.address() + run.physicalAddress();
                }
            }
        }
        return address;
    }

    private List<Symbol> symbols() {
        List<Symbol> all = new ArrayList<>();
        for (int f = 0; f < names.files.size(); f++) {
            ObjectFile file = names.files.get(f);
            for (Symbol symbol : file.symbols()) {
                boolean local = symbol.binding() == Symbol.Binding.LOCAL;
                if (symbol.name().isEmpty() || symbol.name().startsWith(".L") || !local && !names.wins(f, symbol)) {
                    continue;
                }
                if (symbol.place() instanceof Place.InSection(int section)) {
                    InputSection input = names.sections.get(f).get(section);
                    if (input.live && input.loaded()) {
                        all.add(new Symbol(symbol.name(), new Place.InSection(input.output.index),
                            input.address() + symbol.value(), symbol.size(), symbol.binding(), symbol.kind()));
                    }
                } else if (symbol.place() instanceof Place.Absolute) {
                    all.add(symbol);
                }
            }
        }
        boundaries.used().forEach((name, value) ->
            all.add(new Symbol(name, new Place.Absolute(), value, 0, Symbol.Binding.GLOBAL, Symbol.Kind.NOTYPE)));
        return all;
    }

    private LinkMap map(Executable program) {
        List<LinkMap.Segment> segments = new ArrayList<>();
        for (int i = 0; i < placement.runs.size(); i++) {
            Placement.Run run = placement.runs.get(i);
            Segment segment = program.segments().get(i);
            segments.add(new LinkMap.Segment(run.region().name(), run.address(), run.physicalAddress(), run.memory(),
                "r" + (segment.writable() ? "w" : "-") + (segment.executable() ? "x" : "-")));
        }
        List<LinkMap.Part> parts = new ArrayList<>();
        for (OutputSection output : placement.sections) {
            if (output.kind != OutputSection.Kind.FILE_ONLY) {
                output.inputs.forEach(input -> parts.add(new LinkMap.Part(output.name, input.address(),
                    input.section.size(), input.section.name(), input.file.name())));
            }
        }
        List<LinkMap.Named> named = program.symbols().stream().filter(s -> s.place() instanceof Place.InSection)
            .map(s -> new LinkMap.Named(s.value(), s.name())).toList();
        List<LinkMap.Removed> removed = names.sections.stream().flatMap(List::stream)
            .filter(input -> !input.live && input.loaded() && input.section.size() > 0)
            .map(input -> new LinkMap.Removed(input.section.name(), input.section.size(), input.file.name())).toList();
        return new LinkMap(segments, parts, named, removed);
    }
}
