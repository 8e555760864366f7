package exo86.cpu;

import static exo86.cpu.ProtectedGuest.CODE;
import static exo86.cpu.ProtectedGuest.HANDLERS;
import static exo86.cpu.ProtectedGuest.KERNEL_CODE;
import static exo86.cpu.ProtectedGuest.KERNEL_DATA;
import static exo86.cpu.ProtectedGuest.STACK;
import static exo86.cpu.ProtectedGuest.TSS;
import static exo86.cpu.ProtectedGuest.USER_CODE;
import static exo86.cpu.ProtectedGuest.USER_CODE_SELECTOR;
import static exo86.cpu.ProtectedGuest.USER_DATA;
import static exo86.cpu.ProtectedGuest.USER_STACK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Rings, gates, stack switches, double and triple faults, interrupt windows. */
class ProtectionTests {
    private final ProtectedGuest guest = new ProtectedGuest();
    private final Cpu cpu = guest.cpu;

    @Test
    void softwareInterruptFromRing3SwitchesTheStack() {
        guest.user();
        cpu.setEflags(Flags.IF | Flags.CF | 2);
        guest.code(USER_CODE, 0xCD, 0x30);
        guest.run();
        assertEquals(0x30, guest.handler());
        assertEquals(0, cpu.cpl);
        assertEquals(STACK - 0x100 - 20, cpu.esp);
        assertEquals(KERNEL_DATA, cpu.ss.selector);
        assertEquals(USER_CODE + 2, guest.stack(0));
        assertEquals(USER_CODE_SELECTOR, guest.stack(1));
        assertEquals(Flags.IF | Flags.CF | 2, guest.stack(2));
        assertEquals(USER_STACK, guest.stack(3));
        assertEquals(USER_DATA, guest.stack(4));
        assertEquals(0, cpu.eflags() & Flags.IF);
    }

    @Test
    void gateOfRing0IsClosedToSoftwareOfRing3() {
        guest.user();
        guest.code(USER_CODE, 0xCD, 0x31);
        guest.run();
        assertEquals(13, guest.handler());
        assertEquals(0x31 * 8 + 2, guest.errorCode());
        assertEquals(USER_CODE, guest.stack(1));
        assertEquals(Flags.RF | 2, guest.stack(3));
    }

    @Test
    void returnToRing3TakesRing0DataAway() {
        guest.code(CODE, 0xCF);
        int[] frame = {USER_CODE, USER_CODE_SELECTOR, 2, USER_STACK, USER_DATA};
        cpu.esp = STACK - 20;
        for (int k = 0; k < 5; k++) {
            guest.memory.write32(cpu.esp + k * 4, frame[k]);
        }
        guest.code(USER_CODE, 0xA1, 0, 0, 0, 0);
        cpu.step();
        assertEquals(3, cpu.cpl);
        assertEquals(USER_STACK, cpu.esp);
        assertEquals(0, cpu.ds.selector);
        guest.run();
        assertEquals(13, guest.handler());
        assertEquals(0, guest.errorCode());
    }

    @Test
    void callGateCopiesParameters() {
        guest.memory.write32(ProtectedGuest.GDT + 0x30, KERNEL_CODE << 16 | 0x4300);
        guest.memory.write32(ProtectedGuest.GDT + 0x34, 0xEC00 | 2);
        guest.user();
        cpu.esp -= 8;
        guest.memory.write32(cpu.esp, 0x11111111);
        guest.memory.write32(cpu.esp + 4, 0x22222222);
        guest.code(USER_CODE, 0x9A, 0, 0, 0, 0, 0x33, 0);
        cpu.step();
        assertEquals(0, cpu.cpl);
        assertEquals(0x4300, cpu.eip);
        assertEquals(USER_CODE + 7, guest.stack(0));
        assertEquals(USER_CODE_SELECTOR, guest.stack(1));
        assertEquals(0x11111111, guest.stack(2));
        assertEquals(0x22222222, guest.stack(3));
        assertEquals(USER_STACK - 8, guest.stack(4));
        assertEquals(USER_DATA, guest.stack(5));
        guest.code(0x4300, 0xCA, 8, 0);
        cpu.step();
        assertEquals(3, cpu.cpl);
        assertEquals(USER_CODE + 7, cpu.eip);
        assertEquals(USER_STACK, cpu.esp);
    }

