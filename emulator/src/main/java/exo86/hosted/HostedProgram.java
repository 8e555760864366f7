package exo86.hosted;

import exo86.cpu.Cpu;
import exo86.cpu.InterruptController;
import exo86.cpu.PortBus;
import exo86.cpu.Stop;
import exo86.elf.Executable;
import exo86.elf.Segment;
import exo86.elf.Symbol;
import exo86.mmu.Memory;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * One program in flat memory, segments at their virtual addresses, the stack at the top. {@link #run} it from its entry, or
 * from one of its functions, which {@link #call} chooses, one after the other. Its state stays after the end, to be looked at.
 */
public final class HostedProgram {
    public static final int MEMORY = 32 << 20;

    /** GDT, interrupt table and the handlers, below everything that a program may be linked to. */
    private static final int GDT = 0x1000, IDT = 0x1800, HANDLERS = 0x2000;
    private static final int HANDLER_BYTES = 4;
    private static final int VECTORS = 256;
    private static final int RETURN = HANDLERS + VECTORS * HANDLER_BYTES;
    private static final int LOWEST = 0x4000;
    private static final int STACK = MEMORY - 0x1000;
    private static final int INVALID_OPCODE = 6, LINUX = 0x80, RETURNED = VECTORS;
    /** Vectors 8, 10 to 14 and 17, which push an error code (SDM 3A 6.15). */
    private static final int WITH_ERROR_CODE = 1 << 8 | 0x7C00 | 1 << 17;
    private static final int UD2 = 0x0B0F;
    private static final int NO_SUCH_CALL = -38;
    private static final int EXIT = 1, WRITE = 4;

    private final Memory memory = Memory.flat(MEMORY);
    private final Cpu cpu = new Cpu(memory, new Handlers(), new NoInterrupts());
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final int code;
    private final int codeEnd;
    private Counting counting;
    private int handler = -1;

    /** Loads a program; {@link IllegalArgumentException} says in a line why it does not fit. */
    public HostedProgram(Executable program) {
        for (Segment segment : program.segments()) {
            long end = (segment.virtualAddress() & 0xFFFFFFFFL) + segment.memorySize();
            if (Integer.compareUnsigned(segment.virtualAddress(), LOWEST) < 0 || end > STACK) {
                throw new IllegalArgumentException("%s: a segment at %08x is outside of the %d MiB that a hosted program has"
                        .formatted(program.name(), segment.virtualAddress(), MEMORY >> 20));
            }
            memory.write(segment.virtualAddress(), segment.bytes(), 0, segment.bytes().length);
        }
        code = program.segments().stream().filter(Segment::executable).mapToInt(Segment::virtualAddress).min().orElse(LOWEST);
        codeEnd = program.segments().stream().filter(Segment::executable).mapToInt(s -> s.virtualAddress() + s.memorySize()).max().orElse(LOWEST);
        tables();
        cpu.enterFlatProtectedMode(program.entry());
        cpu.gdtBase = GDT;
        cpu.gdtLimit = 23;
        cpu.idtBase = IDT;
        cpu.idtLimit = VECTORS * 8 - 1;
        cpu.esp = STACK;
        cpu.stateChanged();
    }

    private void tables() {
        word(GDT + 8, 0x0000FFFF);
        word(GDT + 12, 0x00CF9B00);
        word(GDT + 16, 0x0000FFFF);
        word(GDT + 20, 0x00CF9300);
        for (int vector = 0; vector <= VECTORS; vector++) {
            int at = HANDLERS + vector * HANDLER_BYTES;
            if (vector < VECTORS) {
                word(IDT + vector * 8, 0x0008_0000 | at);
                word(IDT + vector * 8 + 4, 0x8E00);
            }
            word(at, 0xFEEB_00E6);      // out 0,al; jmp $
        }
    }

    private void word(int address, int value) {
        Memory.INT.set(memory.bytes, address, value);
    }

    private int word(int address) {
        return (int) Memory.INT.get(memory.bytes, address);
    }

    /** Counts from here on, and separately what is executed between the entry of a function and its return; its address, or -1 for none. */
    public void count(int function) {
        counting = new Counting(memory.bytes, code, codeEnd, function);
    }

    /** Everything counted. */
    public Counts counts() {
        return counting.all();
    }

    /** What was counted inside the function. */
    public Counts countsInside() {
        return counting.inside();
    }

    /**
     * Makes {@link #run} execute this function instead of the program's entry; its return ends the run. The next call, whatever ended the run before, sees
     * the memory as it was left.
     */
    public void call(Symbol function) {
        cpu.eip = function.value();
        cpu.esp = STACK - 4;
        cpu.setEflags(0);
        word(cpu.esp, RETURN);
        cpu.stateChanged();
    }

    /** What it has written so far. */
    public String output() {
        return output.toString(StandardCharsets.UTF_8);
    }

    /** Runs to the end, at most that many instructions. */
    public End run(long budget) {
        long end = cpu.time + budget;
        while (cpu.time < end) {
            Stop stop = Stop.DEADLINE;
            if (counting == null || !counting.run(cpu)) {
                cpu.deadline = end;
                stop = cpu.run();
            }
            if (handler >= 0) {
                int vector = handler;
                handler = -1;
                End asked = entered(vector);
                if (asked != null) {
                    return asked;
                }
            } else if (stop == Stop.HALTED || stop == Stop.SHUTDOWN) {
                return new End.Stopped(stop == Stop.HALTED ? "it halted" : "a fault in the delivery of a fault: its stack is gone");
            }
        }
        return new End.Endless();
    }

    /** What the entry of a handler means; null if the program goes on. */
    private End entered(int vector) {
        if (vector == RETURNED) {
            return new End.Returned();
        }
        int frame = cpu.esp + (vector < 32 && (WITH_ERROR_CODE >>> vector & 1) != 0 ? 4 : 0);
        if (frame < 0 || frame > MEMORY - 12) {
            return new End.Stopped("its stack is gone: ESP is %08x".formatted(cpu.esp));
        }
        int at = word(frame);
        if (vector == LINUX) {
            return call(frame, at);
        }
        return vector == INVALID_OPCODE && at >= 0 && at < MEMORY - 4 && (word(at) & 0xFFFF) == UD2 ? new End.FailedCheck(at) : new End.Faulted(vector, at);
    }

    private End call(int frame, int next) {
        if (cpu.eax == EXIT) {
            counted();
            return new End.Exited(cpu.ebx & 255);
        }
        if (cpu.eax == WRITE && cpu.ecx >= 0 && cpu.edx >= 0 && cpu.edx <= MEMORY - cpu.ecx) {
            output.write(memory.bytes, cpu.ecx, cpu.edx);
            cpu.eax = cpu.edx;
        } else {
            cpu.eax = NO_SUCH_CALL;
        }
        counted();
        cpu.eip = next;
        cpu.esp = frame + 12;
        cpu.setEflags(word(frame + 8));
        cpu.stateChanged();
        return null;
    }

    private void counted() {
        if (counting != null) {
            counting.hostCall();
        }
    }

    /** A handler's OUT stops the processor; nothing else is there. */
    private final class Handlers implements PortBus {
        @Override
        public int in(int port, int bytes) {
            return -1 >>> 32 - 8 * bytes;
        }

        @Override
        public void out(int port, int bytes, int value) {
            int at = cpu.eip - HANDLERS;
            if (at >= 0 && at <= VECTORS * HANDLER_BYTES) {
                handler = at / HANDLER_BYTES;
                cpu.stopRequested = true;
            }
        }
    }

    private static final class NoInterrupts implements InterruptController {
        @Override
        public boolean raised() {
            return false;
        }

        @Override
        public int acknowledge() {
            throw new IllegalStateException("nobody raised an interrupt");
        }
    }
}
