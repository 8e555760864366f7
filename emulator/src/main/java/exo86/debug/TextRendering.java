package exo86.debug;

import exo86.debug.Answer.CodeLine;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Answers as lines for people. Plain text; a front end that can colours it by the first word of a line. */
public final class TextRendering {
    private static final int MOST_CHANGES = 6;

    private TextRendering() { }

    /** The lines of an answer, without a line end behind the last; empty for nothing. */
    public static String of(Answer answer) {
        return switch (answer) {
            case Answer.Nothing nothing -> "";
            case Answer.Message message -> message.text();
            case Answer.Failure failure -> failure.message() + (failure.hint().isEmpty() ? "" : "\n  " + failure.hint());
            case Answer.Stopped stopped -> stopped(stopped);
            case Answer.Value value -> "$%d = %s".formatted(value.number(), value.text());
            case Answer.Memory memory -> memory.rows().stream().map(TextRendering::row).collect(Collectors.joining("\n"));
            case Answer.Registers registers -> registers(registers);
            case Answer.Code code -> code(code.lines());
            case Answer.Walk walk -> walk(walk);
            case Answer.Table table -> table(table);
            case Answer.Trace trace -> trace(trace);
            case Answer.Selected selected -> frame(selected.frame(), false) + (selected.source().isEmpty() ? "" : "\n  " + selected.source());
            case Answer.Source source -> source.file() + "\n" + source.lines().stream()
                    .map(l -> "%s%5d  %s".formatted(l.current() ? "=>" : "  ", l.number(), l.text()).stripTrailing()).collect(Collectors.joining("\n"));
            case Answer.Quit quit -> "";
        };
    }

    private static String hex(Address address) {
        return "%08x".formatted(address.value());
    }

    private static String stopped(Answer.Stopped stopped) {
        List<String> lines = new ArrayList<>();
        if (!stopped.reason().isEmpty()) {
            lines.add("STOP  %s    t=%,d".formatted(stopped.reason(), stopped.time()));
        }
        stopped.details().forEach(detail -> lines.add("  " + detail));
        CodeLine next = stopped.next();
        lines.add("  " + (next.place().isEmpty() ? "" : next.place() + "  ") + hex(next.address()) + ": " + next.text());
        if (next.line() > 0) {
            lines.add("  " + line(next) + (next.source().isEmpty() ? "" : "   " + next.source()));
        }
        if (!stopped.changed().isEmpty() && lines.size() < 6) {
            List<String> changes = stopped.changed().stream().limit(MOST_CHANGES).map(c -> c.name() + " " + hex(c.before()) + "->" + hex(c.after())).toList();
            int more = stopped.changed().size() - changes.size();
            lines.add("  " + String.join("  ", changes.subList(0, Math.min(3, changes.size()))));
            if (changes.size() > 3 && lines.size() < 6) {
                lines.add("  " + String.join("  ", changes.subList(3, changes.size())) + (more > 0 ? "  +%d more".formatted(more) : ""));
            }
        }
        return String.join("\n", lines);
    }

    private static String line(CodeLine code) {
        return code.file() + ":" + code.line() + (code.inlined().isEmpty() ? "" : " in " + code.inlined() + ", inlined");
    }

    private static String row(Answer.MemoryRow row) {
        String place = row.place().isEmpty() ? "" : " <" + row.place() + ">";
        return hex(row.address()) + place + ":  " + String.join(" ", row.units());
    }

