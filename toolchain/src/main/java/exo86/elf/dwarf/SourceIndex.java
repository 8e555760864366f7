package exo86.elf.dwarf;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// Answers what a debugger asks of linked debug information: which function and line an address belongs to, where a line's
/// code is, how to unwind from an address. Where ranges overlap, the one that begins later wins.
public final class SourceIndex {
    private final TreeMap<Integer, Function> functions = new TreeMap<>(Integer::compareUnsigned);
    private final TreeMap<Integer, Lines> lines = new TreeMap<>(Integer::compareUnsigned);
    private final TreeMap<Integer, FrameEntry> frames = new TreeMap<>(Integer::compareUnsigned);
    private final DebugInformation information;
    private Optional<Map<String, List<Integer>>> copies = Optional.empty();

    /// A function with its unit, whose types and files its indices mean.
    public record Function(CompileUnit unit, Subprogram subprogram) { }

    /// A variable with its unit.
    public record Global(CompileUnit unit, Variable variable) { }

    /// A source line, and where the code of it that the question was about begins.
    public record Line(String file, int line, int column, int address) { }

    /// A function that an address belongs to, itself or as a copy in the place of a call.
    ///
    /// @param name of a copy the name that the linker knows the callee by, where the file tells it
    /// @param call the call, whose file and line are what is executed in the frame around this one
    /// @param entered whether the function is entered at the address
    public record Frame(CompileUnit unit, String name, List<Variable> parameters, Subprogram.Scope body, Optional<InlinedCall> call,
                        boolean entered) {

        /// Where the call stands. @throws java.util.NoSuchElementException for a function itself
        public Line calledAt() {
            InlinedCall inlined = call.orElseThrow();
            return new Line(inlined.file() < unit.files().size() ? unit.files().get(inlined.file()) : "", inlined.line(), inlined.column(),
                inlined.ranges().getFirst().start().value());
        }

        /// Of parameters and variables.
        public List<String> names() {
            List<String> names = new ArrayList<>(parameters.stream().map(Variable::name).toList());
            names(body, names);
            return names;
        }

        private static void names(Subprogram.Scope scope, List<String> into) {
            scope.variables().forEach(variable -> into.add(variable.name()));
            scope.scopes().forEach(inner -> names(inner, into));
        }

        /// The same piece of code, whatever the address is.
        public boolean isSame(Frame other) {
            return body == other.body;
        }
    }

    private record Lines(CompileUnit unit, LineSequence sequence) { }

    public SourceIndex(DebugInformation information) {
        this.information = information;
        for (CompileUnit unit : information.units()) {
            unit.subprograms().forEach(s -> functions.put(s.start().value(), new Function(unit, s)));
            unit.lines().forEach(s -> lines.put(s.start().value(), new Lines(unit, s)));
        }
        information.frames().forEach(frame -> frames.put(frame.start().value(), frame));
    }

    public DebugInformation information() {
        return information;
    }

    public Optional<Function> functionAt(int address) {
        return floor(functions, address).filter(f -> inside(address, f.subprogram.start().value(), f.subprogram.size()));
    }

    /// The function that an address is in and the calls in whose place the code there was put, the innermost first.
    public List<Frame> framesAt(int address) {
        Optional<Function> function = functionAt(address);
        if (function.isEmpty()) {
            return List.of();
        }
        Subprogram outermost = function.get().subprogram;
        CompileUnit unit = function.get().unit;
        List<Frame> frames = new ArrayList<>();
        frames.add(new Frame(unit, outermost.name(), outermost.parameters(), outermost.body(), Optional.empty(), address == outermost.start().value()));
        Optional<InlinedCall> inner = callAt(outermost.body(), address);
        while (inner.isPresent()) {
            InlinedCall call = inner.get();
            frames.addFirst(new Frame(unit, name(unit, call), call.parameters(), call.body(), inner,
                address == call.ranges().getFirst().start().value()));
            inner = callAt(call.body(), address);
        }
        return frames;
    }

    private static String name(CompileUnit unit, InlinedCall call) {
        AbstractInstance callee = unit.abstracts().get(call.origin());
        return callee.linkName().isEmpty() ? callee.name() : callee.linkName();
    }

