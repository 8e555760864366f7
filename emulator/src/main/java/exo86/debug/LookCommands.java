package exo86.debug;

import exo86.cpu.Cpu;
import exo86.cpu.Segment;
import exo86.debug.Debugger.Continuation;
import exo86.elf.dwarf.SourceIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Commands that look at registers, memory, code and source. */
final class LookCommands {
    private static final String LOOK = "look";
    private static final int CODE_LINES = 10, SOURCE_LINES = 10;

    private LookCommands() { }

    static List<Command> all() {
        return List.of(
            Command.of(LOOK, "print", "p", "p[/x] EXPR", "evaluate: numbers, $registers, names, + - * / & |, comparisons, *ADDR, phys!ADDR; formats x d u o t a c", "p/x $esp + 8",
                    LookCommands::print),
            Command.of(LOOK, "x", "", "x[/NFU] ADDR", "show memory: N units, format x d u o t a c s i, unit b h w g", "x/4xw $esp",
                    (d, f, rest) -> Examine.run(d, f, rest, false)).repeating(),
            Command.of(LOOK, "xp", "", "xp[/NFU] ADDR", "show physical memory", "xp/16xb 0xb8000", (d, f, rest) -> Examine.run(d, f, rest, true)).repeating(),
            Command.of(LOOK, "regs", "", "regs", "show the registers", "regs", (d, f, rest) -> registers(d)),
            Command.of(LOOK, "info registers", "", "info registers", "the same", "info registers", (d, f, rest) -> registers(d)),
            Command.of(LOOK, "disas", "disassemble u", "disas [LOC]", "show instructions from a place, or from the next one", "disas 0x7c00", LookCommands::disassemble).repeating(),
            Command.of(LOOK, "bt", "backtrace where", "bt", "show who called whom", "bt", (d, f, rest) -> d.frames().trace()),
            Command.of(LOOK, "frame", "f", "frame [N]", "look at a frame of the backtrace: its line, variables and names", "frame 2",
                    (d, f, rest) -> select(d, rest.isEmpty() ? d.selected : Math.clamp(Expressions.value(d, rest).value(), -1, 1 << 20))),
            Command.of(LOOK, "up", "", "up [N]", "look at the caller's frame", "up", (d, f, rest) -> select(d, d.selected + count(d, rest))),
            Command.of(LOOK, "down", "", "down [N]", "look at the frame that was called", "down", (d, f, rest) -> select(d, d.selected - count(d, rest))),
            Command.of(LOOK, "list", "l", "list [LOC]", "show source lines, around a place or a line of this file", "list kernel.main", (d, f, rest) -> list(d, rest)).repeating(),
            Command.of(LOOK, "info locals", "", "info locals", "show the function's parameters and variables", "info locals", (d, f, rest) -> locals(d)),
            Command.of(LOOK, "info symbol", "sym", "sym ADDR", "which symbol and line an address belongs to", "sym 0x100020", (d, f, rest) -> symbol(d, rest)),
            Command.of(LOOK, "set", "", "set var $REG = EXPR", "change a register", "set var $eax = 0", (d, f, rest) -> set(d, rest)));
    }

    private static Answer print(Debugger debugger, String format, String rest) {
        if (rest.isEmpty()) {
            throw new Refusal("print what?", "p $eax + 4");
        }
        if (!format.matches("[xduotac]?")) {
            throw new Refusal("'/" + format + "' is no format of p", "p/x, d, u, o, t, a or c; memory is shown by x");
        }
        Expressions.Result result = Expressions.value(debugger, rest);
        long value = result.value();
        int number = debugger.remember(value);
        if (result.typed().isPresent() && format.isEmpty()) {
            return new Answer.Value(number, value, text(debugger, result.typed().get()));
        }
        boolean word = value == (int) value || value >>> 32 == 0;
        if (!format.isEmpty()) {
            int unit = word ? 4 : 8;
            boolean leading = format.equals("x");
            return new Answer.Value(number, value, leading ? "0x" + Long.toHexString(word ? value & 0xFFFF_FFFFL : value) : Examine.text(debugger, value, format.charAt(0), unit));
        }
        String place = word ? debugger.symbols.placeOf((int) value) : "";
        String hex = value > 9 || value < -9 ? " (0x" + Long.toHexString(word ? value & 0xFFFF_FFFFL : value) + ")" : "";
        return new Answer.Value(number, value, value + hex + (place.isEmpty() ? "" : " <" + place + ">"));
    }

    /** A value for people; of a pointer also what lies there. */
    private static String text(Debugger debugger, TypedValue value) {
        String place = value.pointer() && value.number().isPresent() ? debugger.symbols.placeOf((int) value.number().getAsLong()) : "";
        return value.text() + (place.isEmpty() ? "" : " <" + place + ">");
    }

