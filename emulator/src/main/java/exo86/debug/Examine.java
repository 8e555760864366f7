package exo86.debug;

import exo86.debug.Debugger.Continuation;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The {@code x} command: memory in GDB's formats, {@code /nfu} = count, format letter, unit. */
final class Examine {
    private static final String FORMATS = "xduotacis", UNITS = "bhwg";
    private static final int MOST = 4096, LONGEST_STRING = 1024;

    private Examine() { }

    /** A format, taken apart. */
    record Format(int count, char letter, int unit) {
        static Format of(String text, Format before) {
            int count = 0;
            char letter = 0;
            int unit = 0;
            for (char c : text.toCharArray()) {
                if (c >= '0' && c <= '9') {
                    count = Math.min(count * 10 + c - '0', MOST + 1);
                } else if (UNITS.indexOf(c) >= 0) {
                    unit = 1 << UNITS.indexOf(c);
                } else if (FORMATS.indexOf(c) >= 0 && letter == 0) {
                    letter = c;
                } else {
                    throw new Refusal("'/" + text + "' is no format", "x/4xw: a count, one of x d u o t a c i s, one of b h w g");
                }
            }
            if (count > MOST) {
                throw new Refusal("too much at once", "at most x/" + MOST);
            }
            char newLetter = letter == 0 ? before.letter : letter;
            int standard = newLetter == 'c' || newLetter == 's' ? 1 : newLetter == 'a' ? 4 : letter != 0 && "cs".indexOf(before.letter) >= 0 ? 4 : before.unit;
            return new Format(Math.max(1, count), newLetter, unit == 0 ? standard : unit);
        }

        @Override
        public String toString() {
            return "" + count + letter + UNITS.charAt(Integer.numberOfTrailingZeros(unit));
        }
    }

    static Answer run(Debugger debugger, String formatText, String rest, boolean physical) {
        Continuation before = debugger.continuation;
        Format old = Format.of(before.format(), new Format(1, 'x', 4));
        boolean goesOn = rest.isEmpty() && before != Continuation.START;
        Format format = formatText.isEmpty() && goesOn ? old : Format.of(formatText, old);
        int address = before.address();
        boolean inPhysical = physical || goesOn && before.physical();
        if (!rest.isEmpty()) {
            Expressions.Result result = Expressions.place(debugger, rest);
            address = result.address();
            inPhysical |= result.physical();
        } else if (before == Continuation.START) {
            throw new Refusal("examine what?", "x/4xw $esp, x/3i $pc, x/s 0x1000");
        }
        GuestMemory memory = inPhysical ? debugger.physical() : debugger.linear();
        if (format.letter == 'i' && !inPhysical) {
            List<Answer.CodeLine> lines = debugger.disassembler().from(address, format.count);
            debugger.continuation = new Continuation(debugger.disassembler().after(address, lines.size()), false, format.toString(), "", 0);
            return new Answer.Code(lines);
        }
        if (format.letter == 'i') {
            throw new Refusal("instructions are shown at linear addresses only", "xp/8xb shows the bytes");
        }
        return format.letter == 's' ? strings(debugger, memory, address, format, inPhysical) : units(debugger, memory, address, format, inPhysical);
    }

    private static String place(Debugger debugger, int address, boolean physical) {
        return physical ? "" : debugger.symbols.placeOf(address);
    }

    private static Answer units(Debugger debugger, GuestMemory memory, int start, Format format, boolean physical) {
        int inRow = format.letter == 'a' ? 1 : format.letter == 'c' ? 8 : 16 / format.unit;
        List<Answer.MemoryRow> rows = new ArrayList<>();
        int address = start;
        for (int done = 0; done < format.count; done += inRow) {
            List<String> texts = new ArrayList<>();
            int row = address;
            for (int i = done; i < Math.min(format.count, done + inRow); i++, address += format.unit) {
                OptionalLong value = memory.read(address, format.unit);
                texts.add(value.isEmpty() ? "??" : text(debugger, value.getAsLong(), format.letter, format.unit));
            }
            rows.add(new Answer.MemoryRow(new Address(row), place(debugger, row, physical), texts));
        }
        debugger.continuation = new Continuation(address, physical, format.toString(), "", 0);
        return new Answer.Memory(rows);
    }

    /** One number in a format. */
    static String text(Debugger debugger, long value, char letter, int unit) {
        int shift = 64 - 8 * unit;
        long unsigned = value << shift >>> shift;
        long signed = value << shift >> shift;
        return switch (letter) {
            case 'd' -> Long.toString(signed);
            case 'u' -> Long.toUnsignedString(unsigned);
            case 'o' -> "0" + Long.toOctalString(unsigned);
            case 't' -> Long.toBinaryString(unsigned);
            case 'c' -> signed + " '" + (unsigned >= ' ' && unsigned < 127 ? Character.toString((char) unsigned) : "\\x%02x".formatted(unsigned)) + "'";
            case 'a' -> {
                String place = debugger.symbols.placeOf((int) value);
                yield "0x%08x".formatted((int) value) + (place.isEmpty() ? "" : " <" + place + ">");
            }
            default -> ("0x%0" + 2 * unit + "x").formatted(unsigned);
        };
    }

    private static Answer strings(Debugger debugger, GuestMemory memory, int start, Format format, boolean physical) {
        List<Answer.MemoryRow> rows = new ArrayList<>();
        int address = start;
        for (int i = 0; i < format.count; i++) {
            StringBuilder text = new StringBuilder("\"");
            int row = address;
            int c = memory.read8(address++).orElse(-1);
            for (int n = 0; c > 0 && n < LONGEST_STRING; n++) {
                text.append(c == '\n' ? "\\n" : c == '\t' ? "\\t" : c == '\r' ? "\\r" : c == '"' ? "\\\"" : c >= ' ' && c < 127 ? Character.toString((char) c) : "\\x%02x".formatted(c));
                c = memory.read8(address++).orElse(-1);
            }
            text.append(c < 0 ? "\" (memory ends)" : c > 0 ? "\"..." : "\"");
            rows.add(new Answer.MemoryRow(new Address(row), place(debugger, row, physical), List.of(text.toString())));
        }
        debugger.continuation = new Continuation(address, physical, format.toString(), "", 0);
        return new Answer.Memory(rows);
    }
}
