package exo86.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.mmu.Fault;
import org.junit.jupiter.api.Test;

/** Debug registers, NMI and what MOV SS holds back. */
class DebugTests {
    private static final int DATA = 0x50000, NOP = 0x90, HLT = 0xF4;

    private final ProtectedGuest guest = new ProtectedGuest();
    private final Cpu cpu = guest.cpu;

    private void watch(int number, int address, int type, int length) {
        cpu.debugRegisters[number] = address;
        cpu.debugRegisters[7] |= 2 << 2 * number | (type | length - 1 << 2) << 16 + 4 * number;
        cpu.stateChanged();
    }

    private int pushedEip() {
        return guest.stack(0);
    }

    @Test
    void instructionBreakpointIsAFaultThatResumeFlagPasses() {
        guest.code(ProtectedGuest.CODE, NOP, NOP, NOP, HLT);
        watch(1, ProtectedGuest.CODE + 1, 0, 1);
        guest.run();
        assertEquals(Fault.DB, guest.handler());
        assertEquals(ProtectedGuest.CODE + 1, pushedEip());
        assertEquals(0, guest.stack(2) & Flags.RF);
        assertEquals(2, cpu.debugRegisters[6] & 0xF);
        // the handler sets RF in the image and returns
        guest.memory.write32(cpu.esp + 8, guest.stack(2) | Flags.RF);
        guest.code(ProtectedGuest.HANDLERS + 17, 0xCF);
        cpu.setEflags(cpu.eflags());
        guest.interruptLine = false;
        cpu.nonMaskableInterrupt();
        guest.code(ProtectedGuest.HANDLERS + 32, 0xCF);
        guest.run();
        assertEquals(ProtectedGuest.CODE + 4, cpu.eip);
    }

    @Test
    void dataBreakpointsTrapBehindTheInstruction() {
        // mov eax,[DATA+2]; mov [DATA+2],al
        guest.code(ProtectedGuest.CODE, 0xA1, 2, 0, 5, 0, 0xA2, 2, 0, 5, 0, NOP, HLT);
        watch(0, DATA, 1, 4);
        guest.run();
        assertEquals(Fault.DB, guest.handler());
        assertEquals(ProtectedGuest.CODE + 10, pushedEip());
        assertEquals(1, cpu.debugRegisters[6] & 0xF);
    }

    @Test
    void readBreakpointsAndNeighbours() {
        // mov eax,[DATA-4]; mov eax,[DATA-1]
        guest.code(ProtectedGuest.CODE, 0xA1, 0xFC, 0xFF, 4, 0, 0xA1, 0xFF, 0xFF, 4, 0, NOP, HLT);
        watch(3, DATA, 3, 2);
        guest.run();
        assertEquals(ProtectedGuest.CODE + 10, pushedEip());
        assertEquals(8, cpu.debugRegisters[6] & 0xF);
    }

    @Test
    void portBreakpointsNeedDebugExtensions() {
        for (boolean extensions : new boolean[] {false, true}) {
            ProtectedGuest other = new ProtectedGuest();
            other.cpu.cr4 = extensions ? Cpu.CR4_DE : 0;
            other.code(ProtectedGuest.CODE, 0xE4, 0x60, HLT);
            other.cpu.debugRegisters[0] = 0x60;
            other.cpu.debugRegisters[7] |= 2 | 2 << 16;
            other.cpu.stateChanged();
            other.run();
            assertEquals(extensions ? Fault.DB : -1, other.handler());
        }
    }

    @Test
    void generalDetect() {
        guest.code(ProtectedGuest.CODE, 0x0F, 0x21, 0xC0, HLT);
        cpu.debugRegisters[7] |= Watchpoints.GD;
        guest.run();
        assertEquals(Fault.DB, guest.handler());
        assertEquals(ProtectedGuest.CODE, pushedEip());
        assertEquals(Watchpoints.BD, cpu.debugRegisters[6] & 0xE00F);
        assertEquals(0, cpu.debugRegisters[7] & Watchpoints.GD);
    }

