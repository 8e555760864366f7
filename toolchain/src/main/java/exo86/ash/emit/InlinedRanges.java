package exo86.ash.emit;

import exo86.ash.ir.InlinedCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The code of each inlined call of a function: the stretches whose instructions come through it, also those through a call within it. */
final class InlinedRanges {
    /** Offsets in the function, {@code to} behind the last byte. */
    record Stretch(int from, int to) {
    }

    private final Map<InlinedCall, List<Stretch>> ranges = new LinkedHashMap<>();
    private final Map<Optional<InlinedCall>, List<InlinedCall>> within = new LinkedHashMap<>();

    InlinedRanges(MachineCode code) {
        List<MachineCode.LineMark> marks = code.lines();
        for (int i = 0; i < marks.size(); i++) {
            int from = marks.get(i).offset();
            int to = i + 1 < marks.size() ? marks.get(i + 1).offset() : code.bytes().length;
            Optional<InlinedCall> call = marks.get(i).at().inlined();
            while (from < to && call.isPresent()) {
                add(call.get(), from, to);
                call = call.get().outer();
            }
        }
    }

    private void add(InlinedCall call, int from, int to) {
        List<Stretch> known = ranges.get(call);
        if (known == null) {
            known = new ArrayList<>();
            ranges.put(call, known);
            within.computeIfAbsent(call.outer(), c -> new ArrayList<>()).add(call);
        }
        if (!known.isEmpty() && known.getLast().to == from) {
            known.set(known.size() - 1, new Stretch(known.getLast().from, to));
        } else {
            known.add(new Stretch(from, to));
        }
    }

    /** In the order of their offsets, none next to another. */
    List<Stretch> of(InlinedCall call) {
        return ranges.get(call);
    }

    /** The calls with code that stand in the text of another one's callee, or of the function itself. */
    List<InlinedCall> within(Optional<InlinedCall> outer) {
        return within.getOrDefault(outer, List.of());
    }
}
