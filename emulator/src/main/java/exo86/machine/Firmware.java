package exo86.machine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The firmware ROM, assembled by the build from {@code emulator/firmware/rom.asm}. */
public final class Firmware {
    private static final String RESOURCE = "/exo86/firmware/rom.bin";

    private Firmware() { }

    public static byte[] rom() {
        try (InputStream in = Firmware.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("the firmware is not on the class path: " + RESOURCE);
            }
            return in.readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
