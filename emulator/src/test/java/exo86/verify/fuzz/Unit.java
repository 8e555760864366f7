package exo86.verify.fuzz;

import java.util.HexFormat;

/** A piece of a program whose size does not depend on where it lies. Targets are numbers of units. */
sealed interface Unit {
    /** Instructions that only go on. */
    record Plain(byte[] code) implements Unit { }

    /** {@code condition}: 0–15 as Jcc has them, 16 always, 17–20 LOOPNE, LOOPE, LOOP, JECXZ. */
    record Jump(int condition, int target) implements Unit { }

    record Call(int target) implements Unit { }

    record Return(int drop) implements Unit { }

    /** Counts a variable down and jumps while it is not zero: a loop that nothing in its body can prolong. Starts again at {@code from}. */
    record Loop(int counter, int from, int target) implements Unit { }

    /** Writes {@code bytes} (1, 2 or 4) over the code of another unit; with {@code alias}, through its second address. */
    record Patch(int target, int offset, byte[] bytes, boolean alias) implements Unit { }

    /** After a fault behind this the program goes on behind the next of these. */
    record Resume() implements Unit { }

    /** Jumps to one of four places by the low bits of a register; a call with {@code call}. */
    record Switch(int register, boolean call, int a, int b, int c, int d) implements Unit { }

    /** Runs {@code code} with CS so many paragraphs lower; where selectors are descriptors, as it is. */
    record Far(int paragraphs, byte[] code) implements Unit { }

    /** The end of a lap; of the program after the last one. */
    record End() implements Unit { }

    static String text(Unit unit) {
        HexFormat hex = HexFormat.of();
        return switch (unit) {
            case Plain plain -> "plain " + hex.formatHex(plain.code);
            case Jump jump -> "jump " + jump.condition + " " + jump.target;
            case Call call -> "call " + call.target;
            case Return back -> "return " + back.drop;
            case Loop loop -> "loop " + loop.counter + " " + loop.from + " " + loop.target;
            case Patch patch -> "patch " + patch.target + " " + patch.offset + " " + hex.formatHex(patch.bytes) + " " + patch.alias;
            case Resume resume -> "resume";
            case Far far -> "far " + far.paragraphs + " " + hex.formatHex(far.code);
            case Switch to -> "switch " + to.register + " " + to.call + " " + to.a + " " + to.b + " " + to.c + " " + to.d;
            case End end -> "end";
        };
    }

    static Unit parse(String line) {
        String[] w = line.split(" ");
        HexFormat hex = HexFormat.of();
        return switch (w[0]) {
            case "plain" -> new Plain(hex.parseHex(w[1]));
            case "jump" -> new Jump(Integer.parseInt(w[1]), Integer.parseInt(w[2]));
            case "call" -> new Call(Integer.parseInt(w[1]));
            case "return" -> new Return(Integer.parseInt(w[1]));
            case "loop" -> new Loop(Integer.parseInt(w[1]), Integer.parseInt(w[2]), Integer.parseInt(w[3]));
            case "patch" -> new Patch(Integer.parseInt(w[1]), Integer.parseInt(w[2]), hex.parseHex(w[3]), Boolean.parseBoolean(w[4]));
            case "resume" -> new Resume();
            case "far" -> new Far(Integer.parseInt(w[1]), hex.parseHex(w[2]));
            case "switch" -> new Switch(Integer.parseInt(w[1]), Boolean.parseBoolean(w[2]), Integer.parseInt(w[3]), Integer.parseInt(w[4]), Integer.parseInt(w[5]),
                    Integer.parseInt(w[6]));
            case "end" -> new End();
            default -> throw new IllegalArgumentException("no unit: " + line);
        };
    }
}
