package exo86.verify.fuzz;

import exo86.isa.Decoder;
import exo86.isa.Instruction;
import exo86.isa.Printer;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A program: its surroundings, the units, and the seed of the data that it finds in memory and registers.
 */
record Program(Shape shape, long seed, List<Unit> units) {
    Program {
        units = List.copyOf(units);
    }

    Program with(List<Unit> others) {
        return new Program(shape, seed, others);
    }

    Program with(Shape other) {
        return new Program(other, seed, units);
    }

    /** The text from which {@link #parse} makes the program again. */
    String text() {
        StringBuilder text = new StringBuilder(shape.text()).append("\nseed ").append(seed).append('\n');
        units.forEach(unit -> text.append(Unit.text(unit)).append('\n'));
        return text.toString();
    }

    static Program parse(String text) {
        List<String> lines = text.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
        return new Program(Shape.parse(lines.get(0)), Long.parseLong(lines.get(1).split(" ")[1]), lines.subList(2, lines.size()).stream().map(Unit::parse).toList());
    }

    /** The code, which starts at {@link Shape#CODE}. */
    byte[] code() {
        int[] addresses = addresses();
        ByteArrayOutputStream code = new ByteArrayOutputStream();
        for (int k = 0; k < units.size(); k++) {
            code.writeBytes(encode(k, addresses));
        }
        return code.toByteArray();
    }

    /** The code as assembly, for people. */
    String listing() {
        byte[] code = code();
        StringBuilder text = new StringBuilder();
        Instruction instruction = new Instruction();
        int at = 0;
        while (at < code.length) {
            int length = Decoder.decode(code, at, code.length, shape.bits(), instruction);
            if (length <= 0) {
                text.append("%08x  (not an instruction)%n".formatted(Shape.CODE + at));
                break;
            }
            text.append("%08x  %s%n".formatted(Shape.CODE + at - shape.codeBase(), Printer.print(instruction, Shape.CODE + at - shape.codeBase())));
            at += length;
        }
        return text.toString();
    }

    private byte[] encode(int number, int[] addresses) {
        Bytes out = new Bytes(addresses[number]);
        switch (units.get(number)) {
            case Unit.Plain plain -> out.bytes.writeBytes(plain.code());
            case Unit.Jump jump -> out.jump(jump.condition(), address(jump.target(), addresses));
            case Unit.Call call -> out.near(0xE8, address(call.target(), addresses));
            case Unit.Return back -> {
                out.add(back.drop() == 0 ? 0xC3 : 0xC2);
                if (back.drop() != 0) {
                    out.add(back.drop(), 0);
                }
            }
            case Unit.Loop loop -> {
                int variable = Shape.COUNTERS + 4 * loop.counter() - shape.variableBase();
                out.variable(0xFF, 1, variable);
                out.add(0x75, 10 + (shape.flat() ? 0 : 1) + (shape.bits() == 32 ? 0 : 2) + 2);   // over the new start and the jump behind the loop
                out.variable(0xC7, 0, variable);
                out.number(loop.from());
                out.add(0xEB, shape.bits() == 32 ? 5 : 3);
                out.near(0xE9, address(loop.target(), addresses));
            }
            case Unit.Patch patch -> {
                int size = patch.bytes().length;
                int to = address(patch.target(), addresses) + patch.offset();
                if (shape.paragraphs()) {
                    to -= shape.codeBase();
                    out.prefixes(0x2E, size == 2 ? 16 : size == 4 ? 32 : 0);
                } else {
                    to += patch.alias() && shape.paging() ? Shape.ALIAS : 0;
                    out.prefixes(0x64, size == 2 ? 16 : size == 4 ? 32 : 0);
                }
                out.add(size == 1 ? 0xC6 : 0xC7, 0x05);
                out.number(to);
                out.bytes.writeBytes(patch.bytes());
            }
            case Unit.Resume resume -> {
                out.variable(0xC7, 0, Shape.RESUME - shape.variableBase());
                out.number(Shape.PLACES + 4 * place(number));
            }
            case Unit.Switch to -> {
                if (shape.bits() == 16) {
                    out.add(0x66);
                }
                out.add(0x83, 0xE0 | to.register(), 3);
                out.add(0x2E);
                if (shape.bits() == 16) {
                    out.add(0x67);
                }
                out.add(0xFF, to.call() ? 0x14 : 0x24, 0x85 | to.register() << 3);
                int table = out.start + out.bytes.size() + 4 + (shape.bits() == 32 ? 5 : 3);
                out.number(table - shape.codeBase());
                out.near(0xE9, table + 16);
                for (int target : new int[] {to.a(), to.b(), to.c(), to.d()}) {
                    out.number(address(target, addresses) - shape.codeBase());
                }
            }
            case Unit.Far far -> {
                if (shape.paragraphs()) {
                    out.far(far.paragraphs());
                    out.bytes.writeBytes(far.code());
                    out.far(0);
                } else {
                    out.bytes.writeBytes(far.code());
                }
            }
            case Unit.End end -> out.add(0xCD, 0x31);
        }
        return out.bytes.toByteArray();
    }

