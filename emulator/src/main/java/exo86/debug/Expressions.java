package exo86.debug;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Reads and evaluates an expression in one pass: C's operators and precedence over 64-bit numbers, registers, names, memory.
 *
 * <p>A name is a variable's value if the program says what type it has, else its address; where a place is wanted (break, x, walk) it is always the
 * address. Registers are unsigned. {@code *a} is the 32-bit word at a, {@code seg:off} a linear address, {@code phys!a} a physical one.
 */
final class Expressions {
    private static final int DEEPEST = 60;
    private static final String[][] LEVELS = {{"||"}, {"&&"}, {"|"}, {"^"}, {"&"}, {"==", "!="}, {"<=", ">=", "<", ">"}, {"<<", ">>"}, {"+", "-"}, {"*", "/", "%"}};

    /** What names stand for. */
    interface Scope {
        OptionalLong register(String name);

        /** The result with that number, or the last one for 0. */
        OptionalLong result(int number);

        Optional<TypedValue> variable(String name);

        OptionalInt symbol(String name);

        GuestMemory linear();

        GuestMemory physical();

        int segmentBase(int selector);

        /** A word about a name that nobody knows. */
        String unknown(String name);
    }

    /** A result: a number, perhaps with the typed place that it came from. {@code physical}: as an address it is one of those. */
    record Result(long value, Optional<TypedValue> typed, boolean physical) {
        static Result of(long value) {
            return new Result(value, Optional.empty(), false);
        }

        int address() {
            return (int) value;
        }
    }

    private final Scope scope;
    private final String text;
    private final boolean places;
    private int at;
    private int depth;

    private Expressions(Scope scope, String text, boolean places) {
        this.scope = scope;
        this.text = text;
        this.places = places;
    }

    /** The value of {@code text}. */
    static Result value(Scope scope, String text) {
        return new Expressions(scope, text, false).whole();
    }

    /** The place that {@code text} means: names are addresses. */
    static Result place(Scope scope, String text) {
        return new Expressions(scope, text, true).whole();
    }

    private Result whole() {
        Result result = binary(0);
        skip();
        if (at < text.length()) {
            throw error("'" + text.substring(at) + "' makes no sense here");
        }
        return result;
    }

    private Refusal error(String what) {
        return new Refusal(what, "an expression is like  $eax + 4,  counter == 3,  *($esp + 8),  0x7c0:0x10,  phys!0x1000");
    }

    private void skip() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private boolean accept(String word) {
        skip();
        if (!text.startsWith(word, at)) {
            return false;
        }
        char next = at + word.length() < text.length() ? text.charAt(at + word.length()) : ' ';
        boolean longer = word.length() == 1 && ("<>&|=".indexOf(next) >= 0 && "<>&|!=".contains(word) && (next == word.charAt(0) || next == '='));
        if (longer) {
            return false;
        }
        at += word.length();
        return true;
    }

    private Result binary(int level) {
        if (level == LEVELS.length) {
            return unary();
        }
        Result left = binary(level + 1);
        while (true) {
            String found = null;
            for (String operator : LEVELS[level]) {
                if (found == null && accept(operator)) {
                    found = operator;
                }
            }
            if (found == null) {
                return left;
            }
            Result right = binary(level + 1);
            left = new Result(apply(found, left.value, right.value), Optional.empty(), left.physical);
        }
    }

    private long apply(String operator, long a, long b) {
        return switch (operator) {
            case "||" -> truth(a != 0 || b != 0);
            case "&&" -> truth(a != 0 && b != 0);
            case "|" -> a | b;
            case "^" -> a ^ b;
            case "&" -> a & b;
            case "==" -> truth(same(a, b));
            case "!=" -> truth(!same(a, b));
            case "<=" -> truth(a <= b);
            case ">=" -> truth(a >= b);
            case "<" -> truth(a < b);
            case ">" -> truth(a > b);
            case "<<" -> b < 0 || b > 63 ? 0 : a << b;
            case ">>" -> b < 0 || b > 63 ? 0 : a >> b;
            case "+" -> a + b;
            case "-" -> a - b;
            case "*" -> a * b;
            default -> {
                if (b == 0) {
                    throw error("division by zero");
                }
                yield operator.equals("/") ? a / b : a % b;
            }
        };
    }

