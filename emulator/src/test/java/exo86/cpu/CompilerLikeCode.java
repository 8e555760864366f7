package exo86.cpu;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random code of the kind that compilers make: arithmetic on registers and memory, compares, and jumps to other instructions of it. EBX, ESI and
 * EDI are bases of data and rarely change.
 */
final class CompilerLikeCode {
    private static final int EBX = 3, ESP = 4, EBP = 5, ESI = 6, EDI = 7;

    private final Random random;
    private final ByteArrayOutputStream code = new ByteArrayOutputStream();
    private final List<Integer> starts = new ArrayList<>();
    /** Positions of 8-bit displacements still to be filled in. */
    private final List<Integer> jumps = new ArrayList<>();

    private CompilerLikeCode(long seed) {
        random = new Random(seed);
    }

    static byte[] make(long seed, int instructions) {
        CompilerLikeCode maker = new CompilerLikeCode(seed);
        for (int k = 0; k < instructions; k++) {
            maker.starts.add(maker.code.size());
            maker.instruction();
        }
        return maker.linked();
    }

    private byte[] linked() {
        byte[] bytes = code.toByteArray();
        for (int at : jumps) {
            List<Integer> near = starts.stream().filter(start -> Math.abs(start - at - 1) < 100).toList();
            bytes[at] = (byte) (near.get(random.nextInt(near.size())) - at - 1);
        }
        return bytes;
    }

    private void instruction() {
        int kind = random.nextInt(24);
        int arithmetic = random.nextInt(8);
        switch (kind) {
            case 0, 1, 2 -> modrm(operand(), scratch(), arithmetic << 3 | 1 + random.nextInt(2) * 2);
            case 3 -> modrm(operand(), scratch(), arithmetic << 3 | random.nextInt(2) * 2);
            case 4, 5 -> {
                modrm(operand(), arithmetic, 0x83);
                code.write(random.nextInt());
            }
            case 6 -> {
                modrm(operand(), arithmetic, 0x80);
                code.write(random.nextInt());
            }
            case 7, 8 -> modrm(operand(), scratch(), random.nextBoolean() ? 0x8B : 0x89);
            case 9 -> modrm(operand(), random.nextInt(3), random.nextBoolean() ? 0x8A : 0x88);
            case 10 -> modrm(operand(), scratch(), 0x0F, new int[] {0xB6, 0xB7, 0xBE, 0xBF, 0xAF}[random.nextInt(5)]);
            case 11 -> code.write(0x40 | random.nextInt(2) << 3 | scratch());
            case 12 -> code.write(0x50 | scratch());
            case 13 -> code.write(0x58 | scratch());
            case 14 -> {
                modrm(0xC0 | scratch(), 4 + new int[] {0, 1, 3}[random.nextInt(3)], 0xC1);
                code.write(random.nextInt(33));
            }
            case 15 -> modrm(operand(), scratch(), 0x84 + random.nextInt(2));
            case 16 -> modrm(0xC0 | random.nextInt(3), 0, 0x0F, 0x90 + random.nextInt(16));
            case 17 -> modrm(operand(), scratch(), 0x0F, 0x40 + random.nextInt(16));
            case 18 -> modrm(0xC0 | scratch(), 2 + random.nextInt(3), 0xF7);
            case 19 -> modrm(operand(), random.nextInt(2), 0xFF);
            case 20 -> jump(random.nextInt(8) == 0 ? 0xEB : 0xE2);
            case 21 -> callOrReturn();
            default -> {
                int[] compares = {0x39, 0x3B, 0x85, 0x3A, 0x84, 0x29};
                modrm(operand(), scratch(), compares[random.nextInt(compares.length)]);
                starts.add(code.size());
                jump(0x70 + random.nextInt(16));
            }
        }
    }

    /** EAX, ECX, EDX, EBP. */
    private int scratch() {
        int register = random.nextInt(4);
        return register == 3 ? EBP : register;
    }

    /** A mod and r/m: a scratch register, or memory at a base and a displacement of 8 bits. */
    private int operand() {
        return random.nextInt(2) == 0 ? 0xC0 | scratch() : 0x40 | new int[] {EBX, ESP, ESI, EDI}[random.nextInt(4)];
    }

    private void modrm(int operand, int register, int... opcode) {
        for (int b : opcode) {
            code.write(b);
        }
        code.write(operand | register << 3);
        if (operand < 0xC0) {
            if ((operand & 7) == ESP) {
                // [base + index * scale]: the index is EAX, kept small by nobody, or none
                code.write(random.nextInt(4) == 0 ? 0x03 : 0x24);
            }
            code.write(random.nextInt(16) * 4 + random.nextInt(4) / 3);
        }
    }

    private void jump(int opcode) {
        code.write(opcode);
        jumps.add(code.size());
        code.write(0);
    }

    /** CALL over a jump to a place that may return, or RET. */
    private void callOrReturn() {
        if (random.nextInt(3) == 0) {
            code.write(0xC3);
            return;
        }
        code.write(0xE8);
        for (int k = 0; k < 4; k++) {
            code.write(k == 0 ? random.nextInt(3) * 2 : 0);
        }
        jump(0xEB);
    }
}
