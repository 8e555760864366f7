package exo86.verify.fuzz;

import java.util.function.Predicate;

/** Makes a program small that shows a mismatch: fewer units, fewer laps, plainer surroundings, as long as it still does. */
final class Shrinker {
    private final Predicate<Program> shows;

    /** {@code shows} tells whether a program still shows what was found. */
    Shrinker(Predicate<Program> shows) {
        this.shows = shows;
    }

    Program shrink(Program found) {
        Program smallest = laps(found);
        for (int before = Integer.MAX_VALUE; before != smallest.text().length(); ) {
            before = smallest.text().length();
            smallest = pieces(smallest);
            smallest = plainer(smallest);
            smallest = instructions(smallest);
        }
        return smallest;
    }

    private Program laps(Program program) {
        Program smallest = program;
        for (int laps = 1; laps < program.shape().laps(); laps *= 2) {
            Program candidate = program.with(program.shape().withLaps(laps));
            if (shows.test(candidate)) {
                return candidate;
            }
        }
        return smallest;
    }

    private Program pieces(Program program) {
        Program smallest = program;
        for (int size = Math.max(1, program.units().size() / 2); size >= 1; size /= 2) {
            for (int at = smallest.units().size() - size; at >= 0; at -= size) {
                if (at + size <= smallest.units().size()) {
                    Program candidate = smallest.without(at, size);
                    if (shows.test(candidate)) {
                        smallest = candidate;
                    }
                }
            }
        }
        return smallest;
    }

    private Program plainer(Program program) {
        Program smallest = program;
        for (int change = 0; change < Shape.CHANGES; change++) {
            Shape plain = smallest.shape().plainer(change);
            if (!plain.equals(smallest.shape()) && shows.test(smallest.with(plain))) {
                smallest = smallest.with(plain);
            }
        }
        return smallest;
    }

    /** Units of two instructions lose the first, and instructions their prefixes. */
    private Program instructions(Program program) {
        Program smallest = program;
        for (int k = 0; k < smallest.units().size(); k++) {
            while (smallest.units().get(k) instanceof Unit.Plain(byte[] code) && code.length > 1) {
                java.util.List<Unit> units = new java.util.ArrayList<>(smallest.units());
                units.set(k, new Unit.Plain(java.util.Arrays.copyOfRange(code, 1, code.length)));
                Program candidate = smallest.with(units);
                if (!shows.test(candidate)) {
                    break;
                }
                smallest = candidate;
            }
        }
        return smallest;
    }
}
