package exo86.cpu;

import static exo86.cpu.ProtectedGuest.CODE;
import static exo86.cpu.ProtectedGuest.GDT;
import static exo86.cpu.ProtectedGuest.STACK;
import static exo86.cpu.ProtectedGuest.TSS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Hardware task switches and virtual-8086 mode. */
class TaskTests {
    private static final int OTHER = 0x5000, OTHER_SELECTOR = 0x38, OTHER_CODE = 0x14000;

    private final ProtectedGuest guest = new ProtectedGuest();
    private final Cpu cpu = guest.cpu;

    /** A second task of ring 0 at {@link #OTHER_CODE}. */
    private void otherTask() {
        guest.descriptor(OTHER_SELECTOR, OTHER, 103, 0x89);
        guest.descriptor(ProtectedGuest.TSS_SELECTOR, TSS, 103, 0x8B);
        guest.memory.write32(OTHER + 0x20, OTHER_CODE);
        guest.memory.write32(OTHER + 0x24, 2);
        guest.memory.write32(OTHER + 0x28, 0xAAAA);
        guest.memory.write32(OTHER + 0x38, STACK - 0x1000);
        int[] selectors = {0x10, 8, 0x10, 0x10, 0, 0};
        for (int k = 0; k < 6; k++) {
            guest.memory.write32(OTHER + 0x48 + 4 * k, selectors[k]);
        }
    }

    private int busy(int selector) {
        return guest.memory.read8(GDT + selector + 5) & 2;
    }

    @Test
    void callAndReturn() {
        otherTask();
        cpu.ebx = 0xB0B;
        guest.code(CODE, 0x9A, 0, 0, 0, 0, OTHER_SELECTOR, 0, 0xF4);
        guest.code(OTHER_CODE, 0xCF, 0x40, 0xCF);
        cpu.step();
        assertEquals(OTHER_CODE, cpu.eip);
        assertEquals(0xAAAA, cpu.eax);
        assertEquals(Flags.NT, cpu.eflags() & Flags.NT);
        assertEquals(ProtectedGuest.TSS_SELECTOR, guest.memory.read16(OTHER));
        assertEquals(2, busy(OTHER_SELECTOR));
        assertEquals(2, busy(ProtectedGuest.TSS_SELECTOR));
        assertEquals(Cpu.CR0_TS, cpu.cr0 & Cpu.CR0_TS);
        cpu.step();
        assertEquals(CODE + 7, cpu.eip);
        assertEquals(0xB0B, cpu.ebx);
        assertEquals(0, busy(OTHER_SELECTOR));
        assertEquals(0, cpu.eflags() & Flags.NT);
        assertEquals(OTHER_CODE + 1, guest.memory.read32(OTHER + 0x20));
    }

    @Test
    void jumpToABusyTaskIsRefused() {
        otherTask();
        guest.descriptor(OTHER_SELECTOR, OTHER, 103, 0x8B);
        guest.code(CODE, 0xEA, 0, 0, 0, 0, OTHER_SELECTOR, 0);
        guest.run();
        assertEquals(13, guest.handler());
        assertEquals(OTHER_SELECTOR, guest.errorCode());
    }

    @Test
    void aDoubleFaultThroughATaskGateGetsAGoodStack() {
        otherTask();
        guest.memory.write32(ProtectedGuest.IDT + 8 * 8, OTHER_SELECTOR << 16);
        guest.memory.write32(ProtectedGuest.IDT + 8 * 8 + 4, 0x8500);
        guest.code(OTHER_CODE, 0xF4);
        guest.paging();
        guest.memory.write32(OTHER + 0x1C, ProtectedGuest.DIRECTORY);
        guest.pte(STACK - 0x1000, 0);
        guest.memory.write32(OTHER + 0x38, 0x28000);
        cpu.esp = STACK;
        guest.code(CODE, 0x50);
        guest.run();
        assertTrue(cpu.halted());
        assertEquals(OTHER_CODE + 1, cpu.eip);
        assertEquals(0x28000 - 4, cpu.esp, "the error code");
        assertEquals(STACK - 4, cpu.cr2());
        assertEquals(CODE, guest.memory.read32(TSS + 0x20));
    }

    @Test
    void virtual8086AndBack() {
        int[] frame = {0x20, 0x1100, Flags.VM | 2, 0x800, 0x3000, 0x1000, 0x2000, 0x3000, 0x4000};
        cpu.esp = STACK - 36;
        for (int k = 0; k < frame.length; k++) {
            guest.memory.write32(cpu.esp + k * 4, frame[k]);
        }
        guest.code(CODE, 0xCF);
        // mov ax,[4]; cli
        guest.code(0x11020, 0xA1, 4, 0, 0xFA);
        guest.memory.write16(0x20004, 0xBEEF);
        cpu.step();
        assertTrue(cpu.virtual8086());
        cpu.step();
        assertEquals(0xBEEF, cpu.eax & 0xFFFF);
        guest.run();
        assertEquals(13, guest.handler(), "CLI at IOPL 0");
        assertEquals(0x23, guest.stack(1));
        assertEquals(0x1100, guest.stack(2));
        assertEquals(Flags.VM, guest.stack(3) & Flags.VM);
        assertEquals(0x800, guest.stack(4));
        assertEquals(0x3000, guest.stack(5));
        assertEquals(0x1000, guest.stack(6), "ES");
        assertEquals(0x2000, guest.stack(7), "DS");
        assertEquals(0, cpu.ds.selector);
    }
}
