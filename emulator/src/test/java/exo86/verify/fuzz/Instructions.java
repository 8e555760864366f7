package exo86.verify.fuzz;

import exo86.isa.Decoder;
import exo86.isa.Instruction;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;

/**
 * Random instructions that only go on, by encoding: an opcode of some group, random prefixes, operands that mostly lie in the data, immediates from the
 * places where arithmetic is interesting. Sometimes a second instruction in front keeps an index or a count small. Now and then plain noise.
 */
final class Instructions {
    private static final int[] INTERESTING = {0, 1, 2, 7, 8, 15, 16, 31, 32, 0x7F, 0x80, 0xFF, 0x100, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, -1, -2};
    private static final int EBX = 3, ESP = 4, EBP = 5, ESI = 6, EDI = 7;
    private static final int[] ANCHORS = {EBX, EBX, ESI, EDI, EBP};

    private final Random random;
    private final Shape shape;
    private final Instruction decoded = new Instruction();
    private final ByteArrayOutputStream first = new ByteArrayOutputStream();
    private final byte[] code = new byte[40];
    private int at;
    private boolean wideOperand, wideAddress;

    Instructions(Random random, Shape shape) {
        this.random = random;
        this.shape = shape;
    }

    byte[] next() {
        while (true) {
            first.reset();
            at = 0;
            emit();
            for (int k = at; k < code.length; k++) {
                code[k] = (byte) random.nextInt();
            }
            byte[] immediate = number();
            System.arraycopy(immediate, 0, code, at, 4);
            int length = Decoder.decode(code, 0, code.length, shape.bits(), decoded);
            if (length > 0) {
                first.write(code, 0, length);
                return first.toByteArray();
            }
        }
    }

    /** Registers that point into the data, set again. */
    byte[] anchor() {
        int register = ANCHORS[random.nextInt(ANCHORS.length)];
        int base = register == EBP ? shape.stackBase() : register == EDI ? shape.extraBase() : shape.dataBase();
        int to = register == EBP ? shape.stackTop() - 0x200 - random.nextInt(0x800) : Shape.DATA - base + anchorOffset();
        return move(register, to);
    }

    /** Where pages, lines and words meet more often than by chance. */
    private int anchorOffset() {
        int offset = 0x200 + random.nextInt(0xE800);
        return near(switch (random.nextInt(3)) {
            case 0 -> offset;
            case 1 -> offset & ~0xFFF | 0xFF0 + random.nextInt(0x20);
            default -> offset & ~3;
        });
    }

    /** Mostly a multiple of 4 where alignment is checked. */
    private int near(int distance) {
        return shape.aligned() && chance(30) > 0 ? distance & ~3 : distance;
    }

    /** {@code mov register, value} in 32 bits. */
    byte[] move(int register, int value) {
        byte[] bytes = {0x66, (byte) (0xB8 | register), (byte) value, (byte) (value >>> 8), (byte) (value >>> 16), (byte) (value >>> 24)};
        return shape.bits() == 16 ? bytes : Arrays.copyOfRange(bytes, 1, bytes.length);
    }

    private byte[] number() {
        int value = switch (random.nextInt(4)) {
            case 0 -> random.nextInt();
            case 1 -> random.nextInt(256) - 128;
            default -> INTERESTING[random.nextInt(INTERESTING.length)] + (random.nextInt(4) == 0 ? random.nextInt(3) - 1 : 0);
        };
        return new byte[] {(byte) value, (byte) (value >>> 8), (byte) (value >>> 16), (byte) (value >>> 24)};
    }

    private void put(int... bytes) {
        for (int value : bytes) {
            code[at++] = (byte) value;
        }
    }

    private int chance(int bound) {
        return random.nextInt(bound);
    }

    private int pick(int... values) {
        return values[random.nextInt(values.length)];
    }

    /** A register to be changed: mostly one that no address needs. */
    private int register() {
        int k = random.nextInt(100);
        return k < 78 || shape.calm() ? random.nextInt(3) : k < 79 ? ESP : pick(EBX, EBP, ESI, EDI);
    }

    private void prefixes() {
        boolean operand = chance(4) == 0;
        boolean address = !shape.calm() && chance(shape.bits() == 16 ? 3 : 40) == 0;
        wideOperand = (shape.bits() == 32) != operand;
        wideAddress = (shape.bits() == 32) != address;
        if (operand) {
            put(0x66);
        }
        if (address) {
            put(0x67);
        }
        if (!shape.calm() && chance(25) == 0) {
            put(pick(0x26, 0x2E, 0x36, 0x3E, 0x64, 0x65));
        }
        if (!shape.calm() && chance(150) == 0) {
            put(pick(0xF0, 0xF2, 0xF3));
        }
    }

