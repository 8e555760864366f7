package exo86.isa;

/** Instruction to text, in the words of {@code objdump -d -M intel}. */
public final class Printer {
    private Printer() {
    }

    /** The text of {@code instruction} at {@code address} (EIP; jump targets are printed as addresses). */
    public static String print(Instruction instruction, int address) {
        return instruction.row.mnemonic;
    }
}
