package exo86.debug;

import exo86.elf.dwarf.SourceIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where to stop or look: {@code file.ash:120}, a function (behind its prologue), {@code *ADDRESS} or any expression. */
final class Places {
    private static final int LONGEST_PROLOGUE = 64;

    private Places() { }

    /**
     * Addresses, the first of which is the place where there can be only one, and the program that they were found in.
     *
     * @param function the name, if one was given
     * @param isLine a source line was given
     */
    record Found(List<Integer> addresses, Optional<SymbolFile> owner, Optional<String> function, boolean isLine) {
        Found(int address) {
            this(List.of(address), Optional.empty(), Optional.empty(), false);
        }

        int address() {
            return addresses.getFirst();
        }
    }

    static Found find(Debugger debugger, String text) {
        if (text.isEmpty()) {
            throw new Refusal("where?", "a place is a function, file.ash:120, 0x7c00 or 0x7c0:0x10");
        }
        if (text.startsWith("*")) {
            return new Found(Expressions.place(debugger, text.substring(1)).address());
        }
        int colon = text.lastIndexOf(':');
        if (colon > 0 && text.substring(colon + 1).strip().matches("[0-9]{1,7}") && text.substring(0, colon).matches(".*\\.[a-zA-Z]+")) {
            return line(debugger, text.substring(0, colon), Integer.parseInt(text.substring(colon + 1).strip()));
        }
        Optional<Symbols.Named> named = debugger.symbols.find(text);
        if (named.isPresent()) {
            List<Integer> addresses = new ArrayList<>(List.of(behindPrologue(named.get())));
            addresses.addAll(named.get().file().sources().copies().getOrDefault(named.get().symbol().name(), List.of()));
            return new Found(addresses, Optional.of(named.get().file()), Optional.of(named.get().symbol().name()), false);
        }
        return debugger.symbols.copies(text).orElseGet(() -> new Found(Expressions.place(debugger, text).address()));
    }

    private static Found line(Debugger debugger, String file, int line) {
        for (SymbolFile program : debugger.symbols.files()) {
            List<SourceIndex.Line> found = program.sources().addressesOf(file, line);
            if (!found.isEmpty()) {
                return new Found(onePerCopy(program.sources(), found), Optional.of(program), Optional.empty(), true);
            }
        }
        throw new Refusal("no code is known for %s:%d".formatted(file, line), "'info files' lists the programs and whether they have lines");
    }

    /** Of all beginnings of a line those that a stop is wanted at: the first in each function and in each copy of one. */
    private static List<Integer> onePerCopy(SourceIndex sources, List<SourceIndex.Line> lines) {
        List<SourceIndex.Frame> seen = new ArrayList<>();
        List<Integer> addresses = new ArrayList<>();
        for (SourceIndex.Line line : lines) {
            Optional<SourceIndex.Frame> frame = sources.framesAt(line.address()).stream().findFirst();
            if (frame.isEmpty() && addresses.isEmpty() || frame.isPresent() && seen.stream().noneMatch(frame.get()::isSame)) {
                addresses.add(line.address());
                frame.ifPresent(seen::add);
            }
        }
        return addresses;
    }

    /** Where the second line entry of a function begins: its frame is made and its parameters are in it. */
    private static int behindPrologue(Symbols.Named named) {
        int start = named.symbol().value();
        SourceIndex sources = named.file().sources();
        Optional<SourceIndex.Function> function = sources.functionAt(start);
        boolean begins = function.isPresent() && function.get().subprogram().start().value() == start;
        int size = begins ? Math.min(LONGEST_PROLOGUE, function.get().subprogram().size()) : 0;
        for (int offset = 1; offset < size; offset++) {
            Optional<SourceIndex.Line> line = sources.lineAt(start + offset);
            if (line.isPresent() && line.get().address() == start + offset) {
                return start + offset;
            }
        }
        return start;
    }
}
