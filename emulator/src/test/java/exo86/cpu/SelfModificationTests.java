package exo86.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo86.mmu.StateSink;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Code that writes to itself: decoded blocks against a processor that decodes each instruction anew. The programs are loops over two pages that store
 * bytes and words anywhere into themselves, so written are immediates, opcodes, the running block, what follows it, and what crosses the pages.
 */
class SelfModificationTests {
    private static final int PROGRAMS = 1500, START = 0x10FB0, LENGTH = 0x90;

    /** 64-bit FNV-1a over what it is fed. */
    private static final class Sum implements StateSink {
        private long sum = 0xCBF29CE484222325L;

        @Override
        public void add(long value) {
            sum = (sum ^ value) * 0x100000001B3L;
        }

        @Override
        public void add(byte[] bytes, int offset, int length) {
            for (int k = 0; k < length; k++) {
                add(bytes[offset + k]);
            }
        }
    }

    @Test
    void decodedBlocksFollowEveryWrite() {
        ProtectedGuest cached = new ProtectedGuest();
        ProtectedGuest fresh = new ProtectedGuest();
        for (int seed = 1; seed <= PROGRAMS; seed++) {
            prepare(cached, seed);
            prepare(fresh, seed);
            Random random = new Random(seed);
            for (int slice = 0; slice < 40; slice++) {
                cached.cpu.deadline = cached.cpu.time + 1 + random.nextInt(25);
                Stop stop = cached.cpu.run();
                while (fresh.cpu.time < cached.cpu.time) {
                    fresh.cpu.interpreter.dropAll();
                    fresh.cpu.step();
                }
                assertEquals(sum(fresh), sum(cached), "seed " + seed + " slice " + slice + " eip " + Integer.toHexString(cached.cpu.eip));
                if (stop != Stop.DEADLINE) {
                    break;
                }
            }
        }
    }

    static long sum(ProtectedGuest guest) {
        Sum sum = new Sum();
        guest.cpu.hash(sum);
        sum.add(guest.memory.bytes, START, LENGTH);
        return sum.sum;
    }

    private static void prepare(ProtectedGuest guest, int seed) {
        Random random = new Random(seed);
        guest.powerOn();
        guest.paging();
        guest.cpu.eip = START;
        for (int register = 0; register < 8; register++) {
            guest.cpu.setRegister(register, random.nextInt());
        }
        guest.cpu.esp = ProtectedGuest.STACK;
        guest.cpu.stateChanged();
        int at = START;
        while (at < START + LENGTH - 16) {
            int target = START + random.nextInt(LENGTH - 4);
            switch (random.nextInt(8)) {
                case 0 -> at = word(guest, put(guest, at, 0xB8 + random.nextInt(4)), random.nextInt());
                case 1 -> at = put(guest, at, 0x83, 0xC3, random.nextInt(256));
                case 2 -> at = put(guest, at, 0x42);
                case 3 -> at = put(guest, word(guest, put(guest, at, 0xC6, 0x05), target), random.nextInt(4) == 0 ? random.nextInt(256) : 0x90);
                case 4 -> at = word(guest, put(guest, at, 0x89, 0x1D), target);
                case 5 -> at = put(guest, at, 0x75, random.nextInt(20));
                case 6 -> at = word(guest, put(guest, at, 0xA3), target);
                default -> at = put(guest, at, 0x31, 0xD3);
            }
        }
        word(guest, put(guest, at, 0xE9), START - at - 5);
    }

    private static int put(ProtectedGuest guest, int at, int... bytes) {
        guest.code(at, bytes);
        return at + bytes.length;
    }

    private static int word(ProtectedGuest guest, int at, int value) {
        guest.memory.write32(at, value);
        return at + 4;
    }
}
