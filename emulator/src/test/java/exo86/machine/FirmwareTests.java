package exo86.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FirmwareTests {
    private static final String SERVICES = """
            hello
            pcw10f3faa55
            000000000009fc0001
            0009fc000000040002
            000f00000001000002
            0010000001f0000001
            ffff00000001000002
            7c00027f
            202601010000
            T
            """;

    @Test
    void fitsItsRomAndStartsAtTheResetVector() {
        byte[] rom = Firmware.rom();
        assertEquals(8192, rom.length);
        assertEquals((byte) 0xea, rom[0x1ff0]);
        assertEquals((byte) 0xfc, rom[0x1ffe]);
    }

    @Test
    void everyServiceAnswers() {
        Guests.Run run = Guests.run(Guests.resource("services.asm"));
        assertEquals(SERVICES, run.printed.toString());
        assertEquals(new Outcome.Exited(0), run.outcome);
    }

    @Test
    void sameRomInQemu(@TempDir Path folder) throws IOException, InterruptedException {
        assumeTrue(Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, "qemu-system-i386"))), "QEMU is not installed: cross-check skipped");
        byte[] rom = new byte[65_536];
        Arrays.fill(rom, (byte) 0xff);
        System.arraycopy(Firmware.rom(), 0, rom, rom.length - 8192, 8192);
        Path romFile = Files.write(folder.resolve("rom.bin"), rom);
        Path disk = Files.write(folder.resolve("disk.img"), Guests.resource("services.asm"));
        Path out = folder.resolve("out");
        Process qemu = new ProcessBuilder("qemu-system-i386", "-M", "isapc", "-m", "32", "-bios", romFile.toString(),
                "-drive", "format=raw,file=" + disk + ",if=ide", "-rtc", "base=2026-01-01T00:00:00", "-display", "none",
                "-monitor", "none", "-serial", "file:" + out, "-device", "isa-debug-exit,iobase=0x501,iosize=1", "-no-reboot")
                .redirectErrorStream(true).redirectOutput(folder.resolve("talk").toFile()).start();
        try {
            assertTrue(qemu.waitFor(30, TimeUnit.SECONDS), "QEMU did not come to an end: "
                    + Files.readString(out, StandardCharsets.ISO_8859_1));
        } finally {
            qemu.destroyForcibly();
        }
        assertEquals(SERVICES, Files.readString(out, StandardCharsets.ISO_8859_1));
        assertEquals(1, qemu.exitValue(), "isa-debug-exit turns 0 into 1");
    }

    @Test
    void noDisk() {
        Guests.Run run = new Guests.Run(MachinePlan.bare()).go();
        assertEquals("No bootable device: no disk, or its first sector does not end in 55 AA.\r\n", run.printed.toString());
        assertEquals(new Outcome.Exited(1), run.outcome);
    }

    @Test
    void diskWithoutSignature() {
        Guests.Run run = Guests.run(new byte[64 * 512]);
        assertTrue(run.printed.toString().startsWith("No bootable device"), run.printed::toString);
        assertEquals(new Outcome.Exited(1), run.outcome);
    }

    @Test
    void invalidOpcodeIsTold() {
        Guests.Run run = Guests.run(Guests.bootSector("ud2"));
        assertEquals("\r\nInvalid opcode in real mode at 0000:7C00\r\n", run.printed.toString());
        assertEquals(new Outcome.Exited(0x33), run.outcome);
    }

    @Test
    void keysComeFromTheTerminal() {
        Guests.Run run = Guests.run(Guests.bootSector("""
                again:  mov ah, 0
                        int 0x16
                        cmp al, 4
                        je done
                        mov ah, 0x0E
                        int 0x10
                        jmp again
                done:   mov dx, 0x604
                        mov ax, 0x2000
                        out dx, ax
                        hlt
                """), "ls -l");
        assertEquals("ls -l", run.printed.toString());
        assertEquals(new Outcome.PoweredOff(), run.outcome);
    }

    /** 63 sectors to 1000:F000: the byte at 2000:0123 is the disk's byte 1123h. */
    @Test
    void largeTransferCrossesItsSegment() {
        byte[] disk = Guests.bootSector("""
                        xor ax, ax
                        mov ds, ax
                        mov ah, 0x42
                        mov dl, 0x80
                        mov si, packet
                        int 0x13
                        jc bad
                        mov ax, 0x2000
                        mov es, ax
                        mov al, [es:0x123]
                        jmp tell
                bad:    mov al, 99
                tell:   mov dx, 0x501
                        out dx, al
                        hlt
                packet: db 16, 0
                        dw 63, 0xF000, 0x1000
                        dd 0, 0
                """);
        disk[0x1123] = 77;
        assertEquals(new Outcome.Exited(77), Guests.run(disk).outcome);
    }
}
