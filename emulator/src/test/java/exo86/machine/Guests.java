package exo86.machine;

import exo86.asm.Assembler;
import exo86.asm.Assembly;
import exo86.device.Disk;
import exo86.device.InputSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Optional;

/** Small guests, assembled by our own assembler, and machines that run them. */
public final class Guests {
    private Guests() { }

    public static byte[] assemble(String text) {
        Assembly assembly = Assembler.flat(text, "guest.asm", name -> Optional.empty());
        return assembly.flat().orElseThrow(() -> new AssertionError(assembly.diagnostics().getFirst().render()));
    }

    /** The guest from the test resources. */
    public static byte[] resource(String name) {
        try (InputStream in = Guests.class.getResourceAsStream(name)) {
            return assemble(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A disk of 64 sectors whose boot sector is this 16-bit code. */
    public static byte[] bootSector(String code) {
        return assemble("""
                bits 16
                org 0x7C00
                """ + code + """

                times 510-($-$$) db 0
                dw 0xAA55
                times 63*512 db 0
                """);
    }

    /** A machine on the bench: what it printed and how it ended. */
    public static final class Run {
        public final StringBuilder printed = new StringBuilder();
        public final Machine machine;
        public Outcome outcome;

        public Run(MachinePlan plan) {
            machine = new Machine(plan.serial(value -> printed.append((char) value)));
        }

        /** Runs for at most ten seconds of virtual time. */
        public Run go() {
            outcome = machine.run(10_000_000_000L);
            return this;
        }
    }

    public static Run run(byte[] disk) {
        return new Run(MachinePlan.bare().disk(Disk.of(disk))).go();
    }

    public static Run run(byte[] disk, String typed) {
        return new Run(MachinePlan.bare().disk(Disk.of(disk)).input(script(typed))).go();
    }

    public static InputSource script(String typed) {
        ArrayDeque<Integer> bytes = new ArrayDeque<>();
        typed.chars().forEach(bytes::add);
        return new InputSource.Script(() -> bytes.isEmpty() ? InputSource.END : bytes.remove());
    }
}
