package exo86.debug;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Commands that let the machine run. */
final class RunCommands {
    private static final String RUN = "run";

    private RunCommands() { }

    static List<Command> all() {
        return List.of(
            Command.of(RUN, "continue", "c cont", "c", "run until a breakpoint, Ctrl-C or the guest's end", "c", (d, f, rest) -> d.execution.proceed()),
            Command.of(RUN, "stepi", "si", "si [N]", "execute one instruction, or N", "si 10",
                    (d, f, rest) -> d.execution.stepInstructions(count(d, rest), false)).repeating(),
            Command.of(RUN, "nexti", "ni", "ni [N]", "the same, but a call, INT or repeated instruction is one", "ni",
                    (d, f, rest) -> d.execution.stepInstructions(count(d, rest), true)).repeating(),
            Command.of(RUN, "step", "s", "s [N]", "run to the next source line, into calls", "s", (d, f, rest) -> d.execution.stepLines(count(d, rest), false)).repeating(),
            Command.of(RUN, "next", "n", "n [N]", "run to the next source line, over calls", "n", (d, f, rest) -> d.execution.stepLines(count(d, rest), true)).repeating(),
            Command.of(RUN, "finish", "fin", "finish", "run until the function of the frame that is looked at has returned", "finish", (d, f, rest) -> d.execution.finish()),
            Command.of(RUN, "advance", "until", "advance LOC", "run to a place", "advance kernel.main", (d, f, rest) -> d.execution.advance(Places.find(d, rest))),
            Command.of(RUN, "run-for", "", "run-for N[K|M|G|ns|us|ms|s]", "run for that many instructions, or guest time (1 instruction = 1 ns)", "run-for 10M",
                    (d, f, rest) -> d.execution.runFor(duration(rest))),
            Command.of(RUN, "send", "", "send TEXT", "type TEXT and Enter at the guest's serial port; \\r \\n \\t \\xNN, and \\c at the end for no Enter", "send ls",
                    RunCommands::send),
            Command.of(RUN, "reset", "", "reset", "start the machine anew; breakpoints stay", "reset", (d, f, rest) -> {
                d.restart();
                return d.position("machine stopped at reset");
            }));
    }

    private static long count(Debugger debugger, String text) {
        long count = text.isEmpty() ? 1 : Expressions.value(debugger, text).value();
        if (count < 1) {
            throw new Refusal("'" + text + "' is no number of steps", "si 10");
        }
        return count;
    }

    static long duration(String text) {
        java.util.regex.Matcher parts = java.util.regex.Pattern.compile("([0-9][0-9_,]*)\\s*(k|m|g|ns|us|ms|s|)").matcher(text.toLowerCase(Locale.ROOT));
        if (!parts.matches()) {
            throw new Refusal(text.isEmpty() ? "run for how long?" : "'" + text + "' is no duration", "run-for 10M (instructions) or run-for 5ms (guest time)");
        }
        long unit = switch (parts.group(2)) {
            case "k", "us" -> 1_000L;
            case "m", "ms" -> 1_000_000L;
            case "g", "s" -> 1_000_000_000L;
            default -> 1;
        };
        try {
            return Math.multiplyExact(Long.parseLong(parts.group(1).replaceAll("[_,]", "")), unit);
        } catch (ArithmeticException | NumberFormatException tooMuch) {
            throw new Refusal("'" + text + "' is too long", "run-for 10M");
        }
    }

    private static Answer send(Debugger debugger, String format, String text) {
        byte[] bytes = unescape(text).getBytes(StandardCharsets.UTF_8);
        if (!debugger.workbench.type(bytes)) {
            throw new Refusal("nobody can type at this machine's serial port", "start it with 'exo86 debug'");
        }
        return new Answer.Message("%d bytes will be typed when the guest runs".formatted(bytes.length));
    }

    private static String unescape(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\' || i + 1 == text.length()) {
                out.append(c);
                continue;
            }
            char escaped = text.charAt(++i);
            switch (escaped) {
                case 'n' -> out.append('\n');
                case 'r' -> out.append('\r');
                case 't' -> out.append('\t');
                case 'e' -> out.append('\033');
                case 'c' -> {
                    if (i + 1 == text.length()) {
                        return out.toString();
                    }
                    out.append("\\c");
                }
                case 'x' -> {
                    String digits = text.substring(i + 1, Math.min(text.length(), i + 3));
                    if (!digits.matches("[0-9a-fA-F]{2}") || Integer.parseInt(digits, 16) > 0x7F) {
                        throw new Refusal("'\\x" + digits + "' is no character", "\\x and two digits from 00 to 7f: send \\x03\\c");
                    }
                    out.append((char) Integer.parseInt(digits, 16));
                    i += 2;
                }
                default -> out.append(escaped);
            }
        }
        return out.append('\r').toString();
    }
}
