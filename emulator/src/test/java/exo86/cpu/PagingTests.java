package exo86.cpu;

import static exo86.cpu.ProtectedGuest.CODE;
import static exo86.cpu.ProtectedGuest.DIRECTORY;
import static exo86.cpu.ProtectedGuest.USER_CODE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** Page faults with error code and CR2, accessed and dirty bits, a TLB that stays stale until told, WP, large and global pages. */
class PagingTests {
    private static final int ACCESSED = 0x20, DIRTY = 0x40;

    private final ProtectedGuest guest = new ProtectedGuest().paging();
    private final Cpu cpu = guest.cpu;

    @Test
    void accessedAndDirtyBits() {
        guest.code(CODE, 0xA1, 0, 0, 5, 0, 0xA3, 0, 0, 5, 0);
        cpu.step();
        assertEquals(0x50000 | 7 | ACCESSED, guest.pte(0x50000));
        cpu.step();
        assertEquals(0x50000 | 7 | ACCESSED | DIRTY, guest.pte(0x50000));
        assertEquals(ACCESSED, guest.memory.read32(DIRECTORY) & (ACCESSED | DIRTY));
    }

    @Test
    void faultsSayWhatHappened() {
        assertFault(0, false, 0, 0xA1);
        assertFault(2, false, 0, 0xA3);
        assertFault(4, true, 0, 0xA1);
        assertFault(6, true, 0, 0xA3);
        assertFault(5, true, 0x50003, 0xA1);
        assertFault(7, true, 0x50005, 0xA3);
        assertFault(3, false, 0x50005, 0xA3);
    }

    /** {@code opcode} moves EAX from or to 50234h, whose entry is {@code pte}. */
    private static void assertFault(int errorCode, boolean user, int pte, int opcode) {
        ProtectedGuest fresh = new ProtectedGuest().paging();
        if (user) {
            fresh.user();
        }
        int at = user ? USER_CODE : CODE;
        fresh.pte(0x50000, pte);
        fresh.code(at, opcode, 0x34, 0x02, 5, 0);
        fresh.cpu.eax = 77;
        fresh.run();
        assertEquals(14, fresh.handler());
        assertEquals(errorCode, fresh.errorCode());
        assertEquals(0x50234, fresh.cpu.cr2());
        assertEquals(at, fresh.stack(1));
        assertEquals(77, fresh.cpu.eax);
        assertEquals(pte, fresh.pte(0x50000), "no bit set");
    }

    @Test
    void withoutWriteProtectRing0WritesReadOnlyPages() {
        cpu.cr0 &= ~Cpu.CR0_WP;
        cpu.mmu.control(cpu.cr0, cpu.cr3, cpu.cr4, false);
        guest.pte(0x50000, 0x50005);
        guest.code(CODE, 0xA3, 0, 0, 5, 0, 0xF4);
        guest.run();
        assertEquals(-1, guest.handler());
        assertEquals(0x50005 | ACCESSED | DIRTY, guest.pte(0x50000));
    }

    @Test
    void fetchingFaultsToo() {
        guest.pte(0x50000, 0);
        guest.code(CODE, 0xE9, 0xFB, 0xFF, 0x03, 0);
        guest.run();
        assertEquals(14, guest.handler());
        assertEquals(0x50000, cpu.cr2());
        assertEquals(0x50000, guest.stack(1));
        ProtectedGuest second = new ProtectedGuest().paging();
        second.pte(0x51000, 0);
        second.code(0x50FFE, 0xB8, 1);
        second.cpu.eip = 0x50FFE;
        second.run();
        assertEquals(14, second.handler());
        assertEquals(0x51000, second.cpu.cr2(), "the second page of an instruction");
        assertEquals(0x50FFE, second.stack(1));
    }

    @Test
    void aWriteAcrossPagesIsAllOrNothing() {
        guest.pte(0x51000, 0);
        guest.code(CODE, 0xA3, 0xFE, 0x0F, 5, 0);
        cpu.eax = -1;
        guest.run();
        assertEquals(14, guest.handler());
        assertEquals(0x51000, cpu.cr2());
        assertEquals(0, guest.memory.read16(0x50FFE));
    }

    @Test
    void theTlbStaysStaleUntilInvlpg() {
        guest.memory.write32(0x50000, 111);
        guest.memory.write32(0x60000, 222);
        // mov eax,[50000h] four times, INVLPG before the last
        guest.code(CODE, 0xA1, 0, 0, 5, 0, 0xA1, 0, 0, 5, 0, 0x0F, 0x01, 0x3D, 0, 0, 5, 0, 0xA1, 0, 0, 5, 0);
        cpu.step();
        assertEquals(111, cpu.eax);
        guest.pte(0x50000, 0x60007);
        cpu.step();
        assertEquals(111, cpu.eax);
        cpu.step();
        cpu.step();
        assertEquals(222, cpu.eax);
    }

    @Test
    void aBetterRightIsSeenWithoutInvlpg() {
        guest.pte(0x50000, 0x50005);
        guest.memory.write32(0x60000, 5);
        guest.code(CODE, 0xA1, 0, 0, 5, 0, 0xA3, 4, 0, 5, 0, 0xA1, 0, 0, 5, 0);
        cpu.step();
        guest.pte(0x50000, 0x60007);
        cpu.step();
        cpu.step();
        assertEquals(5, cpu.eax, "the walk for the write has replaced the entry");
    }