    private static Optional<InlinedCall> callAt(Subprogram.Scope scope, int address) {
        for (InlinedCall call : scope.calls()) {
            if (CodeRange.contain(call.ranges(), address)) {
                return Optional.of(call);
            }
        }
        for (Subprogram.Scope inner : scope.scopes()) {
            Optional<InlinedCall> found = callAt(inner, address);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /// Where copies of functions in the place of calls are entered, by the names that [Frame#name] gives, in address order.
    public Map<String, List<Integer>> copies() {
        if (copies.isEmpty()) {
            Map<String, List<Integer>> found = new TreeMap<>();
            functions.values().forEach(function -> copies(function.unit, function.subprogram.body(), found));
            found.values().forEach(addresses -> addresses.sort(Integer::compareUnsigned));
            copies = Optional.of(found);
        }
        return copies.get();
    }

    private static void copies(CompileUnit unit, Subprogram.Scope scope, Map<String, List<Integer>> found) {
        for (InlinedCall call : scope.calls()) {
            if (!call.ranges().isEmpty()) {
                found.computeIfAbsent(name(unit, call), _ -> new ArrayList<>()).add(call.ranges().getFirst().start().value());
            }
            copies(unit, call.body(), found);
        }
        scope.scopes().forEach(inner -> copies(unit, inner, found));
    }

    public Optional<Line> lineAt(int address) {
        Optional<Lines> found = floor(lines, address).filter(l -> inside(address, l.sequence.start().value(), l.sequence.size()));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        int start = found.get().sequence.start().value();
        LineSequence.Row best = null;
        for (LineSequence.Row row : found.get().sequence.rows()) {
            if (Integer.compareUnsigned(row.offset(), address - start) > 0) {
                break;
            }
            best = row;
        }
        return Optional.ofNullable(best).map(row -> line(found.get().unit, row, start));
    }

    private static Line line(CompileUnit unit, LineSequence.Row row, int start) {
        String file = row.file() < unit.files().size() ? unit.files().get(row.file()) : "";
        return new Line(file, row.line(), row.column(), start + row.offset());
    }

    /// Where the code of a line begins, in address order; of a line without code, that of the next line in its functions
    /// that has some. `file` is a path or the end of one.
    public List<Line> addressesOf(String file, int line) {
        Map<Integer, Line> best = new TreeMap<>(Integer::compareUnsigned);
        int bestLine = Integer.MAX_VALUE;
        for (Lines some : lines.values()) {
            int last = -1;
            for (LineSequence.Row row : some.sequence.rows()) {
                Line candidate = line(some.unit, row, some.sequence.start().value());
                boolean named = candidate.file.equals(file) || candidate.file.endsWith("/" + file);
                if (named && row.statement() && row.line() >= line && row.line() <= bestLine && row.line() != last) {
                    if (row.line() < bestLine) {
                        best.clear();
                        bestLine = row.line();
                    }
                    best.put(candidate.address, candidate);
                }
                last = row.line();
            }
        }
        return List.copyOf(best.values());
    }

    public Optional<FrameEntry> frameAt(int address) {
        return floor(frames, address).filter(f -> inside(address, f.start().value(), f.size()));
    }

    /// The rules that hold at an address.
    public Optional<FrameEntry.Row> frameRowAt(int address) {
        return frameAt(address).flatMap(entry -> entry.rows().stream()
            .filter(row -> Integer.compareUnsigned(row.offset(), address - entry.start().value()) <= 0)
            .reduce((_, later) -> later));
    }

    public List<Function> functions(String name) {
        return functions.values().stream().filter(f -> f.subprogram.name().equals(name)).toList();
    }

    public Collection<Function> functions() {
        return functions.values();
    }

    public List<Global> globals(String name) {
        List<Global> found = new ArrayList<>();
        for (CompileUnit unit : information.units()) {
            unit.variables().stream().filter(v -> v.name().equals(name)).forEach(v -> found.add(new Global(unit, v)));
        }
        return found;
    }

    /// All source files that lines name, sorted.
    public Collection<String> files() {
        TreeSet<String> files = new TreeSet<>();
        information.units().forEach(unit -> files.addAll(unit.files()));
        return files;
    }

    private static boolean inside(int address, int start, int size) {
        return Integer.compareUnsigned(address - start, size) < 0;
    }

    private static <T> Optional<T> floor(TreeMap<Integer, T> map, int address) {
        return Optional.ofNullable(map.floorEntry(address)).map(Map.Entry::getValue);
    }
}
