package exo86.conform;

import exo86.isa.Decoder;
import exo86.isa.Instruction;
import exo86.isa.Row;
import java.util.Locale;

/** The page of Intel's manual that describes an instruction: the rule at stake where a vector names none. */
final class ManualPage {
    private ManualPage() { }

    /** @param exception the vector that it must raise, or negative */
    static String of(byte[] code, int bits, int exception) {
        Instruction instruction = new Instruction();
        Decoder.decode(code, 0, code.length, bits, instruction);
        String interrupt = exception < 0 ? "" : "3A 6.15 Interrupt " + exception;
        String page = page(instruction);
        return "SDM " + page + (page.isEmpty() || interrupt.isEmpty() ? "" : "; ") + interrupt;
    }

    /** Volume and title; nothing for bytes that are no instruction at all. */
    private static String page(Instruction instruction) {
        String title = switch (instruction.op) {
            case INVALID -> instruction.lock && instruction.row != Row.INVALID ? "LOCK" : "";
            case J -> "Jcc";
            case SET -> "SETcc";
            case CMOV -> "CMOVcc";
            case FOREIGN -> instruction.row.mnemonic.toUpperCase(Locale.ROOT);
            default -> instruction.op.mnemonic().toUpperCase(Locale.ROOT);
        };
        return title.isEmpty() ? "" : volume(title.charAt(0)) + " " + title;
    }

    private static String volume(char initial) {
        return initial <= 'L' ? "2A" : initial <= 'U' ? "2B" : initial == 'V' ? "2C" : "2D";
    }
}