    private static String registers(Answer.Registers r) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < r.general().size(); i++) {
            Answer.Register one = r.general().get(i);
            text.append("%s %s%s%s".formatted(one.name(), hex(one.value()), one.changed() ? "*" : " ", i % 4 == 3 ? "\n" : "  "));
        }
        text.append("eip %s   %s\n".formatted(hex(r.eip()), r.place()));
        text.append("eflags %s   %s\n".formatted(hex(r.eflags()), r.flags()));
        text.append(r.control().stream().map(c -> c.name() + " " + hex(c.value())).collect(Collectors.joining("   "))).append('\n');
        for (Answer.SegmentRegister s : r.segments()) {
            text.append("%-4s %s  base %s  limit %s  %s\n".formatted(s.name(), s.selector(), hex(s.base()), hex(s.limit()), s.kind()));
        }
        text.append("%s, CPL %d, t=%,d".formatted(r.mode(), r.cpl(), r.time()));
        return text.toString().lines().map(String::stripTrailing).collect(Collectors.joining("\n"));
    }

    private static String code(List<CodeLine> lines) {
        List<String> texts = new ArrayList<>();
        int widest = lines.stream().mapToInt(l -> l.place().length()).max().orElse(0);
        String before = "";
        for (CodeLine l : lines) {
            if (l.line() > 0 && !line(l).equals(before) && !l.source().isEmpty()) {
                texts.add("%s   %s".formatted(line(l), l.source()));
            }
            before = line(l);
            String mark = (l.current() ? "=>" : "  ") + (l.breakpoint() ? "b" : " ");
            texts.add(("%s %s  %-" + Math.max(1, widest) + "s  %-20s  %s").formatted(mark, hex(l.address()), l.place(), l.bytes(), l.text()).stripTrailing());
        }
        return String.join("\n", texts);
    }

    private static String walk(Answer.Walk walk) {
        List<String> lines = new ArrayList<>();
        lines.add("%s under cr3 %s".formatted(hex(walk.linear()), hex(walk.directory())));
        for (Answer.Entry e : walk.entries()) {
            lines.add("  %s[%03x] @%s = %s   %s".formatted(e.table(), e.index(), hex(e.at()), hex(e.value()), e.flags()));
        }
        walk.physical().ifPresent(physical -> lines.add("  physical " + hex(physical)));
        lines.add("verdict  " + walk.verdict());
        for (int i = 0; i + 1 < walk.permissions().size(); i += 2) {
            Answer.Permission read = walk.permissions().get(i);
            lines.add("  %-6s  read %s   write %s".formatted(read.who(), verdict(read), verdict(walk.permissions().get(i + 1))));
        }
        if (!walk.tlb().isEmpty()) {
            lines.add("TLB  " + walk.tlb());
        }
        return String.join("\n", lines);
    }

    private static String verdict(Answer.Permission permission) {
        return (permission.allowed() ? "allowed" : "DENIED") + (permission.why().isEmpty() ? "" : " (" + permission.why() + ")");
    }

    private static String cell(Object value) {
        return value instanceof Address address ? hex(address) : value instanceof Number number ? "%,d".formatted(number.longValue()) : String.valueOf(value);
    }

    private static String table(Answer.Table table) {
        List<String> lines = new ArrayList<>();
        int[] widths = new int[table.columns().size()];
        for (int i = 0; i < widths.length; i++) {
            int column = i;
            widths[i] = table.rows().stream().mapToInt(row -> cell(row.get(column)).length()).max().orElse(0);
            widths[i] = widths[i] == 0 ? 0 : Math.max(widths[i], table.columns().get(i).equals("running") ? 1 : table.columns().get(i).length());
        }
        boolean heading = table.rows().size() > 0 && widths.length > 2;
        if (heading) {
            lines.add(line(table.columns().stream().map(c -> c.equals("running") ? " " : c).toList(), List.of(), widths));
        }
        for (List<Object> row : table.rows()) {
            lines.add(line(row.stream().map(TextRendering::cell).toList(), row, widths));
        }
        if (table.total() > table.rows().size()) {
            lines.add("... %,d more: info %s all".formatted(table.total() - table.rows().size(), table.name()));
        }
        if (!table.note().isEmpty()) {
            lines.add(table.note());
        }
        return String.join("\n", lines);
    }

    /** Numbers to the right, the rest to the left; columns in which nothing stands are left out. */
    private static String line(List<String> cells, List<Object> row, int[] widths) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            if (widths[i] > 0) {
                boolean right = i < row.size() && row.get(i) instanceof Number;
                text.append(text.isEmpty() ? "" : "  ").append(("%" + (right ? "" : "-") + widths[i] + "s").formatted(cells.get(i)));
            }
        }
        return text.toString().stripTrailing();
    }

    /** {@code shared}: it shares the machine frame with the one before. */
    private static String frame(Answer.Frame f, boolean shared) {
        String place = f.place().isEmpty() ? "" : "  " + f.place();
        String line = f.line() > 0 ? "  %s:%d".formatted(f.file(), f.line()) : "";
        return "#%-2d %s%s%s%s".formatted(f.number(), shared ? " ".repeat(8) : hex(f.eip()), place, line, f.inlined() ? "  inlined" : "");
    }

    private static String trace(Answer.Trace trace) {
        List<String> lines = new ArrayList<>();
        boolean shared = false;
        for (Answer.Frame f : trace.frames()) {
            lines.add(frame(f, shared));
            shared = f.inlined();
        }
        if (!trace.end().isEmpty()) {
            lines.add("(" + trace.end() + ")");
        }
        return String.join("\n", lines);
    }
}
