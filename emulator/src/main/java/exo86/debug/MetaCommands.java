package exo86.debug;

import exo86.elf.ElfException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Commands about the debugger itself: files, help, leaving. */
final class MetaCommands {
    private static final String META = "debugger";

    private MetaCommands() { }

    static List<Command> all(List<Command> others) {
        List<Command> own = new ArrayList<>();
        own.add(Command.of(META, "symbol-file", "file", "symbol-file FILE", "read symbols, lines and types of a program", "symbol-file kernel.elf", (d, f, rest) -> symbols(d, rest)));
        own.add(Command.of(META, "directory", "", "directory FOLDER", "look for source files there too", "directory exokernel", (d, f, rest) -> folder(d, rest)));
        own.add(Command.of(META, "info files", "", "info files", "programs whose symbols are known, and which are in memory now", "info files", (d, f, rest) -> files(d)));
        own.add(Command.of(META, "history", "", "history", "show the commands so far", "history", (d, f, rest) -> history(d)));
        own.add(Command.of(META, "help", "h ?", "help [COMMAND]", "explain the commands, or one", "help x", (d, f, rest) -> help(d, others, own, rest)));
        own.add(Command.of(META, "quit", "q exit", "q", "leave", "q", (d, f, rest) -> new Answer.Quit()));
        return own;
    }

    private static Answer symbols(Debugger debugger, String rest) {
        if (rest.isEmpty()) {
            throw new Refusal("which file?", "symbol-file kernel.elf");
        }
        try {
            Path path = Path.of(rest);
            SymbolFile file = SymbolFile.read(path.toString(), Files.readAllBytes(path));
            debugger.add(file);
            return new Answer.Message(describe(file));
        } catch (ElfException bad) {
            throw new Refusal(bad.getMessage(), "an ELF program for i386 is needed");
        } catch (IOException | InvalidPathException unreadable) {
            throw new Refusal("'" + rest + "' cannot be read", "symbol-file FILE, relative to the folder that exo86 was started in");
        }
    }

    /** One line about what was read. */
    static String describe(SymbolFile file) {
        return "%s: %,d symbols, %,d functions with lines%s".formatted(file.name(), file.symbolCount(), file.sources().functions().size(),
                file.warning().isEmpty() ? "" : " (" + file.warning() + ")");
    }

    private static Answer folder(Debugger debugger, String rest) {
        try {
            Path folder = Path.of(rest);
            if (rest.isEmpty() || !Files.isDirectory(folder)) {
                throw new Refusal("'" + rest + "' is no folder", "directory exokernel");
            }
            debugger.sourceFolder(folder);
            return new Answer.Message("sources are looked for in " + folder + " too");
        } catch (InvalidPathException bad) {
            throw new Refusal("'" + rest + "' is no folder", "directory exokernel");
        }
    }

    private static Answer files(Debugger debugger) {
        List<List<Object>> rows = new ArrayList<>();
        for (SymbolFile file : debugger.symbols.files()) {
            rows.add(List.of(file.name(), file.symbolCount(), file.sources().functions().isEmpty() ? "no" : "yes", debugger.symbols.isPresent(file) ? "here" : "", file.warning()));
        }
        return new Answer.Table("files", List.of("file", "symbols", "lines", "in memory", "note"), rows, rows.size(),
                rows.isEmpty() ? "no program is known: 'symbol-file FILE' reads one" : "");
    }

    private static Answer history(Debugger debugger) {
        List<List<Object>> rows = new ArrayList<>();
        int first = Math.max(0, debugger.history.size() - 40);
        for (int i = first; i < debugger.history.size(); i++) {
            rows.add(List.of(i + 1, debugger.history.get(i)));
        }
        return new Answer.Table("history", List.of("number", "command"), rows, rows.size(), "");
    }

    private static Answer help(Debugger debugger, List<Command> others, List<Command> own, String rest) {
        List<Command> all = new ArrayList<>(others);
        own.stream().filter(c -> !others.contains(c)).forEach(all::add);
        if (!rest.isEmpty() && !rest.equals("info")) {
            Command command = debugger.table.one(rest.replaceFirst("^i(nf?)?\\s+", "info "));
            String also = command.aliases().isEmpty() ? "" : "; also " + String.join(", ", command.aliases());
            return new Answer.Message("%s (%s)%s\n  %s%s\n  example: %s".formatted(command.usage(), command.name(), also, command.summary(),
                    command.repeats() ? "; Enter repeats it" : "", command.example()));
        }
        StringBuilder text = new StringBuilder();
        Set<String> groups = new LinkedHashSet<>(all.stream().map(Command::group).toList());
        for (String group : groups) {
            List<Command> members = all.stream().filter(c -> c.group().equals(group) && (rest.isEmpty() || c.name().startsWith("info "))).toList();
            if (!members.isEmpty()) {
                text.append(group).append('\n');
                members.forEach(c -> text.append("  %-28s %s%n".formatted(c.usage(), c.summary())));
            }
        }
        return new Answer.Message(text.append("unique beginnings of names do; 'help COMMAND' shows an example").toString());
    }
}
