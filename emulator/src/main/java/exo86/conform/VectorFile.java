package exo86.conform;

import exo86.conform.Formula.FormulaException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a file of vectors and expands their parameters; docs/conformance.md has the format. Directives start in the first column, lines of
 * assembly are indented. A template may have {@code for} and {@code let} lines, whose names stand in braces, with arithmetic, in all other lines.
 */
final class VectorFile {
    private static final Pattern BRACES = Pattern.compile("\\{([^{}]*)}");
    private static final Pattern CHECK = Pattern.compile("\\s*(\\[[^\\]]*]|[a-z0-9]+)\\s*(?:&\\s*([^=]+?))?\\s*=\\s*(.+?)\\s*");
    private static final Map<String, Integer> EXCEPTIONS = Map.ofEntries(Map.entry("#DE", 0), Map.entry("#DB", 1), Map.entry("#BP", 3), Map.entry("#OF", 4),
        Map.entry("#BR", 5), Map.entry("#UD", 6), Map.entry("#NM", 7), Map.entry("#DF", 8), Map.entry("#TS", 10), Map.entry("#NP", 11), Map.entry("#SS", 12),
        Map.entry("#GP", 13), Map.entry("#PF", 14), Map.entry("#MF", 16), Map.entry("#AC", 17));

    private record Loop(String name, List<String> values) { }

    private record Line(int number, String text) { }

    private static final class Template {
        final int line;
        final String name;
        final List<Line> order = new ArrayList<>();
        final List<String> setup = new ArrayList<>();
        final List<String> code = new ArrayList<>();
        final List<Line> expects = new ArrayList<>();
        final List<Line> differs = new ArrayList<>();
        String rule = "";
        String level = "0";
        String eflags = "2";

        Template(int line, String name) {
            this.line = line;
            this.name = name;
        }
    }

    private static final Pattern NAME = Pattern.compile("[\\w.+-]+");
    /** Far more than a file can hold by intention. */
    private static final int MANY = 100_000;

    private final String file;
    private final List<Vector> vectors = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    private VectorFile(String file) {
        this.file = file;
    }

    static List<Vector> read(String file, String text) throws SuiteException {
        VectorFile reader = new VectorFile(file);
        reader.parse(text);
        return reader.vectors;
    }

    private SuiteException wrong(int line, String what) {
        return new SuiteException(file + ":" + line + ": error: " + what);
    }

