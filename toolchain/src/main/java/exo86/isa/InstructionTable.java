package exo86.isa;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads {@code instructions.txt} and arranges its rows for lookup. At start it only finds which lines describe which opcode; a line is read and
 * an opcode's cells are made when first wanted, since a run meets a small part of the table and start-up counts. For the same reason there are
 * no regular expressions, lambdas or string concatenation here: each costs a cold start several milliseconds.
 *
 * <p>{@link #cells} finds a row in two steps without searching: by opcode map and opcode, then, where ModR/M matters, by {@link #cellIndex}.
 * Safe for several threads: cells are complete before they are visible.
 */
public final class InstructionTable {
    private static final int CELLS = 72;
    private static final String FLAG_LETTERS = "cpaszdoitx";
    private static final int[] FLAG_BITS = {Row.CF, Row.PF, Row.AF, Row.SF, Row.ZF, Row.DF, Row.OF, Row.IF, Row.TF, 0x3FF000};
    private static final String[] SUFFIXES = {"ps", "pd", "ss", "sd"};
    private static final int[] SUFFIX_PREFIX = {0, 0x66, 0xF3, 0xF2};
    private static final String SUFFIX_SIZE = "xxdq";

    private static final Map<String, Op> OPS = new HashMap<>(512);
    private static final Map<String, OperandForm> FORMS = new HashMap<>();
    private static final Row[][][] TABLE = new Row[4][256][];

    /** The file; line by line where it starts and what it holds once somebody wanted it. */
    private static final byte[] TEXT;
    private static final int[] LINE_START = new int[1024];
    private static final Row[][] LINE_ROWS = new Row[1024][];
    private static int lines;

    /** For each opcode the lines that describe it: chains of indices into {@link #CHAIN_LINE}, 0 ends one. */
    private static final int[] CHAIN_HEAD = new int[4 * 256];
    private static final int[] CHAIN_TAIL = new int[4 * 256];
    private static final int[] CHAIN_LINE = new int[2048];
    private static final int[] CHAIN_NEXT = new int[2048];
    private static int chained;

    private static List<Row> all = List.of();

    static {
        for (Op op : Op.values()) {
            OPS.put(op.name(), op);
        }
        try (InputStream in = InstructionTable.class.getResourceAsStream("instructions.txt")) {
            TEXT = in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        index();
    }

    private InstructionTable() {
    }

    /** All rows, in the table's order. */
    public static synchronized List<Row> rows() {
        if (all.isEmpty()) {
            List<Row> rows = new ArrayList<>(1100);
            for (int line = 0; line < lines; line++) {
                Collections.addAll(rows, line(line));
            }
            all = Collections.unmodifiableList(rows);
        }
        return all;
    }

    /** The cells of an opcode: null if it is none, one if ModR/M does not choose, else 72 (see {@link #cellIndex}). A cell may be null. */
    static Row[] cells(int map, int opcode) {
        Row[] cells = TABLE[map][opcode];
        return cells != null || CHAIN_HEAD[map << 8 | opcode] == 0 ? cells : arrange(map, opcode);
    }

    /** Memory forms by their reg field, 0–7; each register form for itself, from 8 on. */
    static int cellIndex(int modrm) {
        return modrm >= 0xC0 ? modrm - 0xC0 + 8 : modrm >> 3 & 7;
    }

    /** Finds the lines and the opcodes that they describe, and nothing more. */
    private static void index() {
        byte[] text = TEXT;
        int at = 0;
        while (at < text.length) {
            if (text[at] != '#' && text[at] != '\n') {
                LINE_START[lines] = at;
                indexLine(at, lines++);
            }
            while (text[at++] != '\n') { }
        }
    }

    private static void indexLine(int start, int line) {
        byte[] text = TEXT;
        int map = 0;
        int opcode = -1;
        int span = 1;
        for (int at = start; text[at] != '|' && text[at] != '/'; ) {
            int high = hexDigit(text[at]);
            int low = high < 0 ? -1 : hexDigit(text[at + 1]);
            boolean prefix = opcode < 0 && (high == 15 && (low == 2 || low == 3) || high == 6 && low == 6);
            if (low >= 0 && !prefix) {
                map = opcode < 0 ? 0 : map == 0 ? 1 : opcode == 0x38 ? 2 : 3;
                opcode = high << 4 | low;
                span = text[at + 2] != '+' ? 1 : text[at + 3] == 'r' ? 8 : 16;
            }
            while (text[at++] != ' ') { }
        }
        for (int i = 0; i < span; i++) {
            int slot = map << 8 | opcode + i;
            CHAIN_LINE[++chained] = line;
            if (CHAIN_HEAD[slot] == 0) {
                CHAIN_HEAD[slot] = chained;
            } else {
                CHAIN_NEXT[CHAIN_TAIL[slot]] = chained;
            }
            CHAIN_TAIL[slot] = chained;
        }
    }

    private static int hexDigit(byte character) {
        return character >= '0' && character <= '9' ? character - '0' : character >= 'A' && character <= 'F' ? character - 'A' + 10 : -1;
    }

    private static synchronized Row[] arrange(int map, int opcode) {
        List<Row> rows = new ArrayList<>(4);
        for (int link = CHAIN_HEAD[map << 8 | opcode]; link != 0; link = CHAIN_NEXT[link]) {
            Collections.addAll(rows, line(CHAIN_LINE[link]));
        }
        Row[] cells = arrangeOpcode(rows);
        VarHandle.storeStoreFence();
        return TABLE[map][opcode] = cells;
    }

    private static Row[] line(int line) {
        if (LINE_ROWS[line] == null) {
            int end = LINE_START[line];
            while (TEXT[end] != '\n') {
                end++;
            }
            List<Row> rows = new ArrayList<>(4);
            readLine(new String(TEXT, LINE_START[line], end - LINE_START[line], StandardCharsets.ISO_8859_1), rows);
            LINE_ROWS[line] = rows.toArray(new Row[0]);
        }
        return LINE_ROWS[line];
    }

    private static void readLine(String line, List<Row> rows) {
        int first = line.indexOf('|');
        int second = line.indexOf('|', first + 1);
        int third = line.indexOf('|', second + 1);
        String encoding = line.substring(0, first).strip();
        String operands = line.substring(first + 1, second).strip();
        String name = line.substring(second + 1, third).strip();
        String attributes = line.substring(third + 1).strip();
        int brace = name.indexOf('{');
        if (operands.equals("PQ")) {
            add(rows, encoding, "Pq,Qq", name, attributes, 0);
            add(rows, encoding, "Vx,Wx", name, attributes, 0x66);
        } else if (brace == 0) {
            int comma = name.indexOf(',');
            add(rows, encoding, operands, name.substring(1, comma), attributes, 0);
            add(rows, encoding, operands, name.substring(comma + 1, name.length() - 1), attributes, 0x66);
        } else if (brace > 0) {
            boolean irregular = name.contains("ups");
            for (int i = 0; i < 4; i++) {
                String suffix = irregular && i < 2 ? "u".concat(SUFFIXES[i]) : SUFFIXES[i];
                add(rows, encoding, operands.replace('*', SUFFIX_SIZE.charAt(i)), name.substring(0, brace).concat(suffix), attributes, SUFFIX_PREFIX[i]);
            }
        } else {
            add(rows, encoding, operands, name, attributes, -1);
        }
    }

    private static void add(List<Row> rows, String encoding, String operands, String name, String attributes, int mandatoryPrefix) {
        int equals = name.indexOf('=');
        boolean foreign = Character.isLowerCase(name.charAt(0));
        Op op = foreign ? Op.FOREIGN : OPS.get(equals < 0 ? name : name.substring(0, equals));
        if (op == null) {
            throw new IllegalArgumentException("instruction table: " + name);
        }
        Row row = new Row(op, foreign ? name : equals < 0 ? op.mnemonic() : name.substring(equals + 1), operandForms(operands));
        row.mandatoryPrefix = mandatoryPrefix;
        row.alias = foreign;
        readEncoding(row, encoding);
        for (String attribute : words(attributes)) {
            readAttribute(row, attribute);
        }
        row.usesOperandSize = row.sized || row.alwaysSized || row.onlyOperandSize != 0 || row.mandatoryPrefix == 0x66;
        for (OperandForm form : row.operands) {
            row.usesOperandSize |= form.sizedByPrefix();
            row.modIgnored |= switch (form.method()) {
                case CONTROL, DEBUG, TEST -> true;
                default -> false;
            };
        }
        rows.add(row);
    }

    private static OperandForm[] operandForms(String text) {
        if (text.isEmpty()) {
            return Row.INVALID.operands;
        }
        List<OperandForm> forms = new ArrayList<>(3);
        for (int at = 0; at <= text.length(); ) {
            int comma = text.indexOf(',', at);
            int end = comma < 0 ? text.length() : comma;
            forms.add(form(text.substring(at, end)));
            at = end + 1;
        }
        return forms.toArray(new OperandForm[0]);
    }

    private static OperandForm form(String text) {
        OperandForm form = FORMS.get(text);
        if (form == null) {
            form = OperandForm.parse(text);
            FORMS.put(text, form);
        }
        return form;
    }

    private static void readEncoding(Row row, String encoding) {
        boolean opcodeSeen = false;
        for (String word : words(encoding)) {
            if (word.charAt(0) == '/') {
                readModrm(row, word);
            } else if (!opcodeSeen && readConstraint(row, word)) {
                continue;
            } else {
                int value = Integer.parseInt(word, 0, 2, 16);
                if (opcodeSeen && row.map == 0 && row.opcode == 0x0F) {
                    row.map = 1;
                } else if (opcodeSeen && row.map == 1 && (row.opcode == 0x38 || row.opcode == 0x3A)) {
                    row.map = row.opcode == 0x38 ? 2 : 3;
                }
                row.opcode = value;
                row.span = word.endsWith("+r") ? 8 : word.endsWith("+c") ? 16 : 1;
                opcodeSeen = true;
            }
        }
    }

    private static boolean readConstraint(Row row, String word) {
        switch (word) {
            case "np" -> row.mandatoryPrefix = 0;
            case "66" -> row.mandatoryPrefix = 0x66;
            case "F2" -> row.mandatoryPrefix = 0xF2;
            case "F3" -> row.mandatoryPrefix = 0xF3;
            case "o16" -> row.onlyOperandSize = 16;
            case "o32" -> row.onlyOperandSize = 32;
            case "n66" -> row.withoutOperandSizePrefix = true;
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void readModrm(Row row, String word) {
        row.modrmForm = Row.ANY;
        char first = word.charAt(1);
        if (word.length() >= 3 && Character.digit(word.charAt(2), 16) >= 0) {
            row.fixedModrm = Integer.parseInt(word, 1, 3, 16);
            row.fixedRange = word.endsWith("+i");
            return;
        }
        if (first != 'r') {
            row.digit = first - '0';
        }
        if (word.length() == 3) {
            row.modrmForm = word.charAt(2) == 'm' ? Row.MEMORY_ONLY : Row.REGISTER_ONLY;
        }
    }

    private static void readAttribute(Row row, String word) {
        switch (word) {
            case "lock" -> row.lockable = true;
            case "rep" -> row.repeatable = true;
            case "repz" -> {
                row.repeatable = true;
                row.repeatsOnCondition = true;
            }
            case "cpl0" -> row.privileged = true;
            case "iopl" -> row.ioPrivileged = true;
            case "pm" -> row.protectedOnly = true;
            case "jump" -> row.transfers = true;
            case "alias" -> row.alias = true;
            case "sized" -> row.sized = true;
            case "sized!" -> row.alwaysSized = true;
            default -> {
                int flags = 0;
                for (int i = 2; i < word.length(); i++) {
                    flags |= FLAG_BITS[FLAG_LETTERS.indexOf(word.charAt(i))];
                }
                switch (word.charAt(0)) {
                    case 'r' -> row.flagsRead = flags;
                    case 'w' -> row.flagsWritten = flags;
                    case 'u' -> row.flagsUndefined = flags;
                    default -> throw new IllegalArgumentException("instruction table: " + word);
                }
            }
        }
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>(6);
        for (int at = 0; at < text.length(); ) {
            int space = text.indexOf(' ', at);
            int end = space < 0 ? text.length() : space;
            if (end > at) {
                words.add(text.substring(at, end));
            }
            at = end + 1;
        }
        return words;
    }

    private static Row[] arrangeOpcode(List<Row> rows) {
        boolean byModrm = false;
        for (Row row : rows) {
            byModrm |= row.digit >= 0 || row.fixedModrm >= 0 || row.modrmForm > Row.ANY;
        }
        if (!byModrm) {
            return new Row[] {cell(rows)};
        }
        Row[] cells = new Row[CELLS];
        List<Row> matching = new ArrayList<>(8);
        for (int i = 0; i < CELLS; i++) {
            int modrm = i < 8 ? i << 3 : 0xC0 + i - 8;
            matching.clear();
            for (Row row : rows) {
                if (row.modrmForm == Row.NO_MODRM || row.matchesModrm(modrm)) {
                    matching.add(row);
                }
            }
            cells[i] = i > 8 && sameRows(cells[i - 1], matching) ? cells[i - 1] : cell(matching);
        }
        return cells;
    }

    private static boolean sameRows(Row cell, List<Row> rows) {
        return cell != null && (cell.alternatives == null ? rows.size() == 1 && rows.getFirst() == cell : Arrays.asList(cell.alternatives).equals(ordered(rows)));
    }

    /** What a cell holds for rows that ModR/M cannot tell apart: nothing, the only one, or a choice. */
    private static Row cell(List<Row> rows) {
        if (rows.isEmpty()) {
            return null;
        }
        List<Row> ordered = ordered(rows);
        if (ordered.size() == 1 && !ordered.getFirst().chosenByPrefix()) {
            return ordered.getFirst();
        }
        Row choice = new Row(Op.INVALID, "(bad)", Row.INVALID.operands);
        choice.modrmForm = ordered.getFirst().modrmForm;
        choice.alternatives = ordered.toArray(Row[]::new);
        return choice;
    }

    /** F2 and F3 come before 66, and that before rows that only exclude; a whole ModR/M byte before a digit; the unconditional last. */
    private static List<Row> ordered(List<Row> rows) {
        if (rows.size() == 1) {
            return rows;
        }
        List<Row> ordered = new ArrayList<>(rows.size());
        for (Row row : rows) {
            int at = ordered.size();
            while (at > 0 && rank(ordered.get(at - 1)) < rank(row)) {
                at--;
            }
            ordered.add(at, row);
        }
        return ordered;
    }

    private static int rank(Row row) {
        int prefix = switch (row.mandatoryPrefix) {
            case 0xF2, 0xF3 -> 8;
            case 0x66 -> 6;
            default -> row.chosenByPrefix() ? 4 : 0;
        };
        return prefix + (row.fixedModrm >= 0 ? 1 : 0);
    }
}
