package exo86.debug;

import exo86.elf.ElfException;
import exo86.elf.ElfReader;
import exo86.elf.Executable;
import exo86.elf.Segment;
import exo86.elf.Symbol;
import exo86.elf.dwarf.DebugInformation;
import exo86.elf.dwarf.DebugReader;
import exo86.elf.dwarf.SourceIndex;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What one program file tells: names, lines, types, and its code, by which a program is recognised in memory. Several programs of a guest are linked at the same
 * addresses, so an address alone does not say whose it is; {@link #likeness} does.
 */
public final class SymbolFile {
    private static final int SAMPLE = 32;

    private final String name;
    private final Executable program;
    private Optional<SourceIndex> sources = Optional.empty();
    private String warning = "";
    private final TreeMap<Integer, Symbol> byAddress = new TreeMap<>(Integer::compareUnsigned);
    private final Map<String, Symbol> byName = new HashMap<>();

    private SymbolFile(String name, Executable program) {
        this.name = name;
        this.program = program;
        for (Symbol symbol : program.symbols()) {
            boolean useful = symbol.defined() && !symbol.name().isEmpty() && symbol.kind() != Symbol.Kind.SECTION && symbol.kind() != Symbol.Kind.FILE;
            if (useful) {
                byName.merge(symbol.name(), symbol, (a, b) -> a.binding() == Symbol.Binding.LOCAL ? b : a);
                byAddress.merge(symbol.value(), symbol, SymbolFile::better);
            }
        }
    }

    /** Of two names for one address: one of a function or object, a global one, the first. */
    private static Symbol better(Symbol a, Symbol b) {
        boolean plainA = a.kind() == Symbol.Kind.NOTYPE;
        boolean plainB = b.kind() == Symbol.Kind.NOTYPE;
        if (plainA != plainB) {
            return plainA ? b : a;
        }
        return a.binding() == Symbol.Binding.LOCAL && b.binding() != Symbol.Binding.LOCAL ? b : a;
    }

    /** Reads a linked program. Its debug information is read when it is first asked for: most sessions ask few programs. */
    public static SymbolFile read(String name, byte[] content) throws ElfException {
        Executable program = ElfReader.readExecutable(name, content);
        return new SymbolFile(name.substring(name.lastIndexOf('/') + 1).replaceFirst("\\.elf$", ""), program);
    }

    public String name() {
        return name;
    }

    /** Lines, functions and types; damaged debug information leaves none, and {@link #warning} says so. */
    public SourceIndex sources() {
        if (sources.isEmpty()) {
            DebugInformation information = new DebugInformation(List.of(), List.of());
            try {
                information = DebugReader.read(program);
                warning = String.join("; ", information.notes());
            } catch (ElfException damaged) {
                warning = "no lines and types: " + damaged.getMessage();
            }
            sources = Optional.of(new SourceIndex(information));
        }
        return sources.get();
    }

    /** What is wrong with the debug information, or empty. */
    public String warning() {
        sources();
        return warning;
    }

    public int symbolCount() {
        return byName.size();
    }

    Map<String, Symbol> symbols() {
        return byName;
    }

    Optional<Symbol> symbol(String symbolName) {
        return Optional.ofNullable(byName.get(symbolName));
    }

    boolean covers(int address) {
        return segmentAt(address).isPresent();
    }

    private Optional<Segment> segmentAt(int address) {
        return program.segments().stream().filter(s -> Integer.compareUnsigned(address - s.virtualAddress(), s.memorySize()) < 0).findFirst();
    }

    /** Where {@code address} is in a running program if it is one at which a loader without paging put it. */
    OptionalInt virtualOf(int physical) {
        return program.segments().stream().filter(s -> Integer.compareUnsigned(physical - s.physicalAddress(), s.memorySize()) < 0)
                .mapToInt(s -> physical - s.physicalAddress() + s.virtualAddress()).findFirst();
    }

    /** The symbol at or before {@code address}, if the address is still in it or in what follows it unnamed. */
    Optional<Symbol> symbolAt(int address) {
        Map.Entry<Integer, Symbol> entry = byAddress.floorEntry(address);
        if (entry == null || !covers(address)) {
            return Optional.empty();
        }
        Symbol symbol = entry.getValue();
        boolean inside = Integer.compareUnsigned(address - symbol.value(), symbol.size()) < 0;
        boolean open = symbol.size() == 0 && Integer.compareUnsigned(address - symbol.value(), 0x10000) < 0;
        return inside || open || address == symbol.value() ? Optional.of(symbol) : Optional.empty();
    }

    /** {@code name+0x12}, or empty. */
    String placeOf(int address) {
        return symbolAt(address).map(symbol -> symbol.name() + (address == symbol.value() ? "" : "+0x%x".formatted(address - symbol.value()))).orElse("");
    }

    /**
     * How many samples of the program's code are the same in memory; negative if one that is present differs, or none is.
     * Where {@code at} is in code, the bytes around it count too.
     */
    int likeness(GuestMemory memory, int at) {
        int same = 0;
        for (Segment segment : program.segments()) {
            if (segment.writable() && !segment.executable()) {
                continue;
            }
            int inside = at - segment.virtualAddress();
            if (Integer.compareUnsigned(inside, segment.bytes().length) < 0) {
                int verdict = compare(memory, segment, Math.max(0, Math.min(inside - SAMPLE / 2, segment.bytes().length - SAMPLE)));
                if (verdict < 0) {
                    return -1;
                }
                same += verdict;
            }
            if (!segment.writable()) {
                for (int offset = 0; offset < segment.bytes().length; offset += 0x400) {
                    int verdict = compare(memory, segment, offset);
                    if (verdict < 0) {
                        return -1;
                    }
                    same += verdict;
                }
            }
        }
        return same == 0 ? -1 : same;
    }

    /** 1 the same, 0 absent, -1 different. */
    private static int compare(GuestMemory memory, Segment segment, int offset) {
        int length = Math.min(SAMPLE, segment.bytes().length - offset);
        byte[] found = memory.bytes(segment.virtualAddress() + offset, length);
        if (found.length == 0) {
            return 0;
        }
        for (int i = 0; i < found.length; i++) {
            if (found[i] != segment.bytes()[offset + i]) {
                return -1;
            }
        }
        return 1;
    }
}