    private void emit() {
        int k = random.nextInt(shape.calm() ? 905 : 1000);
        if (shape.paragraphs() && chance(40) == 0) {
            paragraphs();
            return;
        }
        if (shape.aligned() && chance(60) == 0) {
            put(0xCD, Kernel.PLAIN);
            return;
        }
        if (k >= 985) {
            noise();
            return;
        }
        if (k >= 850 && k < 885) {
            string();
            return;
        }
        if (!shape.flat() && chance(50) == 0) {
            otherSize();
            return;
        }
        prefixes();
        if (k < 230) {
            int opcode = chance(8) << 3 | chance(6);
            put(opcode);
            if ((opcode & 7) < 4) {
                operands(register());
            }
        } else if (k < 310) {
            put(pick(0x80, 0x81, 0x83, 0x83));
            operands(chance(8));
        } else if (k < 370) {
            if (chance(2) == 0) {
                put(0x40 | chance(2) << 3 | register());
            } else {
                put(pick(0xFE, 0xFF));
                operands(chance(2));
            }
        } else if (k < 460) {
            move();
        } else if (k < 500) {
            put(0x8D);
            memory(register());
        } else if (k < 560) {
            put(pick(0xC0, 0xC1, 0xD0, 0xD1, 0xD2, 0xD3));
            operands(chance(8));
        } else if (k < 600) {
            put(pick(0xF6, 0xF7, 0xF7, 0x84, 0x85, 0xA8, 0xA9));
            int opcode = code[at - 1] & 0xFF;
            if (opcode < 0xA0 || opcode >= 0xF0) {
                operands(chance(shape.calm() && chance(50) > 0 && opcode >= 0xF0 ? 6 : 8));
            }
        } else if (k < 630) {
            exchange();
        } else if (k < 690) {
            stack();
        } else if (k < 715) {
            put(0x0F, 0xAF);
            if (chance(2) == 0) {
                at -= 2;
                put(pick(0x69, 0x6B));
            }
            operands(register());
        } else if (k < 755) {
            put(0x0F, pick(0xB6, 0xB7, 0xBE, 0xBF));
            operands(register());
        } else if (k < 795) {
            put(0x0F, pick(0x40, 0x90) | chance(16));
            operands(register());
        } else if (k < 850) {
            bits();
        } else {
            rare(k);
        }
    }

    private void move() {
        switch (chance(5)) {
            case 0 -> put(0xB0 | chance(2) << 3 | register());
            case 1 -> {
                put(0xA0 | chance(4));
                offset();
            }
            case 2 -> {
                put(pick(0xC6, 0xC7));
                operands(0);
            }
            default -> {
                put(0x88 | chance(4));
                operands(register());
            }
        }
    }

    /** An absolute address in the data. */
    private void offset() {
        int to = Shape.DATA - shape.dataBase() + anchorOffset();
        put(to, to >>> 8);
        if (wideAddress) {
            put(to >>> 16, to >>> 24);
        }
    }

    /** A near transfer of the other operand size than the code's, to where control would go anyway. */
    private void otherSize() {
        byte[] distance = new byte[shape.bits() == 16 ? 4 : 2];
        put(0x66);
        switch (chance(4)) {
            case 0 -> {
                // a call of the return that stands behind the jump over it
                distance[0] = 2;
                first.writeBytes(new byte[] {0x66, (byte) 0xE8});
                first.writeBytes(distance);
                first.writeBytes(new byte[] {(byte) 0xEB, 2});
                put(0xC3);
            }
            case 1 -> put(0xE0 | chance(4), 0);
            case 2 -> {
                put(0x0F, 0x80 | chance(16));
                for (byte each : distance) {
                    put(each);
                }
            }
            default -> put(0xEB, 0);
        }
    }

    private void exchange() {
        switch (chance(5)) {
            case 0 -> put(0x90 | register());
            case 1 -> {
                put(0x0F, pick(0xB0, 0xB1, 0xC0, 0xC1));
                operands(register());
            }
            case 2 -> {
                put(0x0F, 0xC7);
                memory(1);
            }
            default -> {
                put(pick(0x86, 0x87));
                operands(register());
            }
        }
    }

    private void stack() {
        switch (chance(9)) {
            case 0, 1, 2 -> {
                if (shape.calm()) {
                    put(0x50 | chance(3), 0x58 | chance(3));
                } else {
                    put(0x50 | chance(8));
                }
            }
            case 3, 4, 5 -> put(shape.calm() ? 0x90 : 0x58 | register());
            default -> {
                if (shape.calm()) {
                    put(0x0F, 0xC8 | register());
                } else if (chance(3) == 0) {
                    put(pick(0x68, 0x6A));
                } else {
                    put(pick(0xFF, 0x8F));
                    operands(code[at - 1] == (byte) 0xFF ? 6 : 0);
                }
            }
        }
    }

