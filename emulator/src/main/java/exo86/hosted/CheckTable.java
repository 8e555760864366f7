package exo86.hosted;

import exo86.elf.Executable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which check stands at an address: what the compiler keeps in the section {@code ash_checks} (address, file, line, reason). */
public final class CheckTable {
    private static final int ENTRY = 16;
    private static final int LONGEST = 4096;

    /** A check in the source. */
    public record Check(String file, int line, String reason) {
        @Override
        public String toString() {
            return file + ":" + line + ": " + reason;
        }
    }

    private final Map<Integer, Check> checks = new HashMap<>();

    /** Reads a program's table; entries that make no sense are left out. */
    public CheckTable(Executable program) {
        ByteBuffer table = ByteBuffer.wrap(program.bytesOf("ash_checks")).order(ByteOrder.LITTLE_ENDIAN);
        while (table.remaining() >= ENTRY) {
            int at = table.getInt();
            Optional<String> file = text(program, table.getInt());
            int line = table.getInt();
            Optional<String> reason = text(program, table.getInt());
            if (file.isPresent() && reason.isPresent()) {
                checks.put(at, new Check(file.get(), line, reason.get()));
            }
        }
    }

    public Optional<Check> at(int address) {
        return Optional.ofNullable(checks.get(address));
    }

    private static Optional<String> text(Executable program, int address) {
        StringBuilder bytes = new StringBuilder();
        for (int i = 0; i < LONGEST; i++) {
            Optional<byte[]> one = program.read(address + i, 1);
            if (one.isEmpty()) {
                return Optional.empty();
            }
            if (one.get()[0] == 0) {
                return Optional.of(new String(bytes.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
            }
            bytes.append((char) (one.get()[0] & 255));
        }
        return Optional.empty();
    }
}
