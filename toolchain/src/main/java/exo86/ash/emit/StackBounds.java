package exo86.ash.emit;

import exo86.ash.source.Diagnostics;

/** Stack bounds. */
final class StackBounds {
    private StackBounds() {
    }

    static void check(Unit unit, Diagnostics diagnostics) {
    }
}
