package exo86.verify.fuzz;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Makes a program from a seed: a main part and functions that call later ones, with loops, branches, switches and places that are written over. */
final class Generator {
    private static final int COUNTERS = 15;
    /** How often a program of hot code repeats itself in a lap. */
    private static final int REPEATED = 3000;

    private final Random random;
    private final Shape shape;
    private final Instructions instructions;
    private final List<Unit> units = new ArrayList<>();
    /** Units whose bytes may be written over, with the offset of what may be and its size: 4 is an immediate, 1 an opcode that stays as long. */
    private final List<int[]> patchable = new ArrayList<>();
    private int[] starts;
    private int counter;

    private Generator(long seed, int laps) {
        random = new Random(seed);
        shape = Shape.random(random, laps);
        instructions = new Instructions(random, shape);
    }

    static Program program(long seed, int laps) {
        Generator generator = new Generator(seed, laps);
        generator.functions();
        return new Program(generator.shape, seed, generator.units);
    }

    private void functions() {
        int count = 1 + random.nextInt(6);
        int[] lengths = new int[count];
        starts = new int[count + 1];
        for (int k = 0; k < count; k++) {
            lengths[k] = 6 + random.nextInt(random.nextInt(4) == 0 ? 80 : 25);
            starts[k + 1] = starts[k] + lengths[k];
        }
        for (int k = 0; k < count; k++) {
            body(k, count);
        }
        for (int k = 0; k < units.size(); k++) {
            if (units.get(k) instanceof Unit.Patch && !patchable.isEmpty() && ((Unit.Patch) units.get(k)).target() < 0) {
                units.set(k, patch(patchable.get(random.nextInt(patchable.size()))));
            }
        }
    }

    private void body(int function, int count) {
        int first = starts[function];
        boolean repeated = function == 0 && shape.calm();
        int last = starts[function + 1] - (repeated ? 2 : 1);
        for (int k = first; k < last; k++) {
            units.add(k == first && (function == 0 || random.nextInt(4) == 0) ? new Unit.Resume() : unit(k, first, last, function, count));
        }
        if (repeated) {
            units.add(new Unit.Loop(COUNTERS, REPEATED, 1));
        }
        units.add(function == 0 ? new Unit.End() : new Unit.Return(random.nextInt(12) == 0 ? 4 * random.nextInt(4) : 0));
    }

    private Unit unit(int k, int first, int last, int function, int count) {
        int choice = random.nextInt(200);
        boolean ahead = !patchable.isEmpty() && patchable.getLast()[0] == k;
        if (ahead || choice < 8) {
            return place(k);
        }
        if (choice < 30) {
            return new Unit.Jump(random.nextInt(12) == 0 ? 16 + random.nextInt(5) : random.nextInt(16), k + 1 + random.nextInt(last - k));
        }
        if (choice < 33 && k > first && !shape.calm()) {
            return new Unit.Jump(random.nextInt(16), first + random.nextInt(k - first));
        }
        if (choice < 45 && k > first + 1) {
            return new Unit.Loop(counter++ % COUNTERS, 1 + random.nextInt(30), first + 1 + random.nextInt(k - first - 1));
        }
        if (choice < 56 && function + 1 < count) {
            return new Unit.Call(starts[function + 1 + random.nextInt(count - function - 1)]);
        }
        if (choice < 61 + (shape.calm() ? 0 : 8)) {
            return new Unit.Resume();
        }
        if (choice < (shape.calm() ? shape.paragraphs() ? 61 : 62 : 74)) {
            if (random.nextBoolean() && k + 1 < last) {
                patchable.add(new int[] {k + 1, shape.bits() == 16 ? 2 : 1, 4});
                return patch(patchable.getLast());
            }
            return new Unit.Patch(-1, 0, new byte[1], false);
        }
        if (choice < (shape.calm() ? 66 : 78) && k + 4 < last) {
            boolean call = function + 1 < count && random.nextInt(3) == 0;
            return new Unit.Switch(random.nextInt(3), call, to(k, last, function, count, call), to(k, last, function, count, call), to(k, last, function, count, call),
                    to(k, last, function, count, call));
        }
        if (shape.paragraphs() && choice > 194) {
            return new Unit.Far(random.nextInt(0x200), far());
        }
        return new Unit.Plain(choice < 86 ? instructions.anchor() : instructions.next());
    }

    /** A few instructions, most often in a loop of their own. */
    private byte[] far() {
        ByteArrayOutputStream code = new ByteArrayOutputStream();
        if (random.nextInt(3) > 0) {
            code.writeBytes(instructions.move(1, 1 + random.nextInt(40)));
        }
        int from = code.size();
        for (int k = random.nextInt(4); k >= 0; k--) {
            code.writeBytes(instructions.next());
        }
        if (from > 0) {
            code.writeBytes(new byte[] {(byte) 0xE2, (byte) (from - code.size() - 2)});
        }
        return code.toByteArray();
    }

    private int to(int k, int last, int function, int count, boolean call) {
        return call ? starts[function + 1 + random.nextInt(count - function - 1)] : k + 1 + random.nextInt(last - k);
    }

    /** A unit that may be written over. */
    private Unit place(int k) {
        boolean announced = !patchable.isEmpty() && patchable.getLast()[0] == k;
        if (announced || random.nextInt(3) > 0) {
            if (!announced) {
                patchable.add(new int[] {k, shape.bits() == 16 ? 2 : 1, 4});
            }
            byte[] code = instructions.move(random.nextInt(3), random.nextInt());
            if (random.nextBoolean()) {
                int at = shape.bits() == 16 ? 1 : 0;
                code[at] = (byte) (random.nextInt(8) << 3 | 5);
            }
            return new Unit.Plain(code);
        }
        patchable.add(new int[] {k, 0, 1});
        return new Unit.Plain(new byte[] {(byte) (0x40 | random.nextInt(3))});
    }

    private Unit patch(int[] place) {
        byte[] bytes = new byte[place[2]];
        random.nextBytes(bytes);
        if (place[2] == 1) {
            bytes[0] = (byte) (0x40 | random.nextInt(2) << 3 | random.nextInt(3));
        }
        return new Unit.Patch(place[0], place[1], bytes, random.nextInt(3) == 0);
    }
}