    @Test
    void stackSegmentLoadHoldsTrapsBack() {
        // mov ss,[DATA]; nop; nop
        guest.memory.write16(DATA, ProtectedGuest.KERNEL_DATA);
        guest.code(ProtectedGuest.CODE, 0x8E, 0x15, 0, 0, 5, 0, NOP, NOP, HLT);
        watch(0, DATA, 3, 2);
        guest.run();
        assertEquals(Fault.DB, guest.handler());
        assertEquals(ProtectedGuest.CODE + 7, pushedEip());
    }

    @Test
    void singleStepAfterInterruptShadow() {
        // sti; nop under TF: STI holds interrupts back, but not the trap
        guest.code(ProtectedGuest.CODE, 0xFB, NOP, HLT);
        cpu.setEflags(Flags.TF | 2);
        guest.run();
        assertEquals(Fault.DB, guest.handler());
        assertEquals(ProtectedGuest.CODE + 1, pushedEip());
        assertEquals(Watchpoints.BS, cpu.debugRegisters[6] & 0xE00F);
    }

    @Test
    void nonMaskableInterruptsDoNotNest() {
        guest.code(ProtectedGuest.CODE, NOP, NOP, HLT);
        guest.code(ProtectedGuest.HANDLERS + 32, NOP, NOP, 0xCF);
        cpu.nonMaskableInterrupt();
        cpu.step();
        assertEquals(ProtectedGuest.HANDLERS + 32, cpu.eip);
        cpu.nonMaskableInterrupt();
        cpu.step();
        cpu.step();
        assertEquals(ProtectedGuest.HANDLERS + 34, cpu.eip);
        cpu.step();
        assertEquals(ProtectedGuest.CODE, cpu.eip);
        cpu.step();
        assertEquals(ProtectedGuest.HANDLERS + 32, cpu.eip);
    }

    @Test
    void timeStampCounterCanBeSet() {
        // mov ecx,10h; mov eax,1000h; cdq; wrmsr; rdtsc; hlt
        guest.code(ProtectedGuest.CODE, 0xB9, 0x10, 0, 0, 0, 0xB8, 0, 0x10, 0, 0, 0x99, 0x0F, 0x30, 0x0F, 0x31, HLT);
        guest.run();
        assertEquals(0x1001, cpu.eax);
        assertEquals(0, cpu.edx);
    }

    @Test
    void floatingPointErrorsGoToTheInterruptControllerOrToVector16() {
        for (boolean numericError : new boolean[] {false, true}) {
            ProtectedGuest other = new ProtectedGuest();
            boolean[] raised = new boolean[1];
            other.cpu.connectFloatingPointError(() -> raised[0] = true);
            other.cpu.cr0 |= numericError ? Cpu.CR0_NE : 0;
            other.cpu.floatingPoint.initialize();
            other.cpu.floatingPoint.setControl(0x37B);
            // fld1; fldz; fdivp; fwait; hlt
            other.code(ProtectedGuest.CODE, 0xD9, 0xE8, 0xD9, 0xEE, 0xDE, 0xF9, 0x9B, HLT);
            other.run();
            assertEquals(!numericError, raised[0]);
            if (numericError) {
                assertEquals(Fault.MF, other.handler());
                assertEquals(ProtectedGuest.CODE + 6, other.stack(0));
            } else {
                assertTrue(other.cpu.halted());
                assertEquals(ProtectedGuest.CODE + 6, other.cpu.eip);
                // the board acknowledges, the handler returns, the instruction goes on
                other.cpu.ignoreFloatingPointErrors();
                other.code(ProtectedGuest.HANDLERS + 0x20 * 16, 0xCF);
                other.cpu.setEflags(Flags.IF);
                other.interruptLine = true;
                other.run();
                assertEquals(ProtectedGuest.CODE + 8, other.cpu.eip);
                assertFalse(other.interruptLine);
            }
        }
    }
}
