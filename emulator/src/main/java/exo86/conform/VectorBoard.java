package exo86.conform;

import exo86.cpu.Cpu;
import exo86.cpu.Engine;
import exo86.cpu.InterruptController;
import exo86.cpu.PortBus;
import exo86.cpu.Stop;
import exo86.mmu.Memory;
import exo86.verify.LockStep;
import exo86.verify.Mismatch;
import exo86.verify.Side;
import exo86.verify.Stretches;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The least board that an image of vectors needs: 16 MiB, port E9h to print on, the exit port. */
final class VectorBoard implements Side, PortBus, InterruptController {
    private static final int MEMORY = 16 << 20, MULTIBOOT = 0x2BADB002;
    /** Many times what starting and a vector, harness included, take. */
    private static final long START = 5_000_000, VECTOR = 500_000;

    private final Memory memory = new Memory(MEMORY);
    private final Cpu cpu = new Cpu(memory, this, this);
    private final StringBuilder printed = new StringBuilder();
    private final Predicate<String> goesOn;
    private int line;

    /** How the run ended, what it printed, which vectors began as compiled code, and where it left the interpreter, if that ran beside it. */
    record Result(Stop stop, String printed, Set<String> compiled, Optional<Mismatch> mismatch) { }

    private VectorBoard(Predicate<String> goesOn) {
        this.goesOn = goesOn;
    }

    /**
     * Runs an image of {@code vectors} vectors.
     *
     * @param goesOn hears each printed line; the run ends when it says false
     */
    static Result run(byte[] image, int vectors, Subject subject, Predicate<String> goesOn) {
        return run(image, vectors, subject, Map.of(), goesOn);
    }

    /** @param entries where each vector begins: its EIP */
    static Result run(byte[] image, int vectors, Subject subject, Map<String, Integer> entries) {
        return run(image, vectors, subject, entries, line -> true);
    }

    private static Result run(byte[] image, int vectors, Subject subject, Map<String, Integer> entries, Predicate<String> goesOn) {
        Set<String> compiled = new HashSet<>();
        Engine[] tried = new Engine[1];
        VectorBoard board = new VectorBoard(line -> {
            String[] words = line.split(" ");
            if (words.length > 1 && entries.containsKey(words[1]) && tried[0].covers(entries.get(words[1]))) {
                compiled.add(words[1]);
            }
            return goesOn.test(line);
        });
        board.load(image, START + VECTOR * vectors);
        Engine engine = subject.engine().on(board.cpu);
        tried[0] = engine;
        board.cpu.plug(cpu -> engine);
        Optional<Mismatch> mismatch = Optional.empty();
        Stop stop;
        if (subject.verified()) {
            VectorBoard reference = new VectorBoard(goesOn);
            reference.load(image, START + VECTOR * vectors);
            LockStep lockStep = new LockStep(board, engine, reference, new Stretches(image.length, 20_000));
            board.cpu.plug(cpu -> lockStep);
            try {
                stop = board.cpu.run();
                lockStep.finish();
            } catch (Mismatch found) {
                mismatch = Optional.of(found);
                board.cpu.plug(cpu -> engine);
                stop = board.cpu.run();
            }
        } else {
            stop = board.cpu.run();
        }
        return new Result(stop, board.printed.toString(), compiled, mismatch);
    }

    private void load(byte[] image, long budget) {
        ByteBuffer view = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        memory.write(view.getInt(52 + 12), image, 0, image.length);
        cpu.enterFlatProtectedMode(view.getInt(24));
        cpu.eax = MULTIBOOT;
        cpu.deadline = budget;
    }

    @Override
    public Cpu cpu() {
        return cpu;
    }

    @Override
    public Memory memory() {
        return memory;
    }

    @Override
    public String hash() {
        return Long.toHexString(Side.digest(cpu));
    }

    @Override
    public void runTo(long time) {
        Stop stop = Stop.DEADLINE;
        while (cpu.time < time && stop == Stop.DEADLINE) {
            cpu.deadline = time;
            stop = cpu.run();
        }
    }

    @Override
    public int in(int port, int bytes) {
        return (port == 0xE9 ? 0xE9 : -1) & -1 >>> 32 - 8 * bytes;
    }

    @Override
    public void out(int port, int bytes, int value) {
        if (port == 0xE9) {
            print((char) (value & 0xFF));
        } else if (port == 0x501) {
            cpu.stopRequested = true;
        }
    }

    private void print(char c) {
        printed.append(c);
        if (c == '\n') {
            cpu.stopRequested |= !goesOn.test(printed.substring(line, printed.length() - 1));
            line = printed.length();
        }
    }

    @Override
    public boolean raised() {
        return false;
    }

    @Override
    public int acknowledge() {
        return 0;
    }
}