    /** The number of unit {@code number} among the places to go on at; 0 is the start. */
    private int place(int number) {
        return (int) Math.min(Shape.MOST_PLACES - 2, 1 + units.subList(0, number).stream().filter(Unit.Resume.class::isInstance).count());
    }

    /** EIP of each place to go on at: the start, then behind each {@link Unit.Resume}. */
    List<Integer> places() {
        int[] addresses = addresses();
        List<Integer> places = new ArrayList<>(List.of(Shape.CODE - shape.codeBase()));
        for (int k = 0; k < units.size() && places.size() < Shape.MOST_PLACES - 1; k++) {
            if (units.get(k) instanceof Unit.Resume) {
                places.add(addresses[k + 1] - shape.codeBase());
            }
        }
        return places;
    }

    private int[] addresses() {
        int[] addresses = new int[units.size() + 1];
        addresses[0] = Shape.CODE;
        for (int k = 0; k < units.size(); k++) {
            addresses[k + 1] = addresses[k] + encode(k, addresses).length;
        }
        return addresses;
    }

    private int address(int unit, int[] addresses) {
        return addresses[Math.max(0, Math.min(unit, units.size()))];
    }

    private final class Bytes {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final int start;

        Bytes(int start) {
            this.start = start;
        }

        void add(int... values) {
            for (int value : values) {
                bytes.write(value);
            }
        }

        void number(int value) {
            add(value, value >>> 8, value >>> 16, value >>> 24);
        }

        /** FS reaches all, or the kernel's variables. 16-bit code needs prefixes for 32-bit addresses, and for the other operand size; {@code size} 0 is a byte. */
        void prefixes(int segment, int size) {
            if (!shape.flat()) {
                add(segment);
            }
            if (shape.bits() == 16) {
                add(0x67);
            }
            if (size != 0 && size != shape.bits()) {
                add(0x66);
            }
        }

        /** A 32-bit operation on a variable of the kernel. */
        void variable(int opcode, int extension, int address) {
            prefixes(0x64, 32);
            add(opcode, extension << 3 | 5);
            number(address);
        }

        /** Goes on behind this, with CS so many paragraphs below the program's. */
        void far(int paragraphs) {
            int target = start + bytes.size() + 5 - shape.codeBase() + 16 * paragraphs;
            int selector = (shape.codeBase() >>> 4) - paragraphs;
            add(0xEA, target, target >>> 8, selector, selector >>> 8);
        }

        /** E8 or E9 with the code's own size of distance. */
        void near(int opcode, int target) {
            add(opcode);
            if (shape.bits() == 32) {
                number(target - (start + bytes.size() + 4));
            } else {
                int distance = target - (start + bytes.size() + 2);
                add(distance, distance >>> 8);
            }
        }

        void jump(int condition, int target) {
            int near = shape.bits() == 32 ? 5 : 3;
            if (condition < 16) {
                add(0x0F);
                near(0x80 | condition, target);
            } else if (condition == 16) {
                near(0xE9, target);
            } else {
                add(0xE0 + condition - 17, 2, 0xEB, near);
                near(0xE9, target);
            }
        }
    }

    /** Without unit {@code gone}: who went there goes to the one behind it. */
    Program without(int first, int count) {
        List<Unit> left = new ArrayList<>();
        for (int k = 0; k < units.size(); k++) {
            if (k < first || k >= first + count) {
                left.add(moved(units.get(k), first, count));
            }
        }
        return with(left);
    }

    private static Unit moved(Unit unit, int first, int count) {
        return switch (unit) {
            case Unit.Jump jump -> new Unit.Jump(jump.condition(), moved(jump.target(), first, count));
            case Unit.Call call -> new Unit.Call(moved(call.target(), first, count));
            case Unit.Loop loop -> new Unit.Loop(loop.counter(), loop.from(), moved(loop.target(), first, count));
            case Unit.Patch patch -> new Unit.Patch(moved(patch.target(), first, count), patch.offset(), patch.bytes(), patch.alias());
            case Unit.Switch to -> new Unit.Switch(to.register(), to.call(), moved(to.a(), first, count), moved(to.b(), first, count), moved(to.c(), first, count),
                    moved(to.d(), first, count));
            case Unit.Plain plain -> plain;
            case Unit.Return back -> back;
            case Unit.Resume resume -> resume;
            case Unit.Far far -> far;
            case Unit.End end -> end;
        };
    }

    private static int moved(int target, int first, int count) {
        return target < first ? target : Math.max(first, target - count);
    }
}
