package exo86.debug;

import exo86.cpu.Cpu;
import exo86.elf.dwarf.FrameEntry;
import exo86.machine.Machine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The machine's frames: who called whom. Where the program has unwinding rules they are used, else the chain of saved EBPs. Stops with a reason at
 * whatever cannot be a caller: absent memory, a frame that is not above the one before, an address that is not code.
 */
final class Backtrace {
    private static final int MOST = 64;
    /** Registers that a function leaves as they were: EBX, EBP, ESI, EDI. */
    private static final List<Integer> KEPT = List.of(3, FrameEntry.EBP, 6, 7);

    private final Machine machine;
    private final Symbols symbols;
    private final GuestMemory memory;

    Backtrace(Machine machine, Symbols symbols) {
        this.machine = machine;
        this.symbols = symbols;
        this.memory = GuestMemory.current(machine);
    }

    /** One machine frame: where code is, its stack pointer, and the registers that are known, by their DWARF numbers. */
    record Level(int eip, int esp, Map<Integer, Integer> registers) {
        Level {
            registers = Map.copyOf(registers);
        }

        OptionalInt register(int number) {
            return registers.containsKey(number) ? OptionalInt.of(registers.get(number)) : OptionalInt.empty();
        }

        int ebp() {
            return registers.getOrDefault(FrameEntry.EBP, 0);
        }
    }

    /** The machine frames, the innermost first, and why there are no more. */
    record Trace(List<Level> levels, String end) { }

    Level innermost() {
        Cpu cpu = machine.cpu;
        Map<Integer, Integer> registers = new HashMap<>();
        for (int number = 0; number < 8; number++) {
            registers.put(number, cpu.register(number));
        }
        registers.put(FrameEntry.EBP, cpu.ss.base + cpu.ebp);
        return new Level(cpu.linearEip(), cpu.ss.base + cpu.esp, registers);
    }

    private Optional<FrameEntry.Row> row(Level level, boolean first) {
        // A return address stands behind its call, perhaps already in the next function.
        return symbols.frameRowAt(first ? level.eip : level.eip - 1)
                .filter(row -> row.register() == FrameEntry.ESP || row.register() == FrameEntry.EBP);
    }

    /** What ESP was before the call of the level's function. */
    OptionalInt canonicalAddress(Level level, boolean first) {
        Optional<FrameEntry.Row> row = row(level, first);
        return row.isPresent() ? OptionalInt.of((row.get().register() == FrameEntry.ESP ? level.esp : level.ebp()) + row.get().distance())
                : OptionalInt.of(level.ebp() + 8);
    }

    /** The caller, or nothing if there is none to be seen. {@code first}: the level may be in the middle of its prologue. */
    Optional<Level> caller(Level level, boolean first) {
        Optional<FrameEntry.Row> row = row(level, first);
        Map<Integer, Integer> registers = new HashMap<>();
        if (row.isPresent()) {
            int cfa = canonicalAddress(level, first).getAsInt();
            OptionalInt eip = memory.read32(cfa + row.get().saved().getOrDefault(FrameEntry.EIP, -4));
            for (int kept : KEPT) {
                level.register(kept).ifPresent(value -> registers.put(kept, value));
            }
            for (Map.Entry<Integer, Integer> saved : row.get().saved().entrySet()) {
                OptionalInt value = memory.read32(cfa + saved.getValue());
                if (value.isEmpty() && saved.getKey() == FrameEntry.EBP) {
                    return Optional.empty();
                }
                registers.remove(saved.getKey());
                value.ifPresent(word -> registers.put(saved.getKey(), word));
            }
            return eip.isEmpty() ? Optional.empty() : Optional.of(new Level(eip.getAsInt(), cfa, registers));
        }
        OptionalInt ebp = memory.read32(level.ebp());
        OptionalInt eip = memory.read32(level.ebp() + 4);
        if (ebp.isEmpty() || eip.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Level(eip.getAsInt(), level.ebp() + 8, Map.of(FrameEntry.EBP, ebp.getAsInt())));
    }

    Trace trace() {
        List<Level> levels = new ArrayList<>();
        Level level = innermost();
        String end = "";
        if (!machine.cpu.cs.big()) {
            return new Trace(List.of(level), "16-bit code: frames are not followed");
        }
        for (int i = 0; end.isEmpty(); i++) {
            levels.add(level);
            Optional<Level> next = caller(level, i == 0);
            if (next.isEmpty()) {
                end = i == 0 ? "no frame at ebp %08x".formatted(level.ebp()) : "";
                break;
            }
            end = check(level, next.get(), i);
            level = next.get();
        }
        return new Trace(levels, end);
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
            return "the chain of frames turns back at ebp %08x".formatted(level.ebp());
        }
        if (memory.read8(next.eip).isEmpty()) {
            return next.eip >= 0 && next.eip < 0x1000 ? "outermost frame" : "return address %08x is not mapped".formatted(next.eip);
        }
        boolean knows = symbols.fileAt(level.eip).isPresent();
        return knows && symbols.fileAt(next.eip).isEmpty() ? "return address %08x is in no known program".formatted(next.eip) : "";
    }
}
