package exo86.debug;

import exo86.elf.dwarf.CodeRange;
import exo86.elf.dwarf.SourceIndex;
import exo86.elf.dwarf.Subprogram;
import exo86.elf.dwarf.Variable;
import exo86.machine.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The stack as the source has it: a frame for each function that is being executed, also for one that was inlined into another and shares a machine frame with it.
 *
 * <p>An instruction at which an inlined function is entered is the first of it and, to who has just come from the caller's line before, still the call. So a stop hides frames
 * that are entered where it stands, as gdb does, until a step enters them: nothing moves then.
 */
final class Frames {
    private final Symbols symbols;
    private final Backtrace machineFrames;
    private final GuestMemory memory;
    private final Backtrace.Trace stack;
    private final List<Frame> frames = new ArrayList<>();

    /**
     * A frame.
     *
     * @param level the machine frame, which neighbours may share
     * @param depth how many machine frames are within it
     * @param function what the debug information says of the function, if anything
     * @param line where in it execution stands, if that is known
     */
    record Frame(Backtrace.Level level, int depth, Optional<SourceIndex.Frame> function, Optional<SourceIndex.Line> line) {
        boolean inlined() {
            return function.flatMap(SourceIndex.Frame::call).isPresent();
        }
    }

    /** A parameter or variable; its value may be unknown. */
    record Local(String name, boolean parameter, TypedValue value) { }

    /** @param hidden how many frames are entered at the next instruction, but not shown */
    Frames(Machine machine, Symbols symbols, int hidden) {
        this.symbols = symbols;
        this.machineFrames = new Backtrace(machine, symbols);
        this.memory = GuestMemory.current(machine);
        this.stack = machineFrames.trace();
        for (int depth = 0; depth < stack.levels().size(); depth++) {
            add(stack.levels().get(depth), depth, depth == 0 ? hidden : 0);
        }
    }

    private void add(Backtrace.Level level, int depth, int hidden) {
        // A return address stands behind its call, perhaps already in the next function.
        int address = depth == 0 ? level.eip() : level.eip() - 1;
        List<SourceIndex.Frame> functions = symbols.framesAt(address);
        Optional<SourceIndex.Line> line = symbols.lineAt(address);
        if (functions.isEmpty()) {
            frames.add(new Frame(level, depth, Optional.empty(), line));
        }
        for (int i = 0; i < functions.size(); i++) {
            SourceIndex.Frame function = functions.get(i);
            if (i >= hidden) {
                frames.add(new Frame(level, depth, Optional.of(function), line));
            }
            line = function.call().map(call -> function.calledAt());
        }
    }

    /** The innermost first; at least one. */
    List<Frame> all() {
        return frames;
    }

    /** The name of a frame's function: of an inlined one its own, else symbol and offset. */
    String place(Frame frame) {
        return frame.inlined() ? frame.function.orElseThrow().name()
                : frame.depth == 0 ? symbols.placeOf(frame.level.eip()) : symbols.placeBehind(frame.level.eip());
    }

    Answer.Trace trace() {
        List<Answer.Frame> shown = new ArrayList<>();
        for (Frame frame : frames) {
            shown.add(new Answer.Frame(shown.size(), new Address(frame.level.eip()), place(frame), frame.inlined(), frame.line.map(SourceIndex.Line::file).orElse(""),
                    frame.line.map(SourceIndex.Line::line).orElse(0)));
        }
        return new Answer.Trace(shown, stack.end());
    }

    /** The variables of a frame, those of inner blocks first, which hide the others, and its parameters. */
    List<Local> locals(Frame frame) {
        List<Local> found = new ArrayList<>();
        if (frame.function.isPresent()) {
            SourceIndex.Frame function = frame.function.get();
            OptionalInt canonical = machineFrames.canonicalAddress(frame.level, frame.depth == 0);
            int at = symbols.linked(frame.depth == 0 ? frame.level.eip() : frame.level.eip() - 1);
            VariableReader reader = new VariableReader(memory, function.unit(), frame.level, canonical, at);
            collect(function.body(), at, reader, found);
            for (Variable parameter : function.parameters()) {
                found.add(new Local(parameter.name(), true, reader.value(parameter)));
            }
        }
        return found;
    }

    private static void collect(Subprogram.Scope scope, int at, VariableReader reader, List<Local> found) {
        for (Subprogram.Scope inner : scope.scopes()) {
            if (CodeRange.contain(inner.ranges(), at)) {
                collect(inner, at, reader, found);
            }
        }
        scope.variables().forEach(variable -> found.add(new Local(variable.name(), false, reader.value(variable))));
    }
}
