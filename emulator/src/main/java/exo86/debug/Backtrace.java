package exo86.debug;

import exo86.cpu.Cpu;
import exo86.elf.dwarf.FrameEntry;
import exo86.elf.dwarf.SourceIndex;
import exo86.machine.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Who called whom. Where the program has unwinding rules they are used, else the chain of saved EBPs. Stops with a reason at
 * whatever cannot be a caller: absent memory, a frame that is not above the one before, an address that is not code.
 */
final class Backtrace {
    private static final int MOST = 64;

    private final Machine machine;
    private final Symbols symbols;
    private final GuestMemory memory;

    Backtrace(Machine machine, Symbols symbols) {
        this.machine = machine;
        this.symbols = symbols;
        this.memory = GuestMemory.current(machine);
    }

    /** One level: where code is, its stack and frame pointer. */
    record Level(int eip, int esp, int ebp) { }

    Level innermost() {
        Cpu cpu = machine.cpu;
        return new Level(cpu.linearEip(), cpu.ss.base + cpu.esp, cpu.ss.base + cpu.ebp);
    }

    /** The caller, or nothing if there is none to be seen. {@code first}: the level may be in the middle of its prologue. */
    Optional<Level> caller(Level level, boolean first) {
        // A return address stands behind its call, perhaps already in the next function.
        Optional<FrameEntry.Row> row = symbols.frameRowAt(first ? level.eip : level.eip - 1);
        if (row.isPresent() && (row.get().register() == FrameEntry.ESP || row.get().register() == FrameEntry.EBP)) {
            int cfa = (row.get().register() == FrameEntry.ESP ? level.esp : level.ebp) + row.get().distance();
            OptionalInt eip = memory.read32(cfa + row.get().saved().getOrDefault(FrameEntry.EIP, -4));
            Integer savedAt = row.get().saved().get(FrameEntry.EBP);
            OptionalInt ebp = savedAt == null ? OptionalInt.of(level.ebp) : memory.read32(cfa + savedAt);
            return eip.isEmpty() || ebp.isEmpty() ? Optional.empty() : Optional.of(new Level(eip.getAsInt(), cfa, ebp.getAsInt()));
        }
        OptionalInt ebp = memory.read32(level.ebp);
        OptionalInt eip = memory.read32(level.ebp + 4);
        return ebp.isEmpty() || eip.isEmpty() ? Optional.empty() : Optional.of(new Level(eip.getAsInt(), level.ebp + 8, ebp.getAsInt()));
    }

    Answer.Trace trace() {
        List<Answer.Frame> frames = new ArrayList<>();
        Level level = innermost();
        String end = "";
        if (!machine.cpu.cs.big()) {
            return new Answer.Trace(List.of(frame(0, level.eip)), "16-bit code: frames are not followed");
        }
        for (int i = 0; end.isEmpty(); i++) {
            frames.add(frame(i, level.eip));
            Optional<Level> next = caller(level, i == 0);
            if (next.isEmpty()) {
                end = i == 0 ? "no frame at ebp %08x".formatted(level.ebp) : "";
                break;
            }
            end = check(level, next.get(), i);
            level = next.get();
        }
        return new Answer.Trace(frames, end);
    }

    /** Why {@code next} cannot be a caller of {@code level}; {@code "outermost frame"} for a regular end. */
    private String check(Level level, Level next, int depth) {
        if (next.eip == 0) {
            return "outermost frame";
        }
        if (depth + 1 >= MOST) {
            return MOST + " frames shown";
        }
        if (Integer.compareUnsigned(next.esp, level.esp) <= 0) {
            return "the chain of frames turns back at ebp %08x".formatted(level.ebp);
        }
        if (memory.read8(next.eip).isEmpty()) {
            return next.eip >= 0 && next.eip < 0x1000 ? "outermost frame" : "return address %08x is not mapped".formatted(next.eip);
        }
        boolean knows = symbols.fileAt(level.eip).isPresent();
        return knows && symbols.fileAt(next.eip).isEmpty() ? "return address %08x is in no known program".formatted(next.eip) : "";
    }

    private Answer.Frame frame(int number, int eip) {
        int inside = number == 0 ? eip : eip - 1;
        Optional<SourceIndex.Line> line = symbols.lineAt(inside);
        return new Answer.Frame(number, new Address(eip), number == 0 ? symbols.placeOf(eip) : symbols.placeBehind(eip), line.map(SourceIndex.Line::file).orElse(""),
                line.map(SourceIndex.Line::line).orElse(0));
    }
}
