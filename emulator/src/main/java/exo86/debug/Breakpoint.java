package exo86.debug;

import java.util.List;
import java.util.Optional;

/**
 * Places where the machine stops: one, or more where a function or line was inlined. {@code owner} is the program that they belong to, {@code condition} may be empty.
 *
 * <p>Where an inlined function begins, the stop is in the {@code function} that was asked for, in whatever the line belongs to if a line was
 * ({@code innermost}), else before the call.
 */
final class Breakpoint {
    final int number;
    final List<Integer> addresses;
    final String place;
    final Optional<SymbolFile> owner;
    final String condition;
    final boolean temporary;
    final Optional<String> function;
    final boolean innermost;
    boolean enabled = true;
    long hits;

    Breakpoint(int number, Places.Found found, String place, String condition, boolean temporary) {
        this.number = number;
        this.addresses = found.addresses();
        this.place = place;
        this.owner = found.owner();
        this.function = found.function();
        this.innermost = found.isLine();
        this.condition = condition;
        this.temporary = temporary;
    }
}
