package exo86.tests.kernel;

import exo86.elf.ElfException;
import exo86.elf.ElfReader;
import exo86.elf.Symbol;
import exo86.machine.Machine;
import exo86.machine.Outcome;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Runs a machine and measures how many instructions each stay in ring 0 takes with interrupts off: from an interrupt stub of
 * {@code kernel.trap} to {@code cpu.resume}, or to {@code kernel.schedule.open}, where interrupts are let in, and on from there.
 *
 * <p>Breakpoints at these places alone make the boundaries, so the rest runs at full speed.
 */
final class LatencyMeter {
    /** From the breakpoint at resume to ring 3, and from the one at open to {@code sti} and back to {@code cli}. */
    private static final int RESUME = 9;
    private static final int OPEN = 4;
    private static final int OPENED = 7;
    private static final int CALLS = 23;

    private final Machine machine;
    private final Set<Integer> stubs = new HashSet<>();
    private int resume;
    private int open;
    private final Map<String, Long> longest = new TreeMap<>();

    LatencyMeter(Machine machine, byte[] kernel) throws ElfException {
        this.machine = machine;
        List<Symbol> symbols = new ArrayList<>();
        for (Symbol symbol : ElfReader.readExecutable("kernel", kernel).symbols()) {
            symbols.add(symbol);
        }
        Set<String> names = new HashSet<>();
        symbols.forEach(s -> names.add(s.name()));
        for (Symbol symbol : symbols) {
            if (names.contains(symbol.name() + ".body")) {
                stubs.add(symbol.value());
                this.names.put(symbol.value(), symbol.name().substring("kernel.trap.".length()));
            } else if (symbol.name().equals("cpu.resume")) {
                resume = symbol.value();
            } else if (symbol.name().equals("kernel.schedule.open")) {
                open = symbol.value();
            }
        }
        stubs.forEach(machine.cpu::addBreakpoint);
        machine.cpu.addBreakpoint(resume);
        machine.cpu.addBreakpoint(open);
    }

    private final Map<Integer, String> names = new TreeMap<>();

    /** Runs to the end of the guest or of the time. */
    Outcome run(long until) {
        String what = "boot";
        long since = -1;
        while (true) {
            Outcome outcome = machine.run(until);
            if (!(outcome instanceof Outcome.Breakpoint)) {
                return outcome;
            }
            int at = machine.cpu.linearEip();
            long now = machine.cpu.time;
            if (stubs.contains(at)) {
                what = names.get(at);
                if (what.equals("system_call")) {
                    int number = machine.cpu.eax;
                    what = number > 0 && number <= CALLS ? "call " + number : "no such call";
                }
                since = now - 1;
            } else if (at == resume) {
                note(what, since, now + RESUME);
                since = -1;
            } else {
                note(what, since, now + OPEN);
                what = "after " + (what.startsWith("after ") ? what.substring(6) : what);
                since = now + OPENED;
            }
        }
    }

    private void note(String what, long since, long now) {
        if (since >= 0) {
            longest.merge(what, now - since, Math::max);
        }
    }

    /** The most instructions by what was being done. */
    Map<String, Long> longest() {
        return longest;
    }
}