    private void parse(String text) throws SuiteException {
        Template template = null;
        List<String> section = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (Character.isWhitespace(line.charAt(0)) || line.charAt(0) == '.') {
                section.add(line);
                continue;
            }
            String[] words = line.strip().split("\\s+", 2);
            String rest = words.length > 1 ? words[1] : "";
            if (words[0].equals("vector")) {
                expand(template);
                template = new Template(number, rest);
                section = new ArrayList<>();
                continue;
            }
            if (template == null) {
                throw wrong(number, "'" + words[0] + "' outside a vector, expected 'vector NAME'");
            }
            switch (words[0]) {
                case "sdm" -> template.rule = "SDM " + rest;
                case "for", "let", "skip" -> template.order.add(new Line(number, line.strip()));
                case "cpl" -> template.level = rest;
                case "mode" -> template.level = rest.equals("v86") ? "4" : rest;
                case "eflags" -> template.eflags = rest;
                case "setup" -> section = template.setup;
                case "code" -> section = template.code;
                case "expect" -> template.expects.add(new Line(number, rest));
                case "differs" -> template.differs.add(new Line(number, rest));
                default -> throw wrong(number, "'" + words[0] + "', expected one of vector sdm for let skip cpl mode eflags setup code expect differs");
            }
        }
        expand(template);
    }

    private void expand(Template template) throws SuiteException {
        if (template != null) {
            expand(template, 0, new LinkedHashMap<>());
        }
    }

    private void expand(Template template, int from, Map<String, Object> variables) throws SuiteException {
        int line = template.line;
        try {
            for (int k = from; k < template.order.size(); k++) {
                line = template.order.get(k).number;
                String text = template.order.get(k).text;
                if (text.startsWith("skip ")) {
                    if (Formula.isTrue(text.replaceFirst("skip\\s+when\\s+", ""), variables)) {
                        return;
                    }
                } else if (text.startsWith("let ")) {
                    String[] sides = text.substring(4).split("=", 2);
                    if (sides.length < 2) {
                        throw wrong(line, "expected let NAME = FORMULA");
                    }
                    variables.put(sides[0].strip(), Formula.evaluate(sides[1].strip(), variables));
                } else {
                    Loop loop = loop(line, text, variables);
                    for (String value : loop.values) {
                        Map<String, Object> inner = new LinkedHashMap<>(variables);
                        inner.put(loop.name, Formula.value(value, variables));
                        expand(template, k + 1, inner);
                    }
                    return;
                }
            }
            line = template.line;
            vectors.add(vector(template, variables));
        } catch (FormulaException problem) {
            throw wrong(line, problem.getMessage());
        }
    }

    private Loop loop(int line, String text, Map<String, Object> variables) throws SuiteException {
        String[] words = text.split("\\s+");
        if (words.length < 4 || !words[2].equals("in")) {
            throw wrong(line, "expected for NAME in VALUE…, values may be ranges like 0..3");
        }
        List<String> values = new ArrayList<>();
        for (int k = 3; k < words.length; k++) {
            String[] ends = words[k].split("\\.\\.");
            if (ends.length == 2) {
                long first = number(line, ends[0], variables);
                long last = number(line, ends[1], variables);
                if (last - first >= MANY || last - first < 0) {
                    throw wrong(line, "'" + words[k] + "', expected a range that goes up and has fewer than " + MANY + " values");
                }
                for (long value = first; value <= last; value++) {
                    values.add(Long.toString(value));
                }
            } else {
                values.add(words[k]);
            }
        }
        return new Loop(words[1], values);
    }

    private long number(int line, String formula, Map<String, Object> variables) throws SuiteException {
        if (Formula.evaluate(formula, variables) instanceof Long number) {
            return number;
        }
        throw wrong(line, "'" + formula + "', expected a number");
    }

    private static String fill(String text, Map<String, Object> variables) {
        Matcher braces = BRACES.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (braces.find()) {
            Object value = Formula.evaluate(braces.group(1).strip(), variables);
            String printed = value instanceof Long number && (number < 0 || number > 9) ? "0x" + Long.toHexString(number & 0xFFFFFFFFL) : value.toString();
            braces.appendReplacement(filled, Matcher.quoteReplacement(printed));
        }
        return braces.appendTail(filled).toString();
    }

    private static List<String> fill(List<String> lines, Map<String, Object> variables) {
        return lines.stream().map(line -> fill(line, variables)).toList();
    }

    private Vector vector(Template template, Map<String, Object> variables) throws SuiteException {
        String name = fill(template.name, variables).replace(' ', '-');
        if (!NAME.matcher(name).matches()) {
            throw wrong(template.line, "'" + name + "' is no name of a vector, expected letters, digits and . + - _");
        }
        if (!names.add(name)) {
            throw wrong(template.line, "two vectors are called " + name);
        }
        if (names.size() > MANY) {
            throw wrong(template.line, "more than " + MANY + " vectors");
        }
        List<Vector.Known> known = new ArrayList<>();
        for (Line line : template.differs) {
            String[] sides = line.text.split(":\\s*", 2);
            String[] condition = sides[0].split("\\s+when\\s+", 2);
            if (sides.length < 2) {
                throw wrong(line.number, "expected differs MACHINE [when CONDITION]: REASON");
            }
            if (condition.length == 1 || Formula.isTrue(condition[1], variables)) {
                known.add(new Vector.Known(condition[0].strip(), fill(sides[1], variables)));
            }
        }
        long level = number(template.line, fill(template.level, variables), variables);
        if (level < 0 || level > Vector.VIRTUAL) {
            throw wrong(template.line, "'cpl " + level + "', expected 0 to 3");
        }
        return new Vector(file + ":" + template.line, name, fill(template.rule, variables), (int) level, fill(template.eflags, variables), fill(template.setup, variables),
            fill(template.code, variables), outcome(template, name, variables), known);
    }

    private Vector.Outcome outcome(Template template, String name, Map<String, Object> variables) throws SuiteException {
        for (Line line : template.expects) {
            int colon = colon(line.text);
            String head = colon < 0 ? line.text : line.text.substring(0, colon);
            String[] condition = head.split("\\s+when\\s+", 2);
            if (condition.length == 1 || Formula.isTrue(condition[1].strip(), variables)) {
                return outcome(line, fill(condition[0].strip(), variables), colon < 0 ? "" : fill(line.text.substring(colon + 1), variables));
            }
        }
        throw wrong(template.line, "vector " + name + " expects nothing: no 'expect' line applies");
    }

    /** The colon in front of the checks: one outside of braces and brackets, where the colons of formulas are. */
    private static int colon(String text) {
        int depth = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            depth += "{(".indexOf(c) >= 0 ? 1 : "})".indexOf(c) >= 0 ? -1 : 0;
            if (c == ':' && depth == 0) {
                return at;
            }
        }
        return -1;
    }

    private Vector.Outcome outcome(Line line, String kind, String checked) throws SuiteException {
        List<Vector.Check> checks = new ArrayList<>();
        for (String part : checked.isBlank() ? new String[0] : checked.split(",")) {
            Matcher check = CHECK.matcher(part);
            if (!check.matches()) {
                throw wrong(line.number, "'" + part.strip() + "', expected FIELD[&MASK]=VALUE");
            }
            checks.add(new Vector.Check(check.group(1), check.group(2) == null ? "-1" : check.group(2), check.group(3)));
        }
        Matcher exception = Pattern.compile("(#[A-Z]{2})(?:\\((.*)\\))?").matcher(kind.toUpperCase(Locale.ROOT).startsWith("#") ? kind : "");
        if (exception.matches() && EXCEPTIONS.containsKey(exception.group(1))) {
            return new Vector.Outcome(false, false, true, EXCEPTIONS.get(exception.group(1)), exception.group(2) == null ? "" : exception.group(2), checks);
        }
        return switch (kind.split("\\s+")[0]) {
            case "ok" -> new Vector.Outcome(false, true, false, 0, "", checks);
            case "shutdown" -> new Vector.Outcome(true, false, false, 0, "", checks);
            case "int" -> new Vector.Outcome(false, false, false, (int) number(line.number, kind.substring(3).strip(), Map.of()), "", checks);
            default -> throw wrong(line.number, "outcome '" + kind + "', expected ok, shutdown, int N or an exception like #GP(0)");
        };
    }
}
