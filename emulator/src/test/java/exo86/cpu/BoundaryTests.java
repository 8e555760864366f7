package exo86.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What may happen between two instructions: interrupts, their shadow, changes of IF, devices that raise a line or move the deadline in the middle of a
 * run. {@link Cpu#run} must come to the state that single steps come to.
 */
class BoundaryTests {
    private static final int PROGRAMS = 300, SLICES = 30, COUNT = 0x6000;

    private final ProtectedGuest running = new ProtectedGuest();
    private final ProtectedGuest stepping = new ProtectedGuest();

    @Test
    void runningIsStepping() {
        int interrupts = 0;
        for (int seed = 1; seed <= PROGRAMS; seed++) {
            prepare(running, seed);
            prepare(stepping, seed);
            Random random = new Random(seed);
            for (int slice = 0; slice < SLICES; slice++) {
                running.cpu.deadline = running.cpu.time + 1 + random.nextInt(60);
                boolean line = random.nextInt(3) == 0;
                running.interruptLine |= line;
                stepping.interruptLine |= line;
                running.cpu.run();
                assertTrue(running.cpu.time <= running.cpu.deadline + 1, "comes back when a device lowers the deadline");
                while (stepping.cpu.time < running.cpu.time) {
                    stepping.cpu.step();
                }
                String where = "seed " + seed + " slice " + slice + " eip " + Integer.toHexString(running.cpu.eip);
                assertEquals(SelfModificationTests.sum(stepping), SelfModificationTests.sum(running), where);
                assertEquals(stepping.interruptLine, running.interruptLine, where);
            }
            assertEquals(stepping.memory.read32(COUNT), running.memory.read32(COUNT));
            interrupts += running.memory.read32(COUNT);
        }
        assertTrue(interrupts > PROGRAMS, "the programs are interrupted: " + interrupts);
    }

    private static void prepare(ProtectedGuest guest, int seed) {
        Random random = new Random(seed);
        guest.powerOn();
        guest.paging();
        guest.interruptLine = false;
        guest.memory.write32(COUNT, 0);
        // both handlers count; the one of INT 30h is slow, so that interrupts find it running
        for (int vector : new int[] {0x20, 0x30}) {
            int at = ProtectedGuest.HANDLERS + vector * 16;
            guest.code(at, 0xFF, 0x05, COUNT & 0xFF, COUNT >> 8, 0, 0, vector == 0x20 ? 0x90 : 0xFB, 0x90, 0xCF);
        }
        guest.onPort = port -> {
            guest.interruptLine |= (port & 1) != 0;
            if ((port & 2) != 0) {
                guest.cpu.deadline = Math.min(guest.cpu.deadline, guest.cpu.time + (port >> 4));
            }
        };
        int at = ProtectedGuest.CODE;
        for (int k = 0; k < 60; k++) {
            int[] code = switch (random.nextInt(13)) {
                case 0 -> new int[] {0xFA};
                case 1, 2 -> new int[] {0xFB};
                case 3 -> new int[] {0x9C, 0x9D};
                case 4 -> new int[] {0xE4, random.nextInt(64)};
                case 5 -> new int[] {0x16, 0x17};
                case 6 -> new int[] {0x8E, 0xD3};
                case 7 -> new int[] {0xCD, 0x30};
                case 8 -> new int[] {0x9C, 0x81, 0x34, 0x24, 0, 2, 0, 0, 0x9D};
                case 9 -> new int[] {0x0F, 0x20, 0xD8, 0x0F, 0x22, 0xD8};
                case 10 -> new int[] {0xB9, 3, 0, 0, 0, 0xF3, 0xAA};
                case 11 -> new int[] {0xB9, 3, 0, 0, 0, 0xF3, 0xAE};
                default -> new int[] {0x42};
            };
            guest.code(at, code);
            at += code.length;
        }
        guest.code(at, 0xE9);
        guest.memory.write32(at + 1, ProtectedGuest.CODE - at - 5);
        guest.cpu.ebx = ProtectedGuest.KERNEL_DATA;
        guest.cpu.edi = 0x40000;
    }

    /** As on the processor: whoever interrupts a repeated comparison, a single step too, sees the flags from before it. */
    @Test
    void aRepeatedComparisonSetsFlagsWhenItEnds() {
        ProtectedGuest guest = new ProtectedGuest().paging();
        guest.code(ProtectedGuest.CODE, 0xF3, 0xAE);
        guest.cpu.edi = 0x40000;
        guest.cpu.ecx = 3;
        guest.cpu.setEflags(Flags.CF | Flags.OF | 2);
        for (int left = 2; left >= 0; left--) {
            guest.cpu.step();
            assertEquals(left, guest.cpu.ecx);
            assertEquals(left > 0 ? Flags.CF | Flags.OF | 2 : Flags.ZF | Flags.PF | 2, guest.cpu.eflags());
        }
    }

    @Test
    void frameIsTheSameAcrossPages() {
        ProtectedGuest guest = new ProtectedGuest().paging();
        guest.code(ProtectedGuest.USER_CODE, 0xCD, 0x30, 0x90);
        guest.code(ProtectedGuest.HANDLERS + 0x30 * 16, 0xCF);
        for (int round = 0; round < 2; round++) {
            for (int below = 0; below <= 24; below += 2) {
                int top = ProtectedGuest.STACK + below;
                guest.memory.write32(ProtectedGuest.TSS + 4, top);
                guest.user();
                guest.cpu.setEflags(Flags.CF | Flags.OF | 2);
                guest.cpu.step();
                assertEquals(top - 20, guest.cpu.esp);
                int[] expected = {ProtectedGuest.USER_CODE + 2, ProtectedGuest.USER_CODE_SELECTOR, Flags.CF | Flags.OF | 2, ProtectedGuest.USER_STACK, ProtectedGuest.USER_DATA};
                for (int k = 0; k < 5; k++) {
                    assertEquals(expected[k], guest.stack(k), "word " + k + " of a frame that ends at " + Integer.toHexString(top));
                }
                guest.cpu.setEflags(2);
                guest.cpu.step();
                assertEquals(ProtectedGuest.USER_CODE + 2, guest.cpu.eip);
                assertEquals(ProtectedGuest.USER_STACK, guest.cpu.esp);
                assertEquals(3, guest.cpu.cpl);
                assertEquals(Flags.CF | Flags.OF | 2, guest.cpu.eflags());
            }
        }
    }

    @Test
    void aFrameThatDoesNotFitFaultsWithNothingChanged() {
        ProtectedGuest guest = new ProtectedGuest().paging();
        guest.code(ProtectedGuest.CODE, 0xCD, 0x30);
        guest.cpu.step();
        guest.cpu.eip = ProtectedGuest.CODE;
        guest.descriptor(ProtectedGuest.KERNEL_DATA, 0, ProtectedGuest.STACK - 1, 0x4096);
        guest.cpu.ss.set(ProtectedGuest.KERNEL_DATA, 0, ProtectedGuest.STACK + 7, 0x00409600, true);
        guest.cpu.stateChanged();
        guest.cpu.esp = ProtectedGuest.STACK + 16;
        guest.run();
        assertTrue(guest.cpu.shutdownCauses().length > 0, "an expand-down stack has room for two words, not for three");
        assertEquals(12, guest.cpu.shutdownCauses()[0].vector());
        assertEquals(ProtectedGuest.CODE, guest.cpu.eip);
        assertEquals(ProtectedGuest.STACK + 16, guest.cpu.esp);
    }
}
