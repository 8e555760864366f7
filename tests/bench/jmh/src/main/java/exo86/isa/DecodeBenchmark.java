package exo86.isa;

import exo86.bench.PerOperation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Setup;

/** The decoder on what gcc made of a bench guest, from its entry on: about a page of code. */
public class DecodeBenchmark extends PerOperation {
    private static final int INSTRUCTIONS = 1024;

    private final Instruction instruction = new Instruction();
    private byte[] code;
    private int start;
    private int length;

    @Setup
    public void load() throws IOException {
        Path guest = Path.of(System.getProperty("exo86.root", ".")).resolve("tests/bench/cpu1.elf");
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(guest)).order(ByteOrder.LITTLE_ENDIAN);
        code = file.array();
        int entry = file.getInt(24);
        for (int k = 0; k < file.getShort(44); k++) {
            int header = file.getInt(28) + k * file.getShort(42);
            int from = file.getInt(header + 8);
            if (file.getInt(header) == 1 && entry >= from && entry - from < file.getInt(header + 16)) {
                start = file.getInt(header + 4) + entry - from;
            }
        }
        int at = start;
        for (int k = 0; k < INSTRUCTIONS; k++) {
            at += Decoder.decode(code, at, code.length, 32, instruction);
            if (instruction.op == Op.INVALID || instruction.op == Op.TOO_LONG) {
                throw new AssertionError("no code at offset " + at + " of " + guest);
            }
        }
        length = at - start;
    }

    /**
     * What does it cost to decode one instruction, as whoever meets code for the first time has to? Good: below 30 ns, which is 100 MB a second
     * and ten turns of the interpreter; an instruction has 3 to 4 bytes.
     */
    @Benchmark
    @OperationsPerInvocation(INSTRUCTIONS)
    public int decode() {
        int at = start;
        for (int k = 0; k < INSTRUCTIONS; k++) {
            at += Decoder.decode(code, at, code.length, 32, instruction);
        }
        if (at - start != length) {
            throw new AssertionError("%d bytes decoded, not %d".formatted(at - start, length));
        }
        return at;
    }
}
