package exo86.verify;

import exo86.device.InputSource;
import java.io.ByteArrayOutputStream;

/** What was typed, read from the host once and played to two machines; whichever comes first to a byte fetches it. */
final class Tape {
    private final InputSource.Bytes host;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean ended;

    Tape(InputSource.Bytes host) {
        this.host = host;
    }

    /** One machine's view, from the start. */
    InputSource.Script reader() {
        int[] position = {0};
        return new InputSource.Script(() -> {
            if (position[0] == bytes.size()) {
                int value = ended ? InputSource.END : host.next();
                if (value < 0) {
                    ended |= value == InputSource.END;
                    return value;
                }
                bytes.write(value);
            }
            return bytes.toByteArray()[position[0]++] & 0xFF;
        });
    }

    /** Everything that was typed so far. */
    byte[] bytes() {
        return bytes.toByteArray();
    }
}
