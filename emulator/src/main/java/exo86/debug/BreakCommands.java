package exo86.debug;

import exo86.elf.dwarf.SourceIndex;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Commands about breakpoints. */
final class BreakCommands {
    private static final String STOP = "stop";

    private BreakCommands() { }

    static List<Command> all() {
        return List.of(
            Command.of(STOP, "break", "b br", "b LOC [if EXPR]", "stop before the instruction at a place, perhaps only if EXPR is not 0", "b kernel.trap.dispatch if $eax == 3",
                    (d, f, rest) -> set(d, rest, false)),
            Command.of(STOP, "tbreak", "tb", "tb LOC [if EXPR]", "the same, once", "tb 0x7c00", (d, f, rest) -> set(d, rest, true)),
            Command.of(STOP, "delete", "d", "delete [N...]", "remove breakpoints, all without a number", "delete 1", (d, f, rest) -> {
                List<Breakpoint> chosen = chosen(d, rest);
                chosen.forEach(d::remove);
                return new Answer.Message(chosen.size() == 1 ? "deleted breakpoint " + chosen.getFirst().number : "deleted %d breakpoints".formatted(chosen.size()));
            }),
            Command.of(STOP, "enable", "", "enable [N...]", "let breakpoints stop again", "enable 1", (d, f, rest) -> enable(d, rest, true)),
            Command.of(STOP, "disable", "", "disable [N...]", "keep breakpoints without stopping at them", "disable 1", (d, f, rest) -> enable(d, rest, false)),
            Command.of(STOP, "info breakpoints", "blist", "info b", "list the breakpoints", "info b", (d, f, rest) -> list(d)));
    }

    private static Answer set(Debugger debugger, String rest, boolean temporary) {
        String text = " " + rest + " ";
        int condition = text.indexOf(" if ");
        String place = (condition < 0 ? text : text.substring(0, condition)).strip();
        String test = condition < 0 ? "" : text.substring(condition + 4).strip();
        Places.Found found = place.isEmpty() ? new Places.Found(debugger.machine.cpu.linearEip()) : Places.find(debugger, place);
        if (condition >= 0) {
            check(debugger, found, test);
        }
        Breakpoint made = debugger.add(found, test, temporary);
        String where = made.place.isEmpty() ? "" : " " + made.place;
        String source = found.owner().flatMap(file -> file.sources().lineAt(found.address())).or(() -> debugger.symbols.lineAt(found.address()))
                .map(line -> " (%s:%d)".formatted(line.file(), line.line())).orElse("");
        String owner = found.owner().map(file -> debugger.symbols.files().size() > 1 ? ", in " + file.name() + " only" : "").orElse("");
        int more = made.addresses.size() - 1;
        String copies = more == 0 ? "" : " and %d more place%s".formatted(more, more == 1 ? "" : "s");
        return new Answer.Message("%s %d at %08x%s%s%s%s%s".formatted(temporary ? "Temporary breakpoint" : "Breakpoint", made.number, found.address(), where, source, copies,
                owner, test.isEmpty() ? "" : ", if " + test));
    }

    /** Refuses what can never be evaluated; what it says of the function's own variables shows when it stops there. */
    private static void check(Debugger debugger, Places.Found found, String condition) {
        try {
            Expressions.value(debugger, condition);
        } catch (Refusal refusal) {
            Set<String> own = new HashSet<>();
            for (int address : found.addresses()) {
                List<SourceIndex.Frame> frames = found.owner().map(file -> file.sources().framesAt(address)).orElseGet(() -> debugger.symbols.framesAt(address));
                frames.forEach(frame -> own.addAll(frame.names()));
            }
            if (own.stream().noneMatch(name -> condition.matches(".*(?<![\\w.])" + java.util.regex.Pattern.quote(name) + "(?!\\w).*"))) {
                throw refusal;
            }
        }
    }

    private static List<Breakpoint> chosen(Debugger debugger, String rest) {
        if (debugger.breakpoints.isEmpty()) {
            throw new Refusal("there are no breakpoints", "b LOC sets one");
        }
        if (rest.isEmpty()) {
            return List.copyOf(debugger.breakpoints);
        }
        List<Breakpoint> chosen = new ArrayList<>();
        for (String word : rest.split("[\\s,]+")) {
            chosen.add(debugger.breakpoints.stream().filter(b -> Integer.toString(b.number).equals(word)).findFirst()
                    .orElseThrow(() -> new Refusal("no breakpoint " + word, "'info b' lists them")));
        }
        return chosen;
    }

    private static Answer enable(Debugger debugger, String rest, boolean enabled) {
        List<Breakpoint> chosen = chosen(debugger, rest);
        chosen.forEach(b -> b.enabled = enabled);
        return list(debugger);
    }

    private static Answer list(Debugger debugger) {
        List<List<Object>> rows = new ArrayList<>();
        for (Breakpoint b : debugger.breakpoints) {
            int first = b.addresses.getFirst();
            String place = b.place.isEmpty() ? debugger.symbols.placeOf(first) : b.place;
            String more = b.addresses.size() == 1 ? "" : (place.isEmpty() ? "" : " ") + "and %d more".formatted(b.addresses.size() - 1);
            rows.add(List.of(b.number, b.temporary ? "once" : b.enabled ? "yes" : "no", new Address(first), place + more, b.hits, b.condition));
        }
        return new Answer.Table("breakpoints", List.of("number", "enabled", "address", "place", "hits", "if"), rows, rows.size(), rows.isEmpty() ? "no breakpoints: b LOC sets one" : "");
    }
}
