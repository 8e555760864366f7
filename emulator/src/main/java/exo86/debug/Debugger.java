package exo86.debug;

import exo86.ash.source.Spelling;
import exo86.cpu.Cpu;
import exo86.elf.Symbol;
import exo86.elf.dwarf.Location;
import exo86.machine.Machine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A debugging session: one machine, what is known about its programs, breakpoints, results. {@link #execute} does one command line.
 *
 * <p>To be used from one thread, but for {@link #stop}, which makes a running command come back soon. No line throws.
 */
public final class Debugger implements Expressions.Scope {
    private static final String NOBODY = "somebody asked for a stop";

    /** The world around the machine. */
    public interface Workbench {
        /** A machine as at power-on, or nothing if this one cannot be had anew. */
        Optional<Machine> fresh();

        /** Types bytes at the guest's serial port; false if nobody can. */
        boolean type(byte[] bytes);

        /** For a machine that nobody can have anew or type to. */
        Workbench NONE = new Workbench() {
            @Override
            public Optional<Machine> fresh() {
                return Optional.empty();
            }

            @Override
            public boolean type(byte[] bytes) {
                return false;
            }
        };
    }

    final Workbench workbench;
    final CommandTable table = new CommandTable();
    final SourceText sources = new SourceText();
    final List<Breakpoint> breakpoints = new ArrayList<>();
    final List<String> history = new ArrayList<>();
    Machine machine;
    Symbols symbols;
    RegisterFile registers;
    Execution execution;
    /** Where {@code x} and {@code list} go on. */
    Continuation continuation = Continuation.START;

    /** How many frames are entered at the next instruction but not shown: see {@link Frames}. */
    int hidden;
    /** The frame that {@code up} and {@code down} have chosen. */
    int selected;

    /** The command is one that an empty line does again. */
    boolean repeating;

    private final List<Long> results = new ArrayList<>();
    private int breakpointNumber;
    private volatile boolean stopping;
    volatile boolean free;
    private volatile String stopReason = NOBODY;
    private CommandTable.Invocation last;

    /** What an {@code x} or {@code list} without arguments shows next. */
    record Continuation(int address, boolean physical, String format, String file, int line) {
        static final Continuation START = new Continuation(0, false, "xw1", "", 0);
    }

    public Debugger(Machine machine, Workbench workbench) {
        this.workbench = workbench;
        use(machine, List.of());
    }

    private void use(Machine newMachine, List<SymbolFile> files) {
        machine = newMachine;
        symbols = new Symbols(newMachine);
        files.forEach(symbols::add);
        registers = new RegisterFile(newMachine);
        execution = new Execution(this);
    }

    /** Goes on with a machine as at power-on; breakpoints stay. */
    void restart() {
        Machine fresh = workbench.fresh().orElseThrow(() -> new Refusal("this machine cannot be started anew from here", "leave, and start it with 'exo86 debug'"));
        use(fresh, symbols.files());
        breakpoints.forEach(b -> b.addresses.forEach(machine.cpu::addBreakpoint));
        hidden = 0;
        selected = 0;
    }

    /** Takes names, lines and types from a program file. */
    public void add(SymbolFile file) {
        symbols.add(file);
    }

    /** Looks for source files under this folder too. */
    public void sourceFolder(Path folder) {
        sources.folder(folder);
    }

    /** The machine, which a reset replaces. */
    public Machine machine() {
        return machine;
    }

    /** Does one command. */
    public Answer execute(String line) {
        String text = line.strip();
        if (text.startsWith("#")) {
            return new Answer.Nothing();
        }
        stopping = false;
        machine.cpu.stopRequested = false;
        try {
            CommandTable.Invocation invocation;
            repeating = text.isEmpty();
            if (repeating) {
                if (last == null || !last.command().repeats()) {
                    return new Answer.Nothing();
                }
                boolean goesOn = !last.command().group().equals("run");
                invocation = goesOn ? new CommandTable.Invocation(last.command(), "", "") : last;
            } else {
                history.add(text);
                invocation = table.parse(text);
            }
            last = invocation;
            return invocation.command().action().run(this, invocation.format(), invocation.rest());
        } catch (Refusal refusal) {
            return refusal.answer();
        }
    }

    /** Where the machine stands now, for the first prompt. */
    public Answer.Stopped position(String reason) {
        return execution.describe(reason, false, List.of());
    }

    /** Makes the running command stop and say why. May be called from any thread. */
    public void stop(String reason) {
        stopReason = reason;
        stopping = true;
        machine.requestStop();
    }

    /** Whether the machine runs without a limit in time: the guest may be waiting for somebody to type. */
    public boolean runsFreely() {
        return free;
    }

    boolean interrupted() {
        return stopping;
    }

    String takeReason() {
        String reason = stopReason;
        stopReason = NOBODY;
        stopping = false;
        return reason;
    }

    /** Where in this line the word begins that completions are for. */
    public static int completionStart(String line) {
        return Math.max(line.lastIndexOf(' '), Math.max(line.lastIndexOf('*'), Math.max(line.lastIndexOf('('), line.lastIndexOf('&')))) + 1;
    }

    /** What could stand at the end of this line: commands, symbols, registers. */
    public Collection<String> completions(String line) {
        int cut = completionStart(line);
        String word = line.substring(cut);
        if (word.startsWith("$")) {
            return registers.names().stream().map(name -> "$" + name).filter(name -> name.startsWith(word)).toList();
        }
        boolean info = line.matches("i(n(fo?)?)?\\s+\\S*");
        if (cut == 0 || info || line.matches("help\\s+.*")) {
            String prefix = info ? "info " : "";
            return table.commands().stream().map(Command::name).filter(name -> name.startsWith(prefix + word) && (info || name.indexOf(' ') < 0 || cut > 0))
                    .map(name -> name.substring(prefix.length())).toList();
        }
        return symbols.namesHere().stream().filter(name -> name.startsWith(word)).limit(2000).toList();
    }

    // ---- breakpoints

    boolean stopsAt(int address) {
        return breakpoints.stream().anyMatch(b -> b.enabled && b.addresses.contains(address));
    }

    List<Breakpoint> breakpointsAt(int address) {
        return breakpoints.stream().filter(b -> b.addresses.contains(address)).toList();
    }

    Breakpoint add(Places.Found found, String condition, boolean temporary) {
        int address = found.address();
        String place = found.owner().map(file -> file.placeOf(address)).orElseGet(() -> symbols.placeOf(address));
        Breakpoint breakpoint = new Breakpoint(++breakpointNumber, found, place, condition, temporary);
        breakpoints.add(breakpoint);
        breakpoint.addresses.forEach(machine.cpu::addBreakpoint);
        return breakpoint;
    }

    void remove(Breakpoint breakpoint) {
        breakpoints.remove(breakpoint);
        breakpoint.addresses.stream().filter(address -> breakpointsAt(address).isEmpty()).forEach(machine.cpu::removeBreakpoint);
    }

    /** Takes all breakpoints out of the machine: it goes on without the debugger. */
    public void detach() {
        breakpoints.forEach(b -> b.addresses.forEach(machine.cpu::removeBreakpoint));
    }

    /** Puts the breakpoints back after {@link #detach}. */
    public void attach() {
        breakpoints.forEach(b -> b.addresses.forEach(machine.cpu::addBreakpoint));
        hidden = 0;
        selected = 0;
        execution = new Execution(this);
    }

    Disassembler disassembler() {
        return new Disassembler(machine, symbols, sources, address -> breakpoints.stream().anyMatch(b -> b.addresses.contains(address)));
    }

    // ---- results and names in expressions

    int remember(long value) {
        results.add(value);
        return results.size();
    }

    @Override
    public OptionalLong result(int number) {
        int index = number == 0 ? results.size() : number;
        return index < 1 || index > results.size() ? OptionalLong.empty() : OptionalLong.of(results.get(index - 1));
    }

    @Override
    public OptionalLong register(String name) {
        return registers.read(name);
    }

    @Override
    public Optional<TypedValue> variable(String name) {
        return locals().stream().filter(local -> local.name().equals(name)).map(Frames.Local::value).findFirst()
                .or(() -> symbols.find(name).flatMap(this::global));
    }

    private Optional<TypedValue> global(Symbols.Named named) {
        return named.file().sources().information().units().stream().flatMap(unit -> unit.variables().stream()
                .filter(v -> v.location() instanceof Location.Static place && place.address().value() == named.symbol().value())
                .map(v -> TypedValue.at(linear(), unit, v.type(), named.symbol().value()))).findFirst();
    }

    /** The stack as it is shown. */
    Frames frames() {
        return new Frames(machine, symbols, hidden);
    }

    /** The frame that is looked at. */
    Frames.Frame frame() {
        List<Frames.Frame> all = frames().all();
        return all.get(Math.min(selected, all.size() - 1));
    }

    /** The variables of the frame that is looked at. */
    List<Frames.Local> locals() {
        return frames().locals(frame());
    }

    @Override
    public OptionalInt symbol(String name) {
        Optional<Symbol> symbol = symbols.find(name).map(Symbols.Named::symbol);
        return symbol.isPresent() ? OptionalInt.of(symbol.get().value()) : OptionalInt.empty();
    }

    @Override
    public GuestMemory linear() {
        return GuestMemory.current(machine);
    }

    @Override
    public GuestMemory physical() {
        return GuestMemory.physical(machine);
    }

    @Override
    public int segmentBase(int selector) {
        for (exo86.cpu.Segment segment : registers.segments()) {
            if (segment.selector == selector) {
                return segment.base;
            }
        }
        if ((machine.cpu.cr0 & Cpu.CR0_PE) == 0) {
            return selector << 4;
        }
        GuestMemory memory = linear();
        OptionalInt low = memory.read32(machine.cpu.gdtBase + (selector & ~7));
        OptionalInt high = memory.read32(machine.cpu.gdtBase + (selector & ~7) + 4);
        if (low.isEmpty() || high.isEmpty()) {
            throw new Refusal("selector %04x is not in the GDT".formatted(selector), "'info gdt' lists it");
        }
        return low.getAsInt() >>> 16 | (high.getAsInt() & 0xFF) << 16 | high.getAsInt() & 0xFF000000;
    }

    @Override
    public String unknown(String name) {
        if (name.matches("[0-9a-fA-F]+")) {
            return "hexadecimal numbers begin with 0x: 0x" + name;
        }
        if (symbols.files().isEmpty()) {
            return "no program is known: 'symbol-file FILE' reads an ELF file's symbols";
        }
        Collection<String> names = symbols.allNames();
        Optional<String> near = Spelling.nearest(name, names);
        Optional<String> ending = names.stream().filter(n -> n.endsWith("." + name) || n.contains(name)).findFirst();
        return near.or(() -> ending).map(n -> "did you mean '" + n + "'?").orElse("'info files' lists the programs that are known");
    }
}