    private static long truth(boolean is) {
        return is ? 1 : 0;
    }

    /** Equal as numbers, or as the words that a negative number and an unsigned register are. */
    private static boolean same(long a, long b) {
        return a == b || (a < 0 || b < 0) && (int) a == (int) b && Math.abs(a) <= 0xFFFF_FFFFL && Math.abs(b) <= 0xFFFF_FFFFL;
    }

    private Result unary() {
        if (++depth > DEEPEST) {
            throw error("the expression is nested too deep");
        }
        try {
            if (accept("-")) {
                return Result.of(-unary().value);
            }
            if (accept("~")) {
                return Result.of(~unary().value);
            }
            if (accept("!")) {
                return Result.of(truth(unary().value == 0));
            }
            if (accept("*")) {
                return dereference(unary());
            }
            if (accept("&")) {
                Result of = unary();
                return of.typed.map(typed -> Result.of(typed.address() & 0xFFFF_FFFFL)).orElse(of);
            }
            return segmented();
        } finally {
            depth--;
        }
    }

    private Result dereference(Result pointer) {
        Optional<TypedValue> target = pointer.typed.flatMap(TypedValue::target);
        if (target.isPresent()) {
            return typed(target.get());
        }
        OptionalLong word = (pointer.physical ? scope.physical() : scope.linear()).read(pointer.address(), 4);
        if (word.isEmpty()) {
            throw new Refusal("no memory at %08x".formatted(pointer.address()), "'walk 0x%x' shows why".formatted(pointer.address()));
        }
        return Result.of(word.getAsLong());
    }

    private Result segmented() {
        Result first = postfix();
        skip();
        if (at < text.length() && text.charAt(at) == ':') {
            at++;
            Result offset = postfix();
            return Result.of(scope.segmentBase((int) first.value & 0xFFFF) + offset.value & 0xFFFF_FFFFL);
        }
        return first;
    }

    private Result postfix() {
        Result result = primary();
        while (true) {
            skip();
            if (at < text.length() && text.charAt(at) == '[') {
                at++;
                long index = binary(0).value;
                expect("]");
                result = element(result, index);
            } else if (at < text.length() && text.charAt(at) == '.' && result.typed.isPresent()) {
                at++;
                result = member(result.typed.get(), word());
            } else {
                return result;
            }
        }
    }

    private Result element(Result of, long index) {
        return typed(of.typed.flatMap(typed -> typed.element(index)).orElseThrow(() -> error("only an array or a pointer has elements")));
    }

    private Result member(TypedValue of, String name) {
        TypedValue owner = of.members().isEmpty() ? of.target().orElse(of) : of;
        return typed(owner.member(name).orElseThrow(() -> new Refusal("no member '" + name + "'",
                owner.members().isEmpty() ? "it has none" : "members: " + String.join(", ", owner.members().stream().map(m -> m.name()).toList()))));
    }

    private Result typed(TypedValue value) {
        if (places && value.held()) {
            throw new Refusal("it does not lie in memory here", "'p NAME' shows the value");
        }
        if (!places && value.held() && value.scalar() && value.number().isEmpty()) {
            throw new Refusal("the value is optimized out here", "'info locals' shows which are known");
        }
        long number = places ? value.address() & 0xFFFF_FFFFL : value.number().orElse(value.address() & 0xFFFF_FFFFL);
        return new Result(number, Optional.of(value), false);
    }

    private void expect(String what) {
        if (!accept(what)) {
            throw error("'" + what + "' is missing");
        }
    }