    @Test
    void privilegedInstructionsFaultInRing3() {
        int[][] codes = {{0xF4}, {0xFA}, {0xFB}, {0x0F, 0x06}, {0x0F, 0x22, 0xC0}, {0x0F, 0x20, 0xC0}, {0x0F, 0x01, 0x38}, {0xEC}, {0x0F, 0x30}, {0x0F, 0x01, 0x10}};
        for (int[] code : codes) {
            ProtectedGuest fresh = new ProtectedGuest().user();
            fresh.code(USER_CODE, code);
            fresh.run();
            assertEquals(13, fresh.handler(), "byte " + Integer.toHexString(code[0]) + " " + code.length);
            assertEquals(USER_CODE, fresh.stack(1));
        }
    }

    @Test
    void ioBitmapOpensAPort() {
        guest.descriptor(ProtectedGuest.TSS_SELECTOR, TSS, 0x200, 0x89);
        cpu.tr.set(0x28, TSS, 0x200, 0x8B00, true);
        guest.memory.write8(TSS + 104 + (0x61 >> 3), 0xFF & ~2);
        guest.user();
        guest.code(USER_CODE, 0xE4, 0x61, 0xE4, 0x62);
        guest.run();
        assertEquals(0x61, guest.lastPort);
        assertEquals(13, guest.handler());
        assertEquals(USER_CODE + 2, guest.stack(1));
    }

    @Test
    void limitsAndTypesAreChecked() {
        guest.descriptor(0x38, 0x40000, 0xFFF, 0x4092);
        guest.descriptor(0x40, 0x40000, 0xFFF, 0x4090);
        // mov ax,38h; mov ds,ax; mov [0FFCh],eax; mov [0FFDh],eax
        guest.code(CODE, 0x66, 0xB8, 0x38, 0, 0x8E, 0xD8, 0xA3, 0xFC, 0x0F, 0, 0, 0xA3, 0xFD, 0x0F, 0, 0);
        guest.run();
        assertEquals(13, guest.handler());
        assertEquals(CODE + 11, guest.stack(1));
        ProtectedGuest second = new ProtectedGuest();
        second.descriptor(0x40, 0x40000, 0xFFF, 0x4090);
        // read-only: mov ax,40h; mov ds,ax; mov eax,[0]; mov [0],eax
        second.code(CODE, 0x66, 0xB8, 0x40, 0, 0x8E, 0xD8, 0xA1, 0, 0, 0, 0, 0xA3, 0, 0, 0, 0);
        second.run();
        assertEquals(13, second.handler());
        assertEquals(CODE + 11, second.stack(1));
    }

    @Test
    void segmentLoadsNameTheSelector() {
        // mov ax,F8h (beyond); mov ds,ax
        guest.cpu.gdtLimit = 0x2F;
        guest.code(CODE, 0x66, 0xB8, 0xF8, 0, 0x8E, 0xD8);
        guest.run();
        assertEquals(13, guest.handler());
        assertEquals(0xF8, guest.errorCode());
        ProtectedGuest second = new ProtectedGuest();
        second.descriptor(0x38, 0, 0xFFFFF, 0xC012);
        second.code(CODE, 0x66, 0xB8, 0x38, 0, 0x8E, 0xD8);
        second.run();
        assertEquals(11, second.handler());
        assertEquals(0x38, second.errorCode());
        ProtectedGuest third = new ProtectedGuest();
        third.code(CODE, 0x66, 0xB8, 0x23, 0, 0x8E, 0xD0);
        third.run();
        assertEquals(13, third.handler(), "SS of another level");
        assertEquals(0x20, third.errorCode());
    }

    @Test
    void aFaultWithoutItsHandlerIsADoubleFault() {
        guest.memory.write32(ProtectedGuest.IDT + 13 * 8 + 4, 0);
        guest.user();
        guest.code(USER_CODE, 0xF4);
        guest.run();
        assertEquals(8, guest.handler());
        assertEquals(0, guest.errorCode());
        assertEquals(USER_CODE, guest.stack(1));
    }

    @Test
    void aTripleFaultStopsWithItsCauses() {
        cpu.idtLimit = 6 * 8 - 1;
        guest.code(CODE, 0xF7, 0xF1);
        assertEquals(Stop.HALTED, guest.run(), "#DE has a handler");
        ProtectedGuest second = new ProtectedGuest();
        second.cpu.idtLimit = 0;
        second.code(CODE, 0xF7, 0xF1);
        assertEquals(Stop.SHUTDOWN, second.run());
        assertEquals("[#DE(0000) at 0008:00010000, #GP(0003) at 0008:00010000, #GP(0043) at 0008:00010000]",
            java.util.Arrays.toString(second.cpu.shutdownCauses()));
        assertEquals(Stop.SHUTDOWN, second.run());
    }

