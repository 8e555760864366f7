package exo86.debug;

import exo86.ash.source.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the command that a line means: by name, by another name, or by an unambiguous beginning. */
final class CommandTable {
    private static final Pattern LINE = Pattern.compile("([A-Za-z][A-Za-z-]*|[?])(?:/([0-9a-zA-Z]*))?(?:\\s+(.*))?");

    private final List<Command> commands;

    /** A command with what was given to it. */
    record Invocation(Command command, String format, String rest) { }

    CommandTable() {
        List<Command> all = new ArrayList<>();
        all.addAll(RunCommands.all());
        all.addAll(BreakCommands.all());
        all.addAll(LookCommands.all());
        all.addAll(MachineCommands.all());
        all.addAll(MetaCommands.all(all));
        commands = List.copyOf(all);
    }

    List<Command> commands() {
        return commands;
    }

    Invocation parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new Refusal("'" + line + "' is no command", "'help' lists the commands; 'p EXPR' evaluates an expression");
        }
        String word = matcher.group(1);
        String format = Optional.ofNullable(matcher.group(2)).orElse("");
        String rest = Optional.ofNullable(matcher.group(3)).orElse("").strip();
        if ("info".startsWith(word)) {
            if (rest.isEmpty()) {
                return new Invocation(help(), "", "info");
            }
            String[] parts = rest.split("\\s+", 2);
            return new Invocation(one("info " + parts[0]), format, parts.length > 1 ? parts[1] : "");
        }
        if (word.equals("r")) {
            throw new Refusal("'r' is ambiguous: run in GDB, registers in Bochs", "type c to run, regs for the registers");
        }
        return new Invocation(one(word), format, rest);
    }

    private Command help() {
        return exact("help").orElseThrow();
    }

    private Optional<Command> exact(String name) {
        return commands.stream().filter(c -> c.name().equals(name) || c.aliases().contains(name)).findFirst();
    }

    private List<Command> find(String name) {
        Optional<Command> exact = exact(name);
        return exact.isPresent() ? List.of(exact.get())
                : commands.stream().filter(c -> c.name().startsWith(name) && c.name().contains(" ") == name.contains(" ") || c.aliases().stream().anyMatch(a -> a.startsWith(name))).toList();
    }

    /** The one command with that name or beginning. */
    Command one(String name) {
        List<Command> found = find(name);
        if (found.size() == 1) {
            return found.getFirst();
        }
        if (found.size() > 1) {
            throw new Refusal("'" + name + "' is ambiguous", "it may mean: " + String.join(", ", found.stream().map(Command::name).sorted().toList()));
        }
        List<String> names = commands.stream().map(Command::name).toList();
        throw new Refusal("No command '" + name + "'." + Spelling.nearest(name, names).map(near -> " Did you mean: " + near + "?").orElse(""),
                "'help' lists the commands");
    }
}
