package exo86.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.device.Disk;
import exo86.device.InputSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class MachineTests {
    /** Echoes COM1 by interrupt while the timer ticks; 04h turns the machine off. */
    private static final byte[] ECHO = Guests.bootSector("""
                    cli
                    xor ax, ax
                    mov ds, ax
                    mov word [0x0C*4], got
                    mov [0x0C*4+2], ax
                    mov al, 0xEA
                    out 0x21, al
                    mov dx, 0x3FC
                    mov al, 0x0B
                    out dx, al
                    mov dx, 0x3F9
                    mov al, 1
                    out dx, al
            idle:   sti
                    hlt
                    jmp idle
            got:    push ax
                    push dx
                    mov dx, 0x3F8
                    in al, dx
                    cmp al, 4
                    je off
                    out dx, al
                    mov al, 0x20
                    out 0x20, al
                    pop dx
                    pop ax
                    iret
            off:    mov dx, 0x604
                    mov ax, 0x2000
                    out dx, ax
                    hlt
            """);

    private static MachinePlan echo(String typed) {
        return MachinePlan.bare().disk(Disk.of(ECHO)).input(Guests.script(typed));
    }

    @Test
    void scriptedRunsAreEqualToTheLastBit() {
        Guests.Run first = new Guests.Run(echo("some words")).go();
        Guests.Run second = new Guests.Run(echo("some words")).go();
        assertEquals("some words", first.printed.toString());
        assertEquals(new Outcome.PoweredOff(), first.outcome);
        assertEquals(first.machine.instructions(), second.machine.instructions());
        assertEquals(first.machine.hash(), second.machine.hash());
        Guests.Run other = new Guests.Run(echo("some wordss")).go();
        assertNotEquals(first.machine.hash(), other.machine.hash());
    }

    @Test
    void scriptKeepsItsPace() {
        Guests.Run run = new Guests.Run(echo("abc")).go();
        List<InputSource.Stamped> log = run.machine.input.log();
        for (int i = 1; i < log.size(); i++) {
            long distance = log.get(i).time() - log.get(i - 1).time();
            assertTrue(distance >= 100_000 && distance < 100_030, "100,000 ns after the guest's read, which comes a few instructions later: " + distance);
        }
    }

    @Test
    void cuttingARunIntoPiecesChangesNothing() {
        Guests.Run whole = new Guests.Run(echo("pieces")).go();
        Guests.Run cut = new Guests.Run(echo("pieces"));
        long limit = 0;
        do {
            limit += 777;
            cut.outcome = cut.machine.run(limit);
        } while (cut.outcome instanceof Outcome.TimeReached);
        assertEquals(whole.outcome, cut.outcome);
        assertEquals(whole.machine.hash(), cut.machine.hash());
        Guests.Run stepped = new Guests.Run(echo("pieces"));
        do {
            stepped.outcome = stepped.machine.step();
        } while (stepped.outcome instanceof Outcome.Stepped);
        assertEquals(whole.machine.hash(), stepped.machine.hash());
    }

    @Test
    void recordedInputRepeatsALiveRun() {
        int[] rounds = {0};
        String typed = "live!\004";
        int[] next = {0};
        InputSource live = new InputSource.Live(() -> ++rounds[0] % 7 != 0 || next[0] == typed.length()
                ? InputSource.NONE : typed.charAt(next[0]++));
        Guests.Run first = new Guests.Run(MachinePlan.bare().disk(Disk.of(ECHO)).input(live)).go();
        assertEquals("live!", first.printed.toString());
        Guests.Run again = new Guests.Run(MachinePlan.bare().disk(Disk.of(ECHO))
                .input(new InputSource.Recording(first.machine.input.log()))).go();
        assertEquals(first.outcome, again.outcome);
        assertEquals(first.printed.toString(), again.printed.toString());
        assertEquals(first.machine.instructions(), again.machine.instructions());
    }

    @Test
    void everyPartOfTheStateIsInTheHash() {
        Set<String> hashes = new HashSet<>();
        List<java.util.function.Consumer<Machine>> changes = List.of(
                machine -> { },
                machine -> machine.cpu.ebx ^= 1,
                machine -> machine.cpu.time++,
                machine -> machine.memory.bytes[0x12345] ^= 1,
                machine -> machine.memory.bytes[machine.memory.size() - 1]++,
                machine -> machine.memory.setA20(false),
                machine -> machine.ports.out(0x21, 1, 0x55),
                machine -> machine.ports.out(0x42, 1, 0x55),
                machine -> machine.ports.out(0x3ff, 1, 0x55),
                machine -> machine.ports.out(0x70, 1, 0x55),
                machine -> machine.ports.out(0x61, 1, 0x02),
                machine -> machine.ports.out(0x1f3, 1, 0x55),
                machine -> machine.ports.out(0x64, 1, 0xad),
                machine -> machine.ports.out(0x3f9, 1, 0x0d));
        for (var change : changes) {
            Guests.Run run = new Guests.Run(echo("x"));
            run.machine.run(20_000);
            change.accept(run.machine);
            assertTrue(hashes.add(run.machine.hash()), "change " + hashes.size() + " left the hash as it was");
        }
    }

    @Test
    void timerInterruptsComeAtTheirTime() {
        Guests.Run run = Guests.run(Guests.bootSector("""
                        xor ax, ax
                        mov ds, ax
                        mov bx, [0x46C]
                next:   hlt
                        mov ax, [0x46C]
                        sub ax, bx
                        cmp ax, 10
                        jb next
                        mov al, 0
                        mov dx, 0x501
                        out dx, al
                        hlt
                """));
        assertEquals(new Outcome.Exited(0), run.outcome);
        long ticks = 10L * 65_536;
        long expected = ticks * 1_000_000_000 / 1_193_182;
        assertTrue(Math.abs(run.machine.time() - expected) < 60_000_000, () -> "ended at " + run.machine.time());
        assertTrue(run.machine.instructions() < 60_000, () -> "HLT skips: " + run.machine.instructions());
    }

    @Test
    void deadGuestIsNoticed() {
        assertEquals(new Outcome.Dead(), Guests.run(Guests.bootSector("cli\nhlt")).outcome);
        assertEquals(new Outcome.Dead(), Guests.run(Guests.bootSector("mov al, 0xff\nout 0x21, al\nhlt")).outcome);
    }

    @Test
    void resetsAreReportedByTheirSource() {
        assertEquals(new Outcome.Reset("port 92h"), Guests.run(Guests.bootSector("mov al, 3\nout 0x92, al\nhlt")).outcome);
        assertInstanceOf(Outcome.Reset.class, Guests.run(Guests.bootSector("mov al, 0xfe\nout 0x64, al\nhlt")).outcome);
    }

    @Test
    void tripleFaultTellsItsCauses() {
        Guests.Run run = Guests.run(Guests.bootSector("""
                cli
                lidt [cs:none]
                mov eax, cr0
                or al, 1
                mov cr0, eax
                int3
                none: dw 0, 0, 0
                """));
        Outcome.TripleFault fault = assertInstanceOf(Outcome.TripleFault.class, run.outcome);
        assertTrue(fault.causes().size() >= 3, () -> fault.causes().toString());
        String report = CrashReport.of(run.machine, fault);
        assertTrue(report.contains("first:") && report.contains("third:") && report.contains("IDT 00000000 limit 0000"), report);
    }

    @Test
    void stopRequestEndsTheRunAndItGoesOn() {
        Guests.Run run = new Guests.Run(MachinePlan.bare().disk(Disk.of(Guests.bootSector("jmp $"))));
        run.machine.requestStop();
        assertEquals(new Outcome.Requested(), run.machine.run(1_000_000));
        assertEquals(new Outcome.TimeReached(), run.machine.run(1_000_000));
        assertEquals(1_000_000, run.machine.time());
    }

    @Test
    void breakpointStopsBeforeTheInstruction() {
        Guests.Run run = new Guests.Run(MachinePlan.bare().disk(Disk.of(Guests.bootSector("nop\nnop\njmp $"))));
        run.machine.cpu.addBreakpoint(0x7C01);
        assertEquals(new Outcome.Breakpoint(), run.machine.run(1_000_000_000));
        assertEquals(0x7C01, run.machine.cpu.linearEip());
        assertEquals(new Outcome.Stepped(), run.machine.step());
        assertEquals(0x7C02, run.machine.cpu.linearEip());
    }
}
