package exo86.debug;

import java.util.Optional;

/** A place where the machine stops; {@code owner} is the program that it belongs to, {@code condition} may be empty. */
final class Breakpoint {
    final int number;
    final int address;
    final String place;
    final Optional<SymbolFile> owner;
    final String condition;
    final boolean temporary;
    boolean enabled = true;
    long hits;

    Breakpoint(int number, int address, String place, Optional<SymbolFile> owner, String condition, boolean temporary) {
        this.number = number;
        this.address = address;
        this.place = place;
        this.owner = owner;
        this.condition = condition;
        this.temporary = temporary;
    }
}