    private static boolean wordPart(char c) {
        return c < 128 && (Character.isLetterOrDigit(c) || c == '_' || c == '.' || c == '$' || c == '@');
    }

    private String word() {
        int start = at;
        while (at < text.length() && wordPart(text.charAt(at)) && text.charAt(at) != '.') {
            at++;
        }
        return text.substring(start, at);
    }

    private Result primary() {
        skip();
        if (at >= text.length()) {
            throw error("the expression ends too early");
        }
        char c = text.charAt(at);
        if (c == '(') {
            at++;
            if (++depth > DEEPEST) {
                throw error("the expression is nested too deep");
            }
            Result inner = binary(0);
            depth--;
            expect(")");
            return inner;
        }
        if (c == '\'') {
            return character();
        }
        if (c == '$') {
            at++;
            return dollar(word());
        }
        if (c >= '0' && c <= '9') {
            return number();
        }
        if (wordPart(c)) {
            return name();
        }
        throw error("'" + text.substring(at) + "' makes no sense here");
    }

    private Result character() {
        if (at + 2 < text.length() && text.charAt(at + 2) == '\'') {
            char value = text.charAt(at + 1);
            at += 3;
            return Result.of(value);
        }
        throw error("a character is written 'a'");
    }

    private Result dollar(String name) {
        if (name.chars().allMatch(c -> c >= '0' && c <= '9') && name.length() < 9) {
            int number = name.isEmpty() ? 0 : Integer.parseInt(name);
            return Result.of(scope.result(number).orElseThrow(() -> new Refusal("there is no result $" + name, "'p 1+1' makes one")));
        }
        return Result.of(scope.register(name.toLowerCase(java.util.Locale.ROOT))
                .orElseThrow(() -> new Refusal("no register '$" + name + "'", "'regs' lists them")));
    }

    private Result number() {
        String digits = word().replace("_", "");
        try {
            String lower = digits.toLowerCase(java.util.Locale.ROOT);
            long value = lower.startsWith("0x") ? Long.parseLong(lower.substring(2), 16)
                    : lower.startsWith("0b") ? Long.parseLong(lower.substring(2), 2) : Long.parseLong(lower);
            if (value >= 0) {
                return Result.of(value);
            }
        } catch (NumberFormatException bad) {
            // reported below with the negative ones
        }
        throw new Refusal("'" + digits + "' is no number", "numbers are written 10, 0x1f, 0b101");
    }

    private Result name() {
        int start = at;
        while (at < text.length() && wordPart(text.charAt(at))) {
            at++;
        }
        boolean space = at < text.length() && text.charAt(at) == '!' && (at + 1 >= text.length() || text.charAt(at + 1) != '=');
        if (space) {
            String prefix = text.substring(start, at);
            at++;
            if (prefix.equals("phys")) {
                return new Result(unary().value, Optional.empty(), true);
            }
            if (prefix.equals("lin")) {
                return Result.of(unary().value);
            }
            while (at < text.length() && wordPart(text.charAt(at))) {
                at++;
            }
        }
        String whole = text.substring(start, at);
        for (int end = whole.length(); end > 0; end = whole.lastIndexOf('.', end - 1)) {
            Optional<Result> found = named(whole.substring(0, end));
            if (found.isPresent()) {
                at = start + end;
                return found.get();
            }
        }
        throw new Refusal("no symbol '" + whole + "'", scope.unknown(whole));
    }

    private Optional<Result> named(String name) {
        Optional<TypedValue> variable = scope.variable(name);
        if (variable.isPresent()) {
            return variable.map(this::typed);
        }
        OptionalInt symbol = scope.symbol(name);
        if (symbol.isPresent()) {
            return Optional.of(Result.of(symbol.getAsInt() & 0xFFFF_FFFFL));
        }
        OptionalLong register = scope.register(name);
        return register.isPresent() ? Optional.of(Result.of(register.getAsLong())) : Optional.empty();
    }
}