    private static Answer registers(Debugger debugger) {
        Cpu cpu = debugger.machine.cpu;
        List<Answer.Register> general = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String name = RegisterFile.GENERAL.get(i);
            general.add(new Answer.Register(name, new Address(cpu.register(i)), debugger.execution.changed(name, cpu.register(i))));
        }
        List<Answer.SegmentRegister> segments = new ArrayList<>();
        for (Segment segment : debugger.registers.segments()) {
            segments.add(new Answer.SegmentRegister(segment.name, "%04x".formatted(segment.selector), new Address(segment.base), new Address(segment.limit),
                    segment.usable || segment == cpu.tr || segment == cpu.ldtr ? SystemTables.kind(segment.rights) : "unusable"));
        }
        List<Answer.Register> control = List.of(new Answer.Register("cr0", new Address(cpu.cr0), false), new Answer.Register("cr2", new Address(cpu.cr2()), false),
                new Answer.Register("cr3", new Address(cpu.cr3), false), new Answer.Register("cr4", new Address(cpu.cr4), false));
        return new Answer.Registers(general, new Address(cpu.eip), debugger.symbols.placeOf(cpu.linearEip()), new Address(cpu.eflags()),
                RegisterFile.flags(cpu.eflags()), segments, control, cpu.cpl, debugger.registers.mode(), cpu.time);
    }

    private static Answer disassemble(Debugger debugger, String format, String rest) {
        int start = debugger.machine.cpu.linearEip();
        if (!rest.isEmpty()) {
            String text = rest.startsWith("*") ? rest.substring(1) : rest;
            start = debugger.symbols.find(rest).map(named -> named.symbol().value())
                    .orElseGet(() -> rest.matches(".*\\.[a-zA-Z]+:[0-9]+") ? Places.find(debugger, rest).address() : Expressions.place(debugger, text).address());
        } else if (debugger.repeating) {
            start = debugger.continuation.address();
        }
        List<Answer.CodeLine> lines = debugger.disassembler().from(start, CODE_LINES);
        debugger.continuation = new Continuation(debugger.disassembler().after(start, lines.size()), false, "10iw", "", 0);
        return new Answer.Code(lines);
    }

    private static int count(Debugger debugger, String rest) {
        return rest.isEmpty() ? 1 : Math.clamp(Expressions.value(debugger, rest).value(), 0, 1 << 20);
    }

    private static Answer select(Debugger debugger, int number) {
        Frames frames = debugger.frames();
        if (number < 0 || number >= frames.all().size()) {
            throw new Refusal(number < 0 ? "this is the innermost frame" : "there is no frame " + number, "'bt' shows frames 0 to " + (frames.all().size() - 1));
        }
        debugger.selected = number;
        debugger.continuation = Continuation.START;
        Answer.Frame frame = frames.trace().frames().get(number);
        return new Answer.Selected(frame, debugger.sources.line(frame.file(), frame.line()));
    }

    private static Answer list(Debugger debugger, String rest) {
        Continuation before = debugger.continuation;
        String file;
        int from;
        int here = 0;
        Optional<SourceIndex.Line> current = debugger.frame().line();
        if (rest.isEmpty() && !before.file().isEmpty()) {
            file = before.file();
            from = before.line();
        } else if (rest.matches("[0-9]{1,7}") && current.isPresent()) {
            file = current.get().file();
            from = Math.max(1, Integer.parseInt(rest) - SOURCE_LINES / 2);
        } else {
            Optional<SourceIndex.Line> line = rest.isEmpty() ? current : debugger.symbols.lineAt(Places.find(debugger, rest).address());
            SourceIndex.Line found = line.orElseThrow(() -> new Refusal("no source line is known " + (rest.isEmpty() ? "here" : "for " + rest), "'disas' shows the instructions"));
            file = found.file();
            from = Math.max(1, found.line() - SOURCE_LINES / 2);
        }
        if (current.isPresent() && current.get().file().equals(file)) {
            here = current.get().line();
        }
        List<String> lines = debugger.sources.lines(file);
        if (lines.isEmpty()) {
            throw new Refusal("the source file " + file + " is not found", "'directory FOLDER' says where to look for sources");
        }
        if (from > lines.size()) {
            throw new Refusal("the file has " + lines.size() + " lines", "'list LOC' shows another place");
        }
        List<Answer.SourceLine> shown = new ArrayList<>();
        int number = from;
        for (; number < from + SOURCE_LINES && number <= lines.size(); number++) {
            shown.add(new Answer.SourceLine(number, lines.get(number - 1), number == here));
        }
        debugger.continuation = new Continuation(0, false, "1xw", file, number);
        return new Answer.Source(file, shown);
    }

    private static Answer locals(Debugger debugger) {
        List<List<Object>> rows = new ArrayList<>();
        for (Frames.Local local : debugger.locals()) {
            rows.add(List.of(local.name(), local.parameter() ? "parameter" : "variable", text(debugger, local.value())));
        }
        String note = !rows.isEmpty() ? "" : debugger.frame().function().isPresent() ? "the function has no variables"
                : "no function with debug information here";
        return new Answer.Table("locals", List.of("name", "kind", "value"), rows, rows.size(), note);
    }

    private static Answer symbol(Debugger debugger, String rest) {
        if (rest.isEmpty()) {
            throw new Refusal("which address?", "sym $eip");
        }
        int address = Expressions.place(debugger, rest).address();
        String place = debugger.symbols.placeOf(address);
        if (place.isEmpty()) {
            return new Answer.Message("no symbol at %08x".formatted(address));
        }
        String file = debugger.symbols.fileAt(address).map(f -> " in " + f.name()).orElse("");
        String line = debugger.symbols.lineOf(address);
        return new Answer.Message("%08x is %s%s%s".formatted(address, place, file, line.isEmpty() ? "" : ", " + line));
    }

    private static Answer set(Debugger debugger, String rest) {
        java.util.regex.Matcher parts = java.util.regex.Pattern.compile("(?:var\\s+)?\\$(\\w+)\\s*=(.*)").matcher(rest);
        if (!parts.matches()) {
            throw new Refusal("'set " + rest + "' is not understood", "set var $eax = 5");
        }
        String name = parts.group(1).toLowerCase(Locale.ROOT);
        int value = (int) Expressions.value(debugger, parts.group(2)).value();
        if (!debugger.registers.write(name, value)) {
            throw new Refusal("'$" + name + "' cannot be set", "the general registers, $eip and $eflags can");
        }
        return new Answer.Message("$%s = %08x; the run is no longer a replay".formatted(name, value));
    }
}
