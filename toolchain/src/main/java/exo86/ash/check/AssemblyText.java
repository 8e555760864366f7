package exo86.ash.check;

import exo86.ash.source.Span;
import exo86.ash.syntax.Declaration;
import exo86.ash.syntax.Expression;
import exo86.ash.syntax.Name;
import exo86.ash.syntax.TypeExpression;
import exo86.ash.tree.Expr;
import exo86.ash.tree.Function;
import exo86.ash.tree.Global;
import exo86.ash.tree.Symbol;
import exo86.ash.tree.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The body of an {@code asm fn} with its {@code {…}} replaced: a function or variable by its symbol, a constant, {@code size_of(T)} or
 * {@code offset_of(T, f)} by its number. Comments stay as they are.
 */
final class AssemblyText {
    private static final Pattern PATH = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(?:\\.[A-Za-z_][A-Za-z0-9_]*)*");
    private static final Pattern SIZE = Pattern.compile("size_of\\(\\s*(" + PATH.pattern() + ")\\s*\\)");
    private static final Pattern OFFSET = Pattern.compile("offset_of\\(\\s*(" + PATH.pattern() + ")\\s*,\\s*([A-Za-z_][A-Za-z0-9_]*)\\s*\\)");

    private final Compilation whole;
    private final Module module;
    private final List<Symbol> symbols = new ArrayList<>();

    AssemblyText(Compilation whole, Module module) {
        this.whole = whole;
        this.module = module;
    }

    Function.Assembly expand(Declaration.Body.Assembly written, List<String> clobbers) {
        StringBuilder made = new StringBuilder();
        String text = written.text();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int end = text.indexOf('}', i);
            if (c == ';') {
                int line = text.indexOf('\n', i);
                made.append(text, i, line < 0 ? text.length() : line);
                i = line < 0 ? text.length() : line - 1;
            } else if (c == '{' && end > i) {
                Span at = new Span(written.at().file(), written.at().start() + i + 1, written.at().start() + end);
                made.append(replace(text.substring(i + 1, end).strip(), at));
                i = end;
            } else {
                made.append(c);
            }
        }
        return new Function.Assembly(made.toString(), written.at(), clobbers, symbols);
    }

    private String replace(String text, Span at) {
        Matcher size = SIZE.matcher(text);
        if (size.matches()) {
            return number(new Expression.SizeOf(type(size.group(1), at), at), at);
        }
        Matcher offset = OFFSET.matcher(text);
        if (offset.matches()) {
            return number(new Expression.OffsetOf(type(offset.group(1), at), new Name(offset.group(2), at), at), at);
        }
        if (!PATH.matcher(text).matches()) {
            whole.report.error(at, "`{" + text + "}` in assembly is a name, `size_of(T)` or `offset_of(T, f)`");
            return "0";
        }
        return named(path(text, at), at);
    }

    private static TypeExpression type(String path, Span at) {
        List<Name> parts = new ArrayList<>();
        for (String part : path.split("\\.")) {
            parts.add(new Name(part, at));
        }
        return new TypeExpression.Named(parts, at);
    }

    private static Expression path(String text, Span at) {
        String[] parts = text.split("\\.");
        Expression made = new Expression.Reference(parts[0], at);
        for (int i = 1; i < parts.length; i++) {
            made = new Expression.Member(made, new Name(parts[i], at), at);
        }
        return made;
    }

    private String number(Expression expression, Span at) {
        Optional<BigInteger> value = whole.constants.integer(expression, module);
        if (value.isPresent() && value.get().bitLength() > 32) {
            whole.report.error(at, value.get() + " is more than a word");
        }
        return value.map(BigInteger::toString).orElse("0");
    }

    private String named(Expression path, Span at) {
        Body body = new Body(whole, module);
        Optional<Names.Meaning> meaning = body.names.meaning(path);
        if (meaning.isEmpty()) {
            whole.report.error(at, "`" + at.text().strip() + "` is neither a function, a variable nor a constant");
            return "0";
        }
        return switch (meaning.get()) {
            case Names.Meaning.OfEntity of -> entity(of.entity(), path, at);
            case Names.Meaning.OfTypeMember member -> member(body, member, path, at);
            case Names.Meaning.Unknown ignored -> "0";
            default -> {
                whole.report.error(at, "`" + at.text().strip() + "` is neither a function, a variable nor a constant");
                yield "0";
            }
        };
    }

    private String entity(Entity entity, Expression path, Span at) {
        return switch (entity) {
            case Entity.OfFunction function -> whole.functions.signature(function).map(this::symbol).orElse("0");
            case Entity.OfVariable variable -> whole.variables.global(variable).map(this::symbol).orElse("0");
            case Entity.OfConstant constant -> {
                whole.constants.define(constant);
                Optional<Global> global = constant.global;
                yield global.isPresent() ? symbol(global.get()) : scalar(constant, path, at);
            }
            case Entity.OfType type -> {
                whole.report.error(at, "`" + type.name() + "` is a type, neither a function, a variable nor a constant");
                yield "0";
            }
        };
    }

    private String scalar(Entity.OfConstant constant, Expression path, Span at) {
        if (constant.value.isPresent() && constant.value.get() instanceof Value.Scalar scalar) {
            return Long.toString(scalar.bits());
        }
        return constant.exact.isPresent() ? number(path, at) : "0";
    }

    private String member(Body body, Names.Meaning.OfTypeMember member, Expression path, Span at) {
        Expr value = body.values.check(path, Values.ANY);
        if (value instanceof Expr.Constant constant && constant.value() instanceof Value.Address address) {
            return symbol(address.symbol());
        }
        if (value instanceof Expr.Constant constant && constant.value() instanceof Value.Scalar scalar && !Types.erroneous(scalar.type())) {
            return Long.toString(scalar.bits());
        }
        if (!Types.erroneous(value.type())) {
            whole.report.error(at, "`" + member.name() + "` is not one word");
        }
        return "0";
    }

    private String symbol(Symbol symbol) {
        symbols.add(symbol);
        return symbol.linkName();
    }
}
