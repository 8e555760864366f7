package exo86.verify;

import exo86.cpu.Cpu;
import exo86.cpu.Engine;
import exo86.cpu.Segment;
import exo86.isa.Decoder;
import exo86.isa.Instruction;
import exo86.isa.Printer;
import exo86.mmu.Memory;
import exo86.mmu.WriteLog;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The engine of the machine under test: it lets another engine run a stretch, the reference catch up, and compares.
 *
 * <p>At a stretch's end neither has looked at what is due at that time, so processors and memory are equal; at its start both have, so all is.
 */
public final class LockStep implements Engine {
    /** Instructions between two comparisons of everything. */
    private static final long EVERYTHING = 20_000_000;
    private static final int SHOWN = 12;

    private final Side tested;
    private final Engine engine;
    private final Side reference;
    private final Stretches stretches;
    private final WriteLog log = new WriteLog();
    private final Mixer mixer = new Mixer();
    private long comparisons;
    private long nextEverything;
    private long before;
    private int entry;

    /**
     * An engine for {@code tested}'s processor.
     *
     * @param engine what is tested
     * @param reference a machine in the same state, interpreted; from now on it is run from here only
     */
    public LockStep(Side tested, Engine engine, Side reference, Stretches stretches) {
        this.tested = tested;
        this.engine = engine;
        this.reference = reference;
        this.stretches = stretches;
        this.nextEverything = EVERYTHING;
        reference.memory().log(log);
    }

    @Override
    public boolean run(long budget) {
        Cpu cpu = tested.cpu();
        before = cpu.time;
        entry = cpu.linearEip();
        if (before >= nextEverything) {
            reference.runTo(before);        // an interrupt may have been delivered since the last stretch, or time skipped in HLT
            compareEverything();
            nextEverything = before + EVERYTHING;
        }
        boolean result = engine.run(Math.min(budget, stretches.next()));
        reference.runTo(cpu.time);
        compare(cpu, reference.cpu());
        return result;
    }

    @Override
    public int heat() {
        return engine.heat();
    }

    @Override
    public void codeWritten(int line) {
        engine.codeWritten(line);
    }

    @Override
    public Optional<String> listing(int linear) {
        return engine.listing(linear);
    }

    @Override
    public void dropAll() {
        engine.dropAll();
    }

    @Override
    public void breakpointChanged(int linear) {
        engine.breakpointChanged(linear);
    }

    /** How often the two were compared. */
    public long comparisons() {
        return comparisons;
    }

    /** Lets the reference run to the same time, which is the end of a run, and compares everything. */
    public void finish() {
        before = reference.cpu().time;
        entry = reference.cpu().linearEip();
        reference.runTo(tested.cpu().time);
        compareEverything();
    }

    private void compare(Cpu one, Cpu other) {
        comparisons++;
        one.floatingPoint.hash(mixer);
        long floating = mixer.take();
        other.floatingPoint.hash(mixer);
        boolean same = floating == mixer.take() & one.time == other.time & sameRegisters(one, other) & sameSegments(one, other);
        byte[] ours = tested.memory().bytes;
        byte[] theirs = reference.memory().bytes;
        for (int k = 0; k < log.size() && same; k++) {
            int at = log.offset(k);
            same = (int) Memory.INT.get(ours, at) == (int) Memory.INT.get(theirs, at);
        }
        if (!same) {
            List<String> differences = StateText.differences(one, other);
            memoryDifferences(differences);
            throw mismatch(differences.isEmpty() ? List.of("floating-point state") : differences);
        }
        log.clear();
    }

    private static boolean sameRegisters(Cpu one, Cpu other) {
        return ((one.eax ^ other.eax) | (one.ecx ^ other.ecx) | (one.edx ^ other.edx) | (one.ebx ^ other.ebx) | (one.esp ^ other.esp) | (one.ebp ^ other.ebp)
            | (one.esi ^ other.esi) | (one.edi ^ other.edi) | (one.eip ^ other.eip) | (one.eflags() ^ other.eflags()) | (one.cr0 ^ other.cr0) | (one.cr2() ^ other.cr2())
            | (one.cr3 ^ other.cr3) | (one.cr4 ^ other.cr4) | (one.cpl ^ other.cpl)) == 0;
    }

    private static boolean sameSegments(Cpu one, Cpu other) {
        int different = 0;
        for (int k = 0; k < 6; k++) {
            Segment a = one.segment(k);
            Segment b = other.segment(k);
            different |= (a.selector ^ b.selector) | (a.base ^ b.base) | (a.limit ^ b.limit) | (a.rights ^ b.rights);
        }
        return different == 0;
    }

    private void compareEverything() {
        List<String> differences = StateText.differences(tested.cpu(), reference.cpu());
        memoryDifferences(differences);
        if (differences.isEmpty() && !tested.hash().equals(reference.hash())) {
            differences.add("a part of the state that has no name here: TLB, hidden processor state, devices, events (hash " + tested.hash() + " not " + reference.hash() + ")");
        }
        if (!differences.isEmpty()) {
            throw mismatch(differences);
        }
    }

    private void memoryDifferences(List<String> lines) {
        byte[] ours = tested.memory().bytes;
        byte[] theirs = reference.memory().bytes;
        int at = 0;
        for (int shown = 0; shown < SHOWN; shown++) {
            int next = Arrays.mismatch(ours, at, ours.length, theirs, at, theirs.length);
            if (next < 0) {
                return;
            }
            at += next;
            lines.add("memory[%08x] %02x not %02x".formatted(at, ours[at] & 0xFF, theirs[at] & 0xFF));
            at++;
        }
        lines.add("more of memory");
    }

    Mismatch mismatch(List<String> differences) {
        return new Mismatch(before, tested.cpu().time, entry, differences, StateText.of(tested.cpu()), StateText.of(reference.cpu()), code());
    }

    /** The reference's memory where the stretch began; the tables may have changed since, but seldom have. */
    private String code() {
        StringBuilder text = new StringBuilder();
        Instruction instruction = new Instruction();
        byte[] bytes = new byte[15];
        int at = entry;
        for (int k = 0; k < 40; k++) {
            for (int i = 0; i < bytes.length; i++) {
                long physical = reference.cpu().mmu.probe(at + i);
                bytes[i] = physical < 0 ? 0 : (byte) reference.memory().read8((int) physical);
            }
            int length = Decoder.decode(bytes, 0, bytes.length, tested.cpu().cs.big() ? 32 : 16, instruction);
            if (length <= 0) {
                break;
            }
            text.append("%08x  %s%n".formatted(at, Printer.print(instruction, at)));
            at += length;
        }
        engine.listing(entry).ifPresent(listing -> text.append("what the tested engine makes of it:\n").append(listing));
        return text.toString();
    }
}
