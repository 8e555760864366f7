package exo86.debug;

import exo86.elf.dwarf.SourceIndex;
import java.util.List;
import java.util.Optional;

/**
 * Where a step by source lines began, and what it says of a later instruction of the same function: calls that were inlined are lines of their callee and
 * frames of their own, so a step over them goes on, and one into them ends at the first instruction, which nothing has moved from.
 */
final class SourceSteps {
    private final boolean over;
    private final List<SourceIndex.Frame> frames;
    private final SourceIndex.Line line;

    /** Whether to stop, and how many frames to hide then. */
    record Verdict(boolean stops, int hidden) {
        static final Verdict GO_ON = new Verdict(false, 0);
    }

    /**
     * @param address the instruction at which the step begins
     * @param hidden the frames that are not shown there
     */
    SourceSteps(Symbols symbols, int address, int hidden, SourceIndex.Line line, boolean over) {
        this.over = over;
        List<SourceIndex.Frame> all = symbols.framesAt(address);
        this.frames = all.subList(Math.min(hidden, all.size()), all.size());
        this.line = hidden > 0 && hidden <= all.size() ? all.get(hidden - 1).calledAt() : line;
    }

    private static boolean sameLine(SourceIndex.Line a, SourceIndex.Line b) {
        return a.line() == b.line() && a.file().equals(b.file());
    }

    boolean isSameLine(SourceIndex.Line other) {
        return sameLine(line, other);
    }

    /** The instruction belongs to the function that the step began in, inlined or not. */
    boolean isSameFunction(List<SourceIndex.Frame> now) {
        return !now.isEmpty() && !frames.isEmpty() && now.getLast().isSame(frames.getLast());
    }

    /**
     * What to do at another instruction of the same function.
     *
     * @param begins its line begins with it, or a jump led there
     */
    Verdict at(List<SourceIndex.Frame> now, Optional<SourceIndex.Line> ofNow, boolean begins) {
        int common = common(now);
        int entered = 0;
        while (entered < now.size() - common && now.get(entered).entered()) {
            entered++;
        }
        int shown = now.size() - entered;
        Optional<SourceIndex.Line> seen = entered > 0 ? Optional.of(now.get(entered - 1).calledAt()) : ofNow;
        if (seen.isEmpty()) {
            return new Verdict(true, entered);
        }
        if (common == frames.size()) {
            if (shown > common && over) {
                return Verdict.GO_ON;
            }
            boolean callOfThisLine = shown == common && entered > 0 && isSameLine(seen.get());
            if (callOfThisLine) {
                return over ? Verdict.GO_ON : new Verdict(true, entered - 1);
            }
            boolean same = shown == common && isSameLine(seen.get());
            return same || !begins && entered == 0 ? Verdict.GO_ON : new Verdict(true, entered);
        }
        // The rest of the line with the call that was left is not worth a stop.
        SourceIndex.Line left = frames.get(frames.size() - 1 - common).calledAt();
        boolean rest = shown == common && sameLine(seen.get(), left) && (over || entered == 0);
        return rest || !begins && entered == 0 ? Verdict.GO_ON : new Verdict(true, entered);
    }

    /** How many frames, from the outermost on, are those that the step began in. */
    private int common(List<SourceIndex.Frame> now) {
        int common = 0;
        while (common < Math.min(now.size(), frames.size()) && now.get(now.size() - 1 - common).isSame(frames.get(frames.size() - 1 - common))) {
            common++;
        }
        return common;
    }

    /** How many frames to hide at a stop that no step led to: those that are entered there, unless they were asked for by name. */
    static int entered(List<SourceIndex.Frame> now, List<String> wanted) {
        int entered = 0;
        while (entered < now.size() - 1 && now.get(entered).entered() && !wanted.contains(now.get(entered).name())) {
            entered++;
        }
        return entered;
    }
}