    private void bits() {
        switch (chance(6)) {
            case 0 -> {
                put(0x0F, pick(0xA3, 0xAB, 0xB3, 0xBB));
                if (chance(4) == 0) {
                    operands(chance(3));
                } else {
                    put(0xC0 | chance(8) << 3 | register());
                }
            }
            case 1 -> {
                put(0x0F, 0xBA);
                operands(4 + chance(4));
            }
            case 2, 3 -> {
                put(0x0F, pick(0xA4, 0xA5, 0xAC, 0xAD));
                operands(chance(8));
            }
            case 4 -> {
                put(0x0F, pick(0xBC, 0xBD));
                operands(register());
            }
            default -> put(0x0F, 0xC8 | register());
        }
    }

    /** Mostly with a small count and DF as it is. */
    private void string() {
        boolean repeated = chance(3) > 0;
        if (repeated) {
            first.writeBytes(move(1, chance(12) == 0 ? chance(5000) : chance(40)));
        }
        if (chance(4) == 0) {
            first.writeBytes(anchor());
        }
        wideAddress = shape.bits() == 32;
        if (chance(4) == 0) {
            put(0x66);
        }
        if (chance(40) == 0) {
            put(0x67);
        }
        if (chance(15) == 0) {
            put(pick(0x26, 0x2E, 0x36, 0x64));
        }
        if (repeated) {
            put(pick(0xF2, 0xF3, 0xF3));
        }
        put(pick(0xA4, 0xA5, 0xA6, 0xA7, 0xAA, 0xAB, 0xAC, 0xAD, 0xAE, 0xAF));
    }

    private void rare(int k) {
        if (k < 905) {
            put(pick(0x98, 0x99, 0xF5, 0xF8, 0xF9, 0xFC, 0xFC, 0x9E, 0x9F, 0xF8, chance(3) == 0 ? 0xFD : 0xFC));
        } else if (k < 912) {
            put(chance(4) == 0 ? 0x9D : 0x9C);
        } else if (k < 922) {
            put(pick(0x27, 0x2F, 0x37, 0x3F, 0xD4, 0xD5));
        } else if (k < 930) {
            int opcode = pick(0xD7, 0xC9, 0x60, 0x61, 0xC8, 0xC8, 0x62, 0xD6, 0x9B);
            put(opcode);
            if (opcode == 0xC8) {
                put(chance(0x40) * 2, 0, chance(3) == 0 ? chance(40) : chance(4));
            }
        } else if (k < 955) {
            put(0xD8 | chance(8));
            operands(chance(8));
        } else if (k < 962) {
            put(0x0F, pick(0x00, 0x01, 0x02, 0x03, 0xA2, 0x31));
            int opcode = code[at - 1] & 0xFF;
            if (opcode < 4) {
                operands(opcode == 0 ? pick(0, 1, 4, 5) : opcode == 1 ? pick(0, 1, 4) : chance(3));
            }
        } else if (k < 972) {
            privileged();
        } else if (shape.paragraphs()) {
            paragraphs();
        } else {
            segments();
        }
    }

    private void privileged() {
        switch (chance(7)) {
            case 0 -> put(0xCD, Kernel.PLAIN);
            case 1 -> put(pick(0xCC, 0xCE));
            case 2 -> put(pick(0xFA, 0xFB));
            case 3 -> put(0xEC | chance(2));
            case 4 -> put(0xE4 | chance(2), chance(2) == 0 ? 0x61 : 0x80);
            case 5 -> {
                put(0x0F, 0x01);
                memory(7);
            }
            default -> {
                if (!shape.user()) {
                    first.writeBytes(new byte[] {0x0F, 0x20, (byte) 0xD8, 0x0F, 0x22, (byte) 0xD8});
                }
                put(0x90);
            }
        }
    }

    /** Selectors that may be loaded, into segments that the program can do without for a while; or reads of any. */
    private void segments() {
        int level = shape.user() ? 3 : 0;
        switch (chance(4)) {
            case 0 -> {
                put(0x8C);
                operands(chance(6));
            }
            case 1 -> put(pick(0x06, 0x0E, 0x16, 0x1E));
            case 2 -> {
                int selector = pick(Kernel.DATA, Kernel.EXTRA, Kernel.FLAT_USER) | level;
                at = 0;
                first.writeBytes(move(0, selector));
                put(0x8E, 0xC0 | pick(0, 0, 3, 5) << 3);
            }
            default -> {
                at = 0;
                first.writeBytes(move(0, Kernel.DATA | level));
                put(0x8E, 0xC0 | 3 << 3);
            }
        }
    }

