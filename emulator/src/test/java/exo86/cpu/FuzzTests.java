package exo86.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.mmu.StateSink;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random bytes as code, in each mode, and random code of the common kind: no exception of Java's, time goes on, and stepping ends where running ends. */
class FuzzTests {
    private static final int RUNS = 400, COMPILER_LIKE_RUNS = 200, INSTRUCTIONS = 300;

    @Test
    void realMode() {
        fuzz(1, RUNS, guest -> {
            guest.cpu.reset();
            guest.cpu.cs.setReal(0x1000);
            guest.cpu.eip = 0;
            guest.cpu.esp = 0x8000;
            guest.cpu.stateChanged();
        });
    }

    @Test
    void ring0() {
        fuzz(2, RUNS, guest -> { });
    }

    @Test
    void ring0WithPaging() {
        fuzz(3, RUNS, ProtectedGuest::paging);
    }

    @Test
    void ring3WithPaging() {
        fuzz(4, RUNS, guest -> {
            guest.paging().user();
            guest.cpu.eip = ProtectedGuest.CODE;
        });
    }

    @Test
    void sixteenBitProtectedMode() {
        fuzz(5, RUNS, guest -> {
            guest.cpu.setSegment(1, 8, 0x10000, 0xFFFF, 0x9B00);
            guest.cpu.setSegment(2, 16, 0x20000, 0xFFFF, 0x9300);
            guest.cpu.eip = 0;
        });
    }

    /** Code for which there are hot forms, and joined ones. */
    @Test
    void compilerLikeCode() {
        fuzz(6, COMPILER_LIKE_RUNS, FuzzTests::compilerLike);
    }

    @Test
    void compilerLikeCodeWithPaging() {
        fuzz(7, COMPILER_LIKE_RUNS, guest -> {
            guest.paging();
            compilerLike(guest);
        });
    }

    private static void compilerLike(ProtectedGuest guest) {
        byte[] bytes = CompilerLikeCode.make(guest.cpu.eax * 31L + guest.cpu.ecx, 300);
        guest.memory.write(ProtectedGuest.CODE, bytes, 0, bytes.length);
        guest.cpu.ebx = 0x20000;
        guest.cpu.esi = 0x20FF0;
        guest.cpu.edi = ProtectedGuest.CODE + 0x800;
        guest.cpu.eip = ProtectedGuest.CODE;
    }

    private interface Preparation {
        void apply(ProtectedGuest guest);
    }

    private static void fuzz(int seed, int runs, Preparation preparation) {
        for (int run = 0; run < runs; run++) {
            long first = once(seed * 1000L + run, preparation, false);
            long second = once(seed * 1000L + run, preparation, true);
            assertEquals(first, second, "seed " + (seed * 1000 + run) + ": one run and many steps differ");
        }
    }

    private static long once(long seed, Preparation preparation, boolean stepping) {
        Random random = new Random(seed);
        ProtectedGuest guest = new ProtectedGuest();
        byte[] bytes = new byte[0x3000];
        random.nextBytes(bytes);
        guest.memory.write(ProtectedGuest.CODE - 0x1000, bytes, 0, bytes.length);
        for (int k = 0; k < 8; k++) {
            guest.cpu.setRegister(k, k == 4 ? ProtectedGuest.STACK : random.nextInt(4) == 0 ? random.nextInt() : 0x10000 + random.nextInt(0x20000));
        }
        preparation.apply(guest);
        Cpu cpu = guest.cpu;
        if (stepping) {
            while (cpu.time < INSTRUCTIONS) {
                Stop stop = cpu.step();
                if (stop != Stop.STEPPED) {
                    break;
                }
            }
        } else {
            cpu.deadline = INSTRUCTIONS;
            Stop stop = cpu.run();
            assertTrue(stop == Stop.HALTED || stop == Stop.SHUTDOWN || cpu.time == INSTRUCTIONS, "stopped with " + stop + " at " + cpu.time);
        }
        Digest digest = new Digest();
        cpu.hash(digest);
        guest.memory.hash(digest);
        return digest.value;
    }

    private static final class Digest implements StateSink {
        private long value = 17;

        @Override
        public void add(long more) {
            value = (value ^ more) * 0x9E3779B97F4A7C15L;
            value ^= value >>> 29;
        }

        @Override
        public void add(byte[] bytes, int offset, int length) {
            add(java.util.Arrays.hashCode(offset == 0 && length == bytes.length ? bytes : java.util.Arrays.copyOfRange(bytes, offset, offset + length)));
        }
    }
}
