package exo86.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.asm.Assembler;
import exo86.cpu.Cpu;
import exo86.cpu.Engine;
import exo86.cpu.Interpreted;
import exo86.device.Disk;
import exo86.device.InputSource;
import exo86.jit.Jit;
import exo86.machine.ImageException;
import exo86.machine.Machine;
import exo86.machine.MachinePlan;
import exo86.machine.MultibootKernel;
import exo86.machine.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Engines that lie about one thing at one time, and one that does not. */
final class VerificationTests {
    private static final long LATE = 40_000;

    /** An interpreter that does something wrong after {@link #LATE} instructions, once or at every stretch's end. */
    private static Engine.Factory liar(Consumer<Cpu> lie, boolean once) {
        return cpu -> new Engine() {
            private boolean lied;

            @Override
            public boolean run(long budget) {
                boolean result = cpu.interpret(budget) != Interpreted.FAULT;
                if (!lied && cpu.time > LATE) {
                    lied = once;
                    lie.accept(cpu);
                }
                return result;
            }
        };
    }

    /** Runs compiled code, and changes a register late. */
    private record WrongCompiler(Cpu cpu, Jit jit) implements Engine {
        WrongCompiler(Cpu cpu) {
            this(cpu, new Jit(cpu, 0));
        }

        @Override
        public boolean run(long budget) {
            boolean result = jit.run(budget);
            cpu.ecx ^= cpu.time > LATE ? 1 : 0;
            return result;
        }

        @Override
        public int heat() {
            return jit.heat();
        }

        @Override
        public void codeWritten(int line) {
            jit.codeWritten(line);
        }

        @Override
        public Optional<String> listing(int linear) {
            return jit.listing(linear);
        }
    }

    private static MachinePlan plan() throws IOException, ImageException {
        try (InputStream text = VerificationTests.class.getResourceAsStream("/exo86/bench/guest.asm")) {
            byte[] file = Assembler.flat(new String(text.readAllBytes(), StandardCharsets.UTF_8), "guest.asm", name -> Optional.empty()).flat().orElseThrow();
            return MachinePlan.bare().kernel(MultibootKernel.read("guest", file, 32, "", List.of()));
        }
    }

    private static Mismatch mismatch(Consumer<Cpu> lie) throws IOException, ImageException {
        return mismatch(lie, true);
    }

    private static Mismatch mismatch(Consumer<Cpu> lie, boolean once) throws IOException, ImageException {
        Verification verification = new Verification(plan(), liar(lie, once), 1);
        return assertThrows(Mismatch.class, () -> {
            verification.machine().run(Long.MAX_VALUE);
            verification.finish();
        });
    }

    @Test
    void equalEnginesEndWithTheHashOfOne() throws IOException, ImageException {
        StringBuilder printed = new StringBuilder();
        MachinePlan plan = plan().serial(value -> printed.append((char) value));
        Verification verification = new Verification(plan, Jit::new, 7);
        assertInstanceOf(Outcome.Exited.class, verification.machine().run(Long.MAX_VALUE));
        verification.finish();
        Machine alone = new Machine(plan());
        alone.run(Long.MAX_VALUE);
        assertEquals(alone.hash(), verification.machine().hash());
        assertTrue(printed.toString().endsWith("DONE\n") && verification.comparisons() > 30, printed + ", " + verification.comparisons());
    }

    @Test
    void aWrongRegisterIsSeenInTheSameStretch() throws IOException, ImageException {
        Mismatch mismatch = mismatch(cpu -> cpu.esi ^= 4);
        assertTrue(mismatch.before() <= LATE + 20_000 && mismatch.after() > LATE && mismatch.after() <= LATE + 20_000, mismatch.getMessage());
        assertTrue(mismatch.differences().getFirst().startsWith("esi ") && mismatch.differences().size() == 1, mismatch.getMessage());
        assertTrue(mismatch.code().lines().count() > 10 && mismatch.tested().contains("eax") && mismatch.reference().contains("eax"), mismatch.code());
    }

