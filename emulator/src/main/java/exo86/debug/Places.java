package exo86.debug;

import exo86.elf.dwarf.SourceIndex;
import java.util.List;
import java.util.Optional;

/** Where to stop or look: {@code file.ash:120}, a function (behind its prologue), {@code *ADDRESS} or any expression. */
final class Places {
    private static final int LONGEST_PROLOGUE = 64;

    private Places() { }

    /** An address and the program that it was found in. */
    record Found(int address, Optional<SymbolFile> owner) { }

    static Found find(Debugger debugger, String text) {
        if (text.isEmpty()) {
            throw new Refusal("where?", "a place is a function, file.ash:120, 0x7c00 or 0x7c0:0x10");
        }
        if (text.startsWith("*")) {
            return new Found(Expressions.place(debugger, text.substring(1)).address(), Optional.empty());
        }
        int colon = text.lastIndexOf(':');
        if (colon > 0 && text.substring(colon + 1).strip().matches("[0-9]{1,7}") && text.substring(0, colon).matches(".*\\.[a-zA-Z]+")) {
            return line(debugger, text.substring(0, colon), Integer.parseInt(text.substring(colon + 1).strip()));
        }
        Optional<Symbols.Named> named = debugger.symbols.find(text);
        if (named.isPresent()) {
            return new Found(behindPrologue(named.get()), Optional.of(named.get().file()));
        }
        return new Found(Expressions.place(debugger, text).address(), Optional.empty());
    }

    private static Found line(Debugger debugger, String file, int line) {
        for (SymbolFile program : debugger.symbols.files()) {
            List<SourceIndex.Line> found = program.sources().addressesOf(file, line);
            if (!found.isEmpty()) {
                return new Found(found.getFirst().address(), Optional.of(program));
            }
        }
        throw new Refusal("no code is known for %s:%d".formatted(file, line), "'info files' lists the programs and whether they have lines");
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
