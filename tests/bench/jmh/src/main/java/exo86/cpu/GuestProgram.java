package exo86.cpu;

import exo86.jit.Jit;
import exo86.machine.Guests;

/**
 * A guest program that is run over and over, from the start to its {@code in al, 0}, and that has to leave the same in EBX, after the same number of
 * instructions, each time. Both are given beforehand, so a benchmark that does nothing, or something else, ends with an error.
 */
public final class GuestProgram {
    /** Addresses of code, of data that nothing else uses, and of the handler of INT 30h. */
    public static final int CODE = ProtectedGuest.CODE, USER_CODE = ProtectedGuest.USER_CODE, DATA = 0x40000, HANDLER = ProtectedGuest.HANDLERS + 0x30 * 16;

    private final ProtectedGuest guest = new ProtectedGuest();
    private final Cpu cpu = guest.cpu;
    private final int entry, stack;
    private final int result;
    private final long duration;

    private GuestProgram(Engine.Factory engine, boolean user, String code, int result, long duration) {
        this.result = result;
        this.duration = duration;
        entry = user ? USER_CODE : CODE;
        stack = user ? ProtectedGuest.USER_STACK : ProtectedGuest.STACK;
        cpu.plug(engine);
        place(entry, code);
        guest.onPort = port -> cpu.stopRequested = true;
    }

    /**
     * In ring 0, without paging.
     *
     * @param result what is in EBX at the end
     * @param duration virtual time of a run: instructions, and deliveries of interrupts and exceptions
     */
    public static GuestProgram kernel(Engine.Factory engine, String code, int result, long duration) {
        return new GuestProgram(engine, false, code, result, duration);
    }

    /** In ring 0, the first 4 MiB mapped one to one, CR3 in EAX. */
    public static GuestProgram paging(Engine.Factory engine, String code, int result, long duration) {
        GuestProgram program = new GuestProgram(engine, false, code, result, duration);
        program.guest.paging();
        return program;
    }

    /** The same in ring 3, with IOPL 3; {@code handler} is that of INT 30h, in ring 0. */
    public static GuestProgram user(Engine.Factory engine, String code, String handler, int result, long duration) {
        GuestProgram program = new GuestProgram(engine, true, code, result, duration);
        program.place(HANDLER, handler);
        program.guest.paging().user();
        program.cpu.setEflags(0x3002);
        return program;
    }

    private void place(int at, String code) {
        byte[] bytes = Guests.assemble("bits 32\norg " + at + "\n" + code);
        guest.memory.write(at, bytes, 0, bytes.length);
    }

    /** Runs it once; what it computed. */
    public int run() {
        cpu.eip = entry;
        cpu.esp = stack;
        cpu.eax = cpu.cr3;
        long before = cpu.time;
        Stop stop = cpu.run();
        if (stop != Stop.REQUESTED || cpu.ebx != result || cpu.time - before != duration) {
            throw new AssertionError("%s at %08x after %d instructions, not %d, with %08x, not %08x".formatted(stop, cpu.eip, cpu.time - before, duration, cpu.ebx, result));
        }
        return cpu.ebx;
    }

    /** Puts {@code value} into the word with that index from {@link #DATA} on. */
    public void data(int index, int value) {
        guest.memory.write32(DATA + 4 * index, value);
    }

    /** On the fast engine, at least half of what was executed must have been compiled code. */
    public void check() {
        if (cpu.engine instanceof Jit jit && jit.statistics().compiled < cpu.time / 2) {
            throw new AssertionError("interpreted most of %d instructions: %s".formatted(cpu.time, jit.statistics()));
        }
    }
}