    @Test
    void cr3LoadKeepsGlobalEntriesOnly() {
        cpu.cr4 = Cpu.CR4_PGE;
        cpu.mmu.control(cpu.cr0, cpu.cr3, cpu.cr4, false);
        guest.pte(0x50000, 0x50107);
        guest.pte(0x52000, 0x52007);
        guest.memory.write32(0x50000, 1);
        guest.memory.write32(0x52000, 2);
        // read both; mov ecx,cr3; mov cr3,ecx; read both into ebx, edx
        guest.code(CODE, 0xA1, 0, 0, 5, 0, 0xA1, 0, 0x20, 5, 0, 0x0F, 0x20, 0xD9, 0x0F, 0x22, 0xD9, 0x8B, 0x1D, 0, 0, 5, 0, 0x8B, 0x15, 0, 0x20, 5, 0, 0xF4);
        cpu.step();
        cpu.step();
        guest.pte(0x50000, 0x60007);
        guest.pte(0x52000, 0x60007);
        guest.memory.write32(0x60000, 3);
        guest.run();
        assertEquals(1, cpu.ebx);
        assertEquals(3, cpu.edx);
    }

    @Test
    void largePages() {
        cpu.cr4 = Cpu.CR4_PSE;
        cpu.mmu.control(cpu.cr0, cpu.cr3, cpu.cr4, false);
        guest.memory.write32(DIRECTORY + 4, 0x87);
        guest.memory.write32(0x54320, 99);
        guest.code(CODE, 0xA1, 0x20, 0x43, 0x45, 0, 0xA3, 0x24, 0x43, 0x45, 0, 0xF4);
        guest.run();
        assertEquals(99, cpu.eax);
        assertEquals(99, guest.memory.read32(0x54324));
        assertEquals(0x87 | ACCESSED | DIRTY, guest.memory.read32(DIRECTORY + 4));
        assertEquals(0x54320, cpu.mmu.probe(0x454320));
        guest.memory.write32(DIRECTORY + 8, 0x2087);
        guest.cpu.eip = CODE;
        cpu.step();
        ProtectedGuest second = new ProtectedGuest().paging();
        second.cpu.cr4 = Cpu.CR4_PSE;
        second.cpu.mmu.control(second.cpu.cr0, second.cpu.cr3, second.cpu.cr4, false);
        second.memory.write32(DIRECTORY + 8, 0x2087);
        second.code(CODE, 0xA1, 0, 0, 0x80, 0);
        second.run();
        assertEquals(14, second.handler());
        assertEquals(9, second.errorCode(), "a reserved bit");
    }

    @Test
    void aPushThatFaultsInARingChangeIsADoubleFaultOnlyIfItMust() {
        guest.pte(ProtectedGuest.STACK - 0x1000, 0);
        guest.user();
        guest.code(USER_CODE, 0xCD, 0x30);
        guest.memory.write32(ProtectedGuest.TSS + 4, ProtectedGuest.STACK - 0x100);
        assertEquals(Stop.SHUTDOWN, guest.run());
        assertEquals(3, cpu.shutdownCauses().length);
        assertEquals(14, cpu.shutdownCauses()[0].vector());
        assertEquals(14, cpu.shutdownCauses()[1].vector());
        assertEquals(14, cpu.shutdownCauses()[2].vector());
    }

    @Test
    void lookingChangesNothing() {
        assertEquals(0x50123, cpu.mmu.probe(0x50123));
        assertEquals(0x50007, guest.pte(0x50000));
        assertEquals(0, cpu.mmu.cached(0x50123));
        guest.pte(0x50000, 0);
        assertEquals(-1, cpu.mmu.probe(0x50123));
    }

    /** A load and a store of a word have a way of their own to #PF, a byte has the common one; a handler that maps the page must find both the same. */
    @Test
    void aFaultThatIsNotThrownIsTheSame() {
        for (int[] code : new int[][] {{0x8B, 0x05}, {0x89, 0x05}, {0x8A, 0x05}, {0x88, 0x05}}) {
            boolean word = (code[0] & 1) != 0;
            for (int at : new int[] {0x50010, word ? 0x4FFFE : 0x50FFF, 0x50FFC}) {
                ProtectedGuest one = new ProtectedGuest().paging();
                one.pte(0x50000, 0x50060);
                one.code(CODE, code[0], code[1]);
                one.memory.write32(CODE + 2, at);
                one.cpu.setEflags(Flags.CF | 2);
                one.cpu.eax = 0x1234;
                one.run();
                assertEquals(14, one.handler());
                assertEquals((code[0] & 2) == 0 ? 2 : 0, one.errorCode());
                assertEquals(Math.max(at, 0x50000), one.cpu.cr2());
                assertEquals(CODE, one.stack(1));
                assertEquals(Flags.CF | Flags.RF | 2, one.stack(3));
                assertEquals(0x1234, one.cpu.eax);
            }
        }
    }
}
