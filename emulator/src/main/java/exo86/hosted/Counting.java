package exo86.hosted;

import exo86.cpu.Cpu;
import exo86.mmu.Memory;

/**
 * Counts while it runs a program, in all and inside one function, from its first instruction to its return.
 *
 * <p>The code must not change while it runs: each {@link Piece} of it is decoded once.
 */
final class Counting {
    private static final int NOWHERE = -1;

    private final byte[] memory;
    private final int code;
    private final int function;
    private final Piece[] pieces;
    private long instructions;
    private long references;
    private long repeats;
    private Counts inside = Counts.NONE;
    private Counts entered = Counts.NONE;
    private int returnTo = NOWHERE;
    private int stackThere;

    /** Counts code from one address to another, and inside the function at an address too, or nowhere if that is -1. */
    Counting(byte[] memory, int code, int codeEnd, int function) {
        this.memory = memory;
        this.code = code;
        this.function = function;
        pieces = new Piece[codeEnd - code];
    }

    /** Lets the processor run to the end of a piece; false if the instruction at EIP asks the host for something. */
    boolean run(Cpu cpu) {
        int at = cpu.eip;
        if (at == function && returnTo == NOWHERE) {
            entered = all();
            stackThere = cpu.esp;
            returnTo = word(cpu.esp);
        } else if (at == returnTo && cpu.esp > stackThere) {
            inside = inside.plus(all().minus(entered));
            returnTo = NOWHERE;
        }
        if (Integer.compareUnsigned(at - code, pieces.length) >= 0) {
            return false;
        }
        Piece piece = pieces[at - code];
        if (piece == null) {
            piece = Piece.at(memory, at);
            pieces[at - code] = piece;
        }
        if (piece.instructions() == 0) {
            return false;
        }
        if (piece.repeated()) {
            repeat(cpu, piece);
            return true;
        }
        cpu.deadline = cpu.time + piece.instructions();
        cpu.run();
        instructions += piece.instructions();
        references += piece.references();
        return true;
    }

    /** A string instruction comes back after each iteration; it is done when EIP moves on. */
    private void repeat(Cpu cpu, Piece piece) {
        int at = cpu.eip;
        boolean some = cpu.ecx != 0;
        do {
            cpu.deadline = cpu.time + 1;
            cpu.run();
            instructions++;
            references += some ? piece.references() : 0;
        } while (cpu.eip == at);
        repeats += some ? 1 : 0;
    }

    /** The host did what one instruction asked for. */
    void hostCall() {
        instructions++;
    }

    Counts all() {
        return new Counts(instructions, references, repeats);
    }

    Counts inside() {
        return inside;
    }

    private int word(int address) {
        return (int) Memory.INT.get(memory, address);
    }
}