    @Test
    void stiAndMovSsHoldInterruptsForOneInstruction() {
        guest.interruptLine = true;
        guest.code(CODE, 0xFB, 0x40, 0x40);
        guest.run();
        assertEquals(0x20, guest.handler());
        assertEquals(1, cpu.eax);
        assertEquals(CODE + 2, guest.stack(0));
        ProtectedGuest second = new ProtectedGuest();
        second.cpu.setEflags(Flags.IF | 2);
        second.cpu.ecx = KERNEL_DATA;
        // mov ss,cx; inc eax
        second.code(CODE, 0x8E, 0xD1, 0x40, 0x40);
        second.cpu.step();
        second.interruptLine = true;
        second.run();
        assertEquals(1, second.cpu.eax);
    }

    @Test
    void hltWaitsForAnInterrupt() {
        cpu.setEflags(Flags.IF | 2);
        guest.code(CODE, 0xF4, 0x40);
        assertEquals(Stop.HALTED, guest.run());
        assertEquals(CODE + 1, cpu.eip);
        long before = cpu.time;
        guest.interruptLine = true;
        assertEquals(Stop.STEPPED, cpu.step());
        assertEquals(before + 1, cpu.time);
        assertEquals(HANDLERS + 0x20 * 16, cpu.eip);
    }

    @Test
    void singleStepTrapsAfterEachInstruction() {
        cpu.setEflags(Flags.TF | 2);
        guest.code(CODE, 0x40, 0x40);
        guest.run();
        assertEquals(1, guest.handler());
        assertEquals(CODE + 1, guest.stack(0));
        assertEquals(0x4000, cpu.debugRegisters[6] & 0x4000);
        assertEquals(0, cpu.eflags() & Flags.TF);
    }

    @Test
    void singleStepDoesNotTrapInTheHandlerOfASoftwareInterrupt() {
        cpu.setEflags(Flags.TF | 2);
        guest.code(CODE, 0xCC);
        cpu.step();
        assertEquals(HANDLERS + 3 * 16, cpu.eip);
        assertEquals(Flags.TF, guest.stack(2) & Flags.TF);
    }

    @Test
    void popfKeepsWhatTheLevelMayNotChange() {
        guest.user();
        guest.memory.write32(USER_STACK - 4, Flags.IOPL | Flags.IF | Flags.CF | Flags.NT | 2);
        cpu.esp = USER_STACK - 4;
        guest.code(USER_CODE, 0x9D);
        cpu.step();
        assertEquals(Flags.CF | Flags.NT | 2, cpu.eflags());
    }

    @Test
    void lockIsUndefinedWhereItMayNotBe() {
        guest.code(CODE, 0xF0, 0x89, 0x08);
        guest.run();
        assertEquals(6, guest.handler());
    }

    @Test
    void breakpointsStopOnceAndCostNothingAfter() {
        guest.code(CODE, 0x40, 0x40, 0x40, 0xEB, 0xFB);
        cpu.addBreakpoint(CODE + 1);
        assertEquals(Stop.BREAKPOINT, guest.run());
        assertEquals(CODE + 1, cpu.eip);
        assertEquals(Stop.BREAKPOINT, guest.run());
        assertEquals(4, cpu.eax);
        cpu.removeBreakpoint(CODE + 1);
        assertEquals(Stop.DEADLINE, guest.run());
        assertFalse(cpu.halted());
    }

    @Test
    void theDeadlineIsExact() {
        guest.code(CODE, 0x40, 0x40, 0x40, 0x40, 0xEB, 0xFA);
        for (int n = 1; n < 40; n++) {
            cpu.deadline = cpu.time + n;
            assertEquals(Stop.DEADLINE, cpu.run());
            assertEquals(cpu.deadline, cpu.time);
        }
    }

    @Test
    void repeatedStringsStopBetweenIterations() {
        cpu.ecx = 100;
        cpu.edi = 0x50000;
        cpu.eax = 0x5A;
        guest.code(CODE, 0xF3, 0xAA, 0xF4);
        cpu.deadline = 30;
        assertEquals(Stop.DEADLINE, cpu.run());
        assertEquals(70, cpu.ecx);
        assertEquals(CODE, cpu.eip);
        cpu.deadline = 1000;
        assertEquals(Stop.HALTED, cpu.run());
        assertEquals(101, cpu.time);
        assertEquals(0x5A, guest.memory.read8(0x50063));
        assertEquals(0, guest.memory.read8(0x50064));
    }

    @Test
    void codeThatChangesItselfRunsChanged() {
        // mov byte [next],48h; next: inc eax -> dec eax
        int next = CODE + 7;
        guest.code(CODE, 0xC6, 0x05, next & 0xFF, next >> 8 & 0xFF, next >> 16, 0, 0x48, 0x40, 0xF4);
        guest.run();
        assertEquals(-1, cpu.eax);
        assertTrue(cpu.halted());
    }
}
