package exo86.conform.fuzz;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.util.Arrays;

/**
 * Makes a divergence small: instructions become NOPs and then vanish, prefixes vanish, registers, flags and memory become zero, as long as a real
 * processor (the generator's oracle) and ours still disagree. A candidate in which an instruction reads a flag that one before it left
 * undefined says nothing, and is not tried.
 */
final class Shrinker {
    private static final byte NOP = (byte) 0x90;

    private final BufferedWriter requests;
    private final BufferedReader answers;
    private final UserMachine machine;
    private byte[] code;
    private int[][] units;
    private int[] registers;
    private byte[] memory;
    private String smallest;

    Shrinker(BufferedWriter requests, BufferedReader answers, UserMachine machine) {
        this.requests = requests;
        this.answers = answers;
        this.machine = machine;
    }

    /** The smallest vector found that still diverges, as a line. */
    String shrink(Vector vector, String line) throws IOException {
        code = vector.code;
        units = vector.units;
        registers = vector.before;
        memory = vector.memoryBefore;
        smallest = line;
        if (!still(code, units, registers, memory)) {
            return line;
        }
        for (String before = ""; !before.equals(smallest); ) {
            before = smallest;
            blank();
            remove();
            dropPrefixes();
            simplifyState();
        }
        return smallest;
    }

    /** Asks both processors; keeps the candidate if they disagree. */
    private boolean still(byte[] newCode, int[][] newUnits, int[] newRegisters, byte[] newMemory) throws IOException {
        for (int[] taint = {0, 0}; taint[0] < newUnits.length; taint[0]++) {
            int[] unit = newUnits[taint[0]];
            if ((unit[1] & taint[1]) != 0) {
                return false;
            }
            taint[1] |= unit[3];
        }
        requests.write(Vector.request(newCode, newRegisters, newMemory));
        requests.newLine();
        requests.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the oracle has ended");
        }
        int undefined = 0;
        for (int[] unit : newUnits) {
            undefined |= unit[3];
        }
        String line = undefined == 0 ? answer : answer.replaceFirst("}$", ",\"u\":" + undefined + "}");
        if (machine.differences(Vector.parse(line)).isEmpty()) {
            return false;
        }
        code = newCode;
        units = newUnits;
        registers = newRegisters;
        memory = newMemory;
        smallest = line;
        return true;
    }

    private void blank() throws IOException {
        for (int k = units.length - 1; k >= 0; k--) {
            int at = start(k);
            if (units[k][0] > 0 && code[at] != NOP) {
                byte[] candidate = code.clone();
                Arrays.fill(candidate, at, at + units[k][0], NOP);
                still(candidate, with(k, units[k][0], true), registers, memory);
            }
        }
    }

    private void remove() throws IOException {
        for (int k = units.length - 1; k >= 0; k--) {
            int at = start(k);
            if (units[k][0] > 0 && code[at] == NOP) {
                still(cut(at, units[k][0]), with(k, 0, true), registers, memory);
            }
        }
    }

    private void dropPrefixes() throws IOException {
        for (int k = 0; k < units.length; k++) {
            for (int i = 0; i < units[k][0]; i++) {
                int value = code[start(k) + i] & 0xFF;
                boolean prefix = value == 0x66 || value == 0x67 || value == 0xF2 || value == 0xF3 || value == 0xF0 || (value & 0xE7) == 0x26
                    || value == 0x64 || value == 0x65;
                if (!prefix) {
                    break;
                }
                if (value != 0x66 && still(cut(start(k) + i, 1), with(k, units[k][0] - 1, false), registers, memory)) {
                    i--;
                }
            }
        }
    }

    private void simplifyState() throws IOException {
        for (int k = 0; k < 9; k++) {
            int simple = k == 8 ? 0x202 : 0;
            if (registers[k] != simple) {
                int[] candidate = registers.clone();
                candidate[k] = simple;
                still(code, units, candidate, memory);
            }
        }
        for (int piece = 64; piece >= 1; piece /= 4) {
            for (int at = 0; at < memory.length; at += piece) {
                byte[] candidate = memory.clone();
                Arrays.fill(candidate, at, at + piece, (byte) 0);
                if (Arrays.mismatch(candidate, memory) >= 0) {
                    still(code, units, registers, candidate);
                }
            }
        }
    }

    private int start(int unit) {
        int at = 0;
        for (int k = 0; k < unit; k++) {
            at += units[k][0];
        }
        return at;
    }

    private byte[] cut(int at, int count) {
        byte[] candidate = new byte[code.length - count];
        System.arraycopy(code, 0, candidate, 0, at);
        System.arraycopy(code, at + count, candidate, at, candidate.length - at);
        return candidate;
    }

    private int[][] with(int unit, int length, boolean nothing) {
        int[][] candidate = units.clone();
        candidate[unit] = nothing ? new int[] {length, 0, 0, 0} : new int[] {length, units[unit][1], units[unit][2], units[unit][3]};
        return candidate;
    }
}
