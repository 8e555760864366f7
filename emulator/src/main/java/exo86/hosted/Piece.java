package exo86.hosted;

import exo86.isa.Decoder;
import exo86.isa.Instruction;
import exo86.isa.Op;

/**
 * Code that runs from its first to its last instruction: it ends with a transfer, or before an instruction that must stand alone.
 *
 * @param instructions how many; 0 if the first one asks for the host
 * @param references to data, of all of them; of a repeated string instruction, an iteration's
 * @param repeated it is one string instruction with REP
 */
record Piece(int instructions, int references, boolean repeated) {
    private static final int LONGEST = 256;

    /** The piece at an address of flat memory. */
    static Piece at(byte[] memory, int address) {
        Instruction decoded = new Instruction();
        int at = address;
        int references = 0;
        for (int count = 0; count < LONGEST; count++) {
            int length = Decoder.decode(memory, at, memory.length, 32, decoded);
            boolean string = decoded.row.repeatable && (decoded.rep || decoded.repne);
            boolean alone = length == Decoder.TRUNCATED || string || asksTheHost(decoded.op);
            if (alone && count == 0) {
                return string ? new Piece(1, DataReferences.of(decoded), true) : new Piece(0, 0, false);
            }
            if (alone) {
                return new Piece(count, references, false);
            }
            references += DataReferences.of(decoded);
            if (decoded.row.transfers) {
                return new Piece(count + 1, references, false);
            }
            at += length;
        }
        return new Piece(LONGEST, references, false);
    }

    private static boolean asksTheHost(Op op) {
        return switch (op) {
            case INT, INT1, INT3, INTO, UD0, UD1, UD2, INVALID, TOO_LONG, FOREIGN, HLT, IN, OUT, INS, OUTS -> true;
            default -> false;
        };
    }
}
