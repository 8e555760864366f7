package exo86.cpu;

import static exo86.cpu.ProtectedGuest.CODE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Repeated string instructions that go through memory in bulk leave what they leave one element at a time, which they go while a watchpoint is armed:
 * over pages that lie together, apart, upside down or nowhere, inside and beyond limits, however the time is cut.
 */
class StringBulkTests {
    private static final long SEED = 20261127;
    private static final int[] OPCODES = {0xA4, 0xA5, 0xA6, 0xA7, 0xAA, 0xAB, 0xAC, 0xAD, 0xAE, 0xAF};
    private static final int DATA = 0x100000, PAGES = 8;
    private static final int ELSEWHERE = 0x3F0000;

    @Test
    void likeOneAtATime() {
        for (int round = 0; round < 4000; round++) {
            long seed = SEED + round;
            ProtectedGuest bulk = guest(seed, false);
            ProtectedGuest single = guest(seed, true);
            Random cuts = new Random(~seed);
            long end = bulk.cpu.time + 70_000;
            assertEquals(bulk.cpu.time, single.cpu.time);
            while (bulk.cpu.time < end && !bulk.cpu.halted()) {
                bulk.cpu.deadline = Math.min(end, bulk.cpu.time + 1 + (cuts.nextBoolean() ? cuts.nextInt(60) : cuts.nextInt(60_000)));
                bulk.cpu.run();
            }
            single.cpu.deadline = end;
            single.cpu.run();
            assertEquals(state(single), state(bulk), "seed " + seed);
            assertEquals(-1, Arrays.mismatch(single.memory.bytes, bulk.memory.bytes), "memory, seed " + seed);
        }
    }

    private static String state(ProtectedGuest guest) {
        Cpu cpu = guest.cpu;
        return String.format("time %d eax %x ecx %x esi %x edi %x esp %x eip %x eflags %x cr2 %x handler %d", cpu.time, cpu.eax, cpu.ecx, cpu.esi, cpu.edi,
            cpu.esp, cpu.eip, cpu.eflags(), cpu.cr2(), guest.handler());
    }

    /** A prefix, a string instruction and HLT, with memory, mapping, segments and registers by chance. */
    private static ProtectedGuest guest(long seed, boolean watched) {
        Random random = new Random(seed);
        ProtectedGuest guest = new ProtectedGuest().paging();
        Cpu cpu = guest.cpu;
        int letters = 1 + random.nextInt(3);
        for (int at = DATA; at < DATA + PAGES * 0x1000; at++) {
            guest.memory.bytes[at] = (byte) (random.nextInt(500) == 0 ? random.nextInt(letters) : 0);
        }
        int kind = random.nextInt(4);
        for (int page = 0; page < PAGES; page++) {
            int frame = kind == 0 ? page : kind == 1 ? PAGES - 1 - page : random.nextInt(PAGES);
            int rights = random.nextInt(12) == 0 ? random.nextInt(8) : 7;
            guest.pte(DATA + page * 0x1000, DATA + frame * 0x1000 | rights);
        }
        if (random.nextInt(4) == 0) {
            int limit = DATA + random.nextInt(PAGES * 0x1000);
            cpu.segments[random.nextBoolean() ? 0 : 3].set(ProtectedGuest.KERNEL_DATA, 0, limit, 0x00C09300, true);
        }
        boolean wide = random.nextBoolean();
        guest.code(CODE, random.nextBoolean() ? 0xF2 : 0xF3, wide ? 0x90 : 0x66, OPCODES[random.nextInt(OPCODES.length)], 0xF4);
        if (wide) {
            guest.code(CODE + 1, guest.memory.read8(CODE), guest.memory.read8(CODE + 2), 0xF4);
            guest.code(CODE, 0x90);
        }
        cpu.eax = random.nextInt(letters);
        cpu.ecx = random.nextBoolean() ? random.nextInt(80) : random.nextInt(30_000);
        cpu.esi = DATA + random.nextInt(PAGES * 0x1000);
        cpu.edi = random.nextInt(3) == 0 ? cpu.esi + random.nextInt(9) - 4 : DATA + random.nextInt(PAGES * 0x1000);
        cpu.setEflags(cpu.eflags() | (random.nextInt(10) == 0 ? Flags.DF : 0) | random.nextInt(2));
        if (watched) {
            cpu.debugRegisters[0] = ELSEWHERE;
            cpu.debugRegisters[7] = 0xD0001;
        }
        cpu.stateChanged();
        return guest;
    }
}
