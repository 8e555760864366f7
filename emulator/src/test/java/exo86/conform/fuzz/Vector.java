package exo86.conform.fuzz;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.Arrays;
import java.util.HexFormat;

/** One line of the generator: a program, the state it starts in and the state a real processor ended in. */
final class Vector {
    static final int CODE = 0x10000800, DATA = 0x20000000, DATA_SIZE = 0x2000;
    static final int NO_FAULT = 3;

    final String form;
    final byte[] code;
    /** EAX ECX EDX EBX ESP EBP ESI EDI EFLAGS. */
    final int[] before, after;
    final byte[] memoryBefore, memoryAfter;
    final int eip;
    /** Exception, or {@link #NO_FAULT}: an INT3 was reached. */
    final int fault;
    final int errorCode, faultAddress, undefinedFlags;
    final boolean destinationUndefined;
    /** Length, flags read, flags written, flags undefined of each instruction; empty if there is but one. */
    final int[][] units;

    private Vector(JsonObject json) {
        form = json.get("f").getAsString();
        code = HexFormat.of().parseHex(json.get("b").getAsString());
        before = numbers(json.getAsJsonArray("i"));
        after = numbers(json.getAsJsonArray("o"));
        memoryBefore = new byte[DATA_SIZE];
        patch(memoryBefore, json.getAsJsonArray("m"));
        memoryAfter = memoryBefore.clone();
        patch(memoryAfter, json.getAsJsonArray("w"));
        eip = number(json, "eip", 0);
        fault = number(json, "x", NO_FAULT);
        errorCode = number(json, "e", 0);
        faultAddress = number(json, "cr2", 0);
        undefinedFlags = number(json, "u", 0);
        destinationUndefined = json.has("ur");
        JsonArray lists = json.has("s") ? json.getAsJsonArray("s") : new JsonArray();
        units = new int[lists.size()][];
        for (int i = 0; i < units.length; i++) {
            units[i] = numbers(lists.get(i).getAsJsonArray());
        }
    }

    static Vector parse(String line) {
        return new Vector(JsonParser.parseString(line).getAsJsonObject());
    }

    private static int number(JsonObject json, String name, int absent) {
        return json.has(name) ? (int) json.get(name).getAsLong() : absent;
    }

    private static int[] numbers(JsonArray array) {
        int[] numbers = new int[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (int) array.get(i).getAsLong();
        }
        return numbers;
    }

    private static void patch(byte[] memory, JsonArray changes) {
        for (JsonElement change : changes) {
            byte[] bytes = HexFormat.of().parseHex(change.getAsJsonArray().get(1).getAsString());
            System.arraycopy(bytes, 0, memory, (int) change.getAsJsonArray().get(0).getAsLong() - DATA, bytes.length);
        }
    }

    boolean floatingPoint() {
        return form.startsWith("f") && !form.startsWith("fault");
    }

    /** The line that asks the generator's oracle to run this program from this state. */
    static String request(byte[] code, int[] registers, byte[] memory) {
        StringBuilder line = new StringBuilder(HexFormat.of().formatHex(code));
        for (int register : registers) {
            line.append(' ').append(Integer.toUnsignedString(register));
        }
        for (int at = 0; at < memory.length; at += 32) {
            byte[] piece = Arrays.copyOfRange(memory, at, at + 32);
            if (Arrays.mismatch(piece, new byte[32]) >= 0) {
                line.append(' ').append(Integer.toUnsignedString(DATA + at)).append(' ').append(HexFormat.of().formatHex(piece));
            }
        }
        return line.toString();
    }
}
