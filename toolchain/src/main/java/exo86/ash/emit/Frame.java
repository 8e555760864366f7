package exo86.ash.emit;

import exo86.ash.tree.Local;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The places of one activation below and above EBP. ESP does not move while expressions are evaluated: intermediate values live here too.
 *
 * <p>Invariants: a place is a multiple of 4 bytes, aligned to 4; places of ended blocks and statements are used again, only for the same size,
 * so that two values that live at the same time never share one.
 */
final class Frame {
    /** Where a local lives: at {@code memory}, or, {@code reference}, behind the pointer there. */
    record Home(Operand.Memory memory, boolean reference) {
    }

    private record Piece(int offset, int size) {
    }

    private final Map<Local, Home> homes = new HashMap<>();
    private final Map<Integer, Deque<Integer>> free = new HashMap<>();
    private final List<Piece> temporaries = new ArrayList<>();
    private int size;

    int size() {
        return size;
    }

    /** A place for an intermediate value, until {@link #release}. */
    Operand.Memory temporary(int bytes) {
        Piece piece = piece(bytes);
        temporaries.add(piece);
        return memory(piece);
    }

    /** Marks the start of a statement, whose end releases the intermediate values made since. */
    int mark() {
        return temporaries.size();
    }

    void release(int mark) {
        while (temporaries.size() > mark) {
            recycle(temporaries.removeLast());
        }
    }

    /** A place that stays for the whole function. */
    Operand.Memory permanent(int bytes) {
        return memory(piece(bytes));
    }

    void place(Local parameter, Operand.Memory memory, boolean reference) {
        homes.put(parameter, new Home(memory, reference));
    }

    boolean knows(Local local) {
        return homes.containsKey(local);
    }

    /** Where the local lives, a new place if it has none yet. */
    Home home(Local local) {
        return homes.computeIfAbsent(local, l -> new Home(memory(piece(l.type().size())), false));
    }

    /** The local's block has ended. */
    void release(Local local) {
        Home home = homes.remove(local);
        recycle(new Piece(home.memory().displacement(), rounded(local.type().size())));
    }

    private Piece piece(int bytes) {
        int rounded = rounded(bytes);
        Deque<Integer> ready = free.getOrDefault(rounded, new ArrayDeque<>());
        if (!ready.isEmpty()) {
            return new Piece(ready.pop(), rounded);
        }
        size = Math.addExact(size, rounded);
        return new Piece(-size, rounded);
    }

    private void recycle(Piece piece) {
        free.computeIfAbsent(piece.size, s -> new ArrayDeque<>()).push(piece.offset);
    }

    private static int rounded(int bytes) {
        return Math.max(4, bytes + 3 & ~3);
    }

    private static Operand.Memory memory(Piece piece) {
        return Operand.Memory.at(Operand.EBP, piece.offset);
    }
}