    /** Loads of segments that cannot fault: mostly with one in which the data lies. FS stays, it is the kernel's. */
    private void paragraphs() {
        int selector = !shape.calm() && chance(20) == 0 ? shape.codeBase() >>> 4 : (chance(2) == 0 ? shape.dataBase() >>> 4 : shape.extraBase() >>> 4) + (chance(2) == 0 ? 0 : chance(64));
        at = 0;
        switch (chance(6)) {
            case 0 -> {
                put(0x8C);
                wideAddress = false;
                operands(chance(6));
            }
            case 1 -> {
                first.write(pick(0x06, 0x1E));
                put(pick(0x07, 0x1F));
            }
            case 2 -> {
                int offset = anchorOffset() & 0xFFFF;
                int to = Shape.DATA - shape.dataBase() + anchorOffset();
                first.writeBytes(new byte[] {(byte) 0xC7, 6, (byte) to, (byte) (to >>> 8), (byte) offset, (byte) (offset >>> 8)});
                first.writeBytes(new byte[] {(byte) 0xC7, 6, (byte) (to + 2), (byte) (to + 2 >>> 8), (byte) selector, (byte) (selector >>> 8)});
                if (chance(3) > 0) {
                    put(pick(0xC4, 0xC5), 6 | chance(3) << 3, to, to >>> 8);
                } else {
                    put(0x0F, 0xB5, 6 | chance(3) << 3, to, to >>> 8);
                }
            }
            case 3 -> {
                first.writeBytes(move(0, selector));
                first.write(0x50);
                put(pick(0x07, 0x1F));
            }
            default -> {
                first.writeBytes(move(0, selector));
                put(0x8E, 0xC0 | pick(0, 3, 5) << 3);
            }
        }
    }

    private void noise() {
        for (int k = chance(4); k >= 0; k--) {
            put(random.nextInt());
        }
    }

    // ---- ModRM

    private void operands(int reg) {
        if (chance(100) < 45) {
            memory(reg);
        } else {
            put(0xC0 | reg << 3 | register());
        }
    }

    private void memory(int reg) {
        if (wideAddress) {
            memory32(reg << 3);
        } else {
            memory16(reg << 3);
        }
    }

    private void memory16(int reg) {
        switch (chance(4)) {
            case 0 -> {
                put(reg | 6);
                int to = Shape.DATA - shape.dataBase() + anchorOffset();
                put(to, to >>> 8);
            }
            case 1 -> put(0x40 | reg | chance(8), near(random.nextInt()));
            case 2 -> put(0x80 | reg | chance(8), near(random.nextInt()), random.nextInt(8));
            default -> put(reg | pick(0, 1, 4, 5, 7));
        }
    }

    private void memory32(int reg) {
        int anchor = ANCHORS[random.nextInt(ANCHORS.length)];
        switch (chance(20)) {
            case 0, 1, 2, 3, 4, 5, 6 -> put(0x40 | reg | anchor, near(random.nextInt()));
            case 7, 8 -> {
                int distance = near(random.nextInt(0x2000) - 0x1000);
                put(0x80 | reg | anchor, distance, distance >>> 8, distance >>> 16, distance >>> 24);
            }
            case 9, 10 -> {
                put(reg | 5);
                offset();
            }
            case 11, 12 -> put(0x40 | reg | 4, 0x24, near(random.nextInt(0x40) * 2));
            case 13, 14, 15, 16 -> {
                int index = pick(0, 1, 2, ESI, EDI);
                if (index < 3) {
                    first.writeBytes(shape.bits() == 32 ? new byte[] {(byte) 0x83, (byte) (0xE0 | index), (byte) random.nextInt(0x80)}
                        : new byte[] {0x66, (byte) 0x83, (byte) (0xE0 | index), (byte) random.nextInt(0x80)});
                    put(0x40 | reg | 4, chance(4) << 6 | index << 3 | anchor, random.nextInt());
                } else if (shape.calm()) {
                    put(0x40 | reg | anchor, near(random.nextInt()));
                } else {
                    put(0x40 | reg | 4, chance(2) << 6 | index << 3 | pick(0, 1, 2), random.nextInt());
                }
            }
            case 17, 18 -> put(reg | pick(EBX, ESI, EDI));
            default -> put(0x40 | reg | (shape.calm() ? anchor : pick(0, 1, 2)), random.nextInt());
        }
    }
}
