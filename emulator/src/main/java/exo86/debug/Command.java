package exo86.debug;

import java.util.List;

/**
 * One debugger command: its name (two words for {@code info}), other names, how it is written, what it does.
 *
 * @param group the heading in the help text
 * @param repeats whether an empty line does it again
 */
record Command(String group, String name, List<String> aliases, String usage, String summary, String example, boolean repeats, Action action) {
    /** What a command does with what stands behind its name. {@code format} is what follows a slash, as in {@code x/4xw}. */
    interface Action {
        Answer run(Debugger debugger, String format, String rest);
    }

    static Command of(String group, String name, String aliases, String usage, String summary, String example, Action action) {
        return new Command(group, name, aliases.isEmpty() ? List.of() : List.of(aliases.split(" ")), usage, summary, example, false, action);
    }

    Command repeating() {
        return new Command(group, name, aliases, usage, summary, example, true, action);
    }
}
