package exo86.conform;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The arithmetic of vector files: numbers and words, with C's operators and precedence, {@code a in (x, y)}, {@code min}, {@code max} and
 * {@code c ? a : b}. Truth is 1 or 0. A name that is no variable stands for itself as a word, and so does a text in quotes; words can be compared for equality only.
 */
final class Formula {
    /** A formula makes no sense; the message says where. */
    static final class FormulaException extends RuntimeException {
        private static final long serialVersionUID = 1;

        FormulaException(String message) {
            super(message, null, false, false);
        }
    }

    private static final String[][] LEVELS = {{"||"}, {"&&"}, {"|"}, {"^"}, {"&"}, {"==", "!="}, {"<=", ">=", "<", ">", "in"}, {"<<", ">>"}, {"+", "-"}, {"*", "/", "%"}};

    private static final String[] SIGNS = {"-", "!", "~"};
    private static final int DEEPEST = 100;

    private final String text;
    private final Map<String, Object> variables;
    private int at;
    private int depth;

    private Formula(String text, Map<String, Object> variables) {
        this.text = text;
        this.variables = variables;
    }

    /** A Long or a String. */
    static Object evaluate(String text, Map<String, Object> variables) {
        Formula formula = new Formula(text, variables);
        Object value = formula.choice();
        formula.space();
        if (formula.at < text.length()) {
            throw formula.wrong("expected an operator");
        }
        return value;
    }

    static boolean isTrue(String text, Map<String, Object> variables) {
        return evaluate(text, variables) instanceof Long number && number != 0;
    }

    private FormulaException wrong(String what) {
        return new FormulaException("in '" + text + "' at '" + text.substring(Math.min(at, text.length())) + "': " + what);
    }

    private void space() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private boolean take(String symbol) {
        space();
        if (!text.startsWith(symbol, at)) {
            return false;
        }
        char next = at + symbol.length() < text.length() ? text.charAt(at + symbol.length()) : ' ';
        char last = symbol.charAt(symbol.length() - 1);
        boolean longer = Character.isLetter(last) ? Character.isLetterOrDigit(next) || next == '_'
            : (symbol.equals("|") || symbol.equals("&")) && next == last || symbol.length() == 1 && "<>".contains(symbol) && (next == last || next == '=');
        if (longer) {
            return false;
        }
        at += symbol.length();
        return true;
    }

    private Object choice() {
        deeper();
        Object condition = binary(0);
        depth--;
        if (!take("?")) {
            return condition;
        }
        Object yes = choice();
        if (!take(":")) {
            throw wrong("expected ':'");
        }
        Object no = choice();
        return number(condition) != 0 ? yes : no;
    }

    private Object binary(int level) {
        if (level == LEVELS.length) {
            return unary();
        }
        Object left = binary(level + 1);
        for (;;) {
            String operator = operator(level);
            if (operator.isEmpty()) {
                return left;
            }
            left = operator.equals("in") ? in(left) : apply(operator, left, binary(level + 1));
        }
    }

    private String operator(int level) {
        for (String symbol : LEVELS[level]) {
            if (take(symbol)) {
                return symbol;
            }
        }
        return "";
    }

    private Object in(Object value) {
        return truth(arguments().contains(value));
    }

    private List<Object> arguments() {
        if (!take("(")) {
            throw wrong("expected '('");
        }
        List<Object> values = new ArrayList<>();
        do {
            values.add(choice());
        } while (take(","));
        if (!take(")")) {
            throw wrong("expected ')'");
        }
        return values;
    }

    private static Long truth(boolean value) {
        return value ? 1L : 0L;
    }

    private long number(Object value) {
        if (value instanceof Long number) {
            return number;
        }
        throw wrong("'" + value + "' is no number");
    }

    private Object apply(String operator, Object left, Object right) {
        if (operator.equals("==")) {
            return truth(left.equals(right));
        }
        if (operator.equals("!=")) {
            return truth(!left.equals(right));
        }
        long a = number(left);
        long b = number(right);
        return switch (operator) {
            case "||" -> truth(a != 0 || b != 0);
            case "&&" -> truth(a != 0 && b != 0);
            case "|" -> a | b;
            case "^" -> a ^ b;
            case "&" -> a & b;
            case "<=" -> truth(a <= b);
            case ">=" -> truth(a >= b);
            case "<" -> truth(a < b);
            case ">" -> truth(a > b);
            case "<<" -> a << b;
            case ">>" -> a >> b;
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            default -> divide(operator, a, b);
        };
    }

    private Object divide(String operator, long a, long b) {
        if (b == 0) {
            throw wrong("division by zero");
        }
        return operator.equals("/") ? a / b : a % b;
    }

    private void deeper() {
        if (++depth > DEEPEST) {
            throw wrong("nested too deeply");
        }
    }

    private Object unary() {
        for (String sign : SIGNS) {
            if (take(sign)) {
                deeper();
                long value = number(unary());
                depth--;
                return switch (sign) {
                    case "-" -> -value;
                    case "~" -> ~value;
                    default -> truth(value == 0);
                };
            }
        }
        space();
        if (at < text.length() && text.charAt(at) == '(') {
            return arguments().getFirst();
        }
        if (at < text.length() && text.charAt(at) == '"') {
            int close = text.indexOf('"', at + 1);
            if (close < 0) {
                throw wrong("expected a closing quote");
            }
            String quoted = text.substring(at + 1, close);
            at = close + 1;
            return quoted;
        }
        int start = at;
        while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || "_.#".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        String word = text.substring(start, at);
        if (word.isEmpty()) {
            throw wrong("expected a number or a name");
        }
        if (word.equals("min") || word.equals("max")) {
            var numbers = arguments().stream().mapToLong(this::number);
            return word.equals("min") ? numbers.min().orElseThrow() : numbers.max().orElseThrow();
        }
        return value(word, variables);
    }

    /** A number, a variable's value, or the word itself. */
    static Object value(String word, Map<String, Object> variables) {
        if (!word.isEmpty() && Character.isDigit(word.charAt(0))) {
            try {
                return word.startsWith("0x") ? Long.parseLong(word.substring(2), 16) : word.startsWith("0b") ? Long.parseLong(word.substring(2), 2) : Long.parseLong(word);
            } catch (NumberFormatException notOne) {
                return word;
            }
        }
        return variables.getOrDefault(word, word);
    }
}