    @Test
    void everyKindOfStateIsCompared() throws IOException, ImageException {
        assertEquals(List.of("eflags"), names(mismatch(cpu -> cpu.setEflags(cpu.eflags() ^ 0x10))));
        assertEquals(List.of("fs", "fs limit"), names(mismatch(cpu -> cpu.setSegment(4, 0x18, 0, 0xFFFF, cpu.fs.rights))));
        assertEquals(List.of("cr2"), names(mismatch(cpu -> cpu.mmu.faultAddress = 5)));
        assertEquals(List.of("floating-point"), names(mismatch(cpu -> cpu.floatingPoint.initialize())));
        assertEquals(List.of("a"), names(mismatch(cpu -> cpu.gdtLimit ^= 1)));
    }

    /** Nobody reads the byte again, so only the last comparison can see it. */
    @Test
    void aStrayStoreIsSeenAtTheEnd() throws IOException, ImageException {
        assertEquals("memory[00300000] 01 not 00", mismatch(cpu -> cpu.mmu.memory.write8(0x300000, 1)).differences().getFirst());
    }

    /** Some stretch pushes there, and the log of the reference tells where to look. */
    @Test
    void aLostStoreIsSeenAtOnce() throws IOException, ImageException {
        Mismatch mismatch = mismatch(cpu -> cpu.mmu.memory.write8(cpu.esp - 4, 0x5A), false);
        assertTrue(mismatch.differences().getFirst().contains(" 5a not "), mismatch.getMessage());
    }

    /** Guest code, the region's lowered form and its bytecode, which the bundle of a run keeps. */
    @Test
    void aMismatchShowsWhatTheEngineMadeOfTheCode() throws IOException, ImageException {
        Verification verification = new Verification(plan(), WrongCompiler::new, 1);
        String code = assertThrows(Mismatch.class, () -> verification.machine().run(Long.MAX_VALUE)).code();
        assertTrue(code.contains("what the tested engine makes of it:\nregion at "), code);
        assertTrue(code.contains("; reads ") && code.contains("iload budget") && code.contains("ways out:"), code);
    }

    private static List<String> names(Mismatch mismatch) {
        return mismatch.differences().stream().map(line -> line.replaceFirst(" (\\p{XDigit}{8}|\\d+) not .*| state.*| part of.*", "")).toList();
    }

    @Test
    void aMissingByteOnThePortIsSeen() throws IOException, ImageException {
        MachinePlan plan = plan();
        Verification verification = new Verification(plan, Jit::new, 1);
        verification.machine().run(Long.MAX_VALUE);
        verification.machine().ports.out(0xE9, 1, 'x');
        assertEquals(List.of("what was sent to the serial and debug ports"), assertThrows(Mismatch.class, verification::finish).differences());
    }

    @Test
    void bothReadOneScriptAndOneImage() throws IOException {
        byte[] boot = new byte[1 << 20];
        byte[] code = Assembler.flat("""
                bits 16
                org 0x7c00
                mov dx, 0x3f9
                mov al, 1
                out dx, al
                mov bx, 3
                .next: mov dx, 0x3fd
                .wait: in al, dx
                test al, 1
                jz .wait
                mov dx, 0x3f8
                in al, dx
                out dx, al
                dec bx
                jnz .next
                mov dx, 0x501
                xor ax, ax
                out dx, al
                hlt
                times 510-($-$$) db 0
                dw 0xaa55
                """, "boot.asm", name -> Optional.empty()).flat().orElseThrow();
        System.arraycopy(code, 0, boot, 0, code.length);
        StringBuilder printed = new StringBuilder();
        int[] given = {0};
        MachinePlan plan = MachinePlan.bare().disk(Disk.of(boot)).serial(value -> printed.append((char) value))
                .input(new InputSource.Script(() -> given[0] < 2 ? 'a' + given[0]++ : InputSource.END));
        Verification verification = new Verification(plan, Jit::new, 3);
        assertEquals(new Outcome.Exited(0), verification.machine().run(1_000_000_000L));
        verification.finish();
        assertTrue(printed.toString().contains("ab\u0004"), printed.toString());
        assertEquals("ab", new String(verification.typed(), StandardCharsets.US_ASCII));
    }
}
