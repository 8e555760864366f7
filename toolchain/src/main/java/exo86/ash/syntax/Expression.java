package exo86.ash.syntax;

import exo86.ash.source.Span;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** An expression. Parentheses leave no node but widen the span of what they hold. */
public sealed interface Expression {
    Span at();

    /** An integer or character literal. */
    record Number(BigInteger value, Span at) implements Expression {
    }

    /** {@code "…"}, or {@code c"…"} if zero-ended (the bytes are without that zero). Escapes are resolved; {@code {…}} stands as written. */
    record Text(byte[] bytes, boolean zeroEnded, Span at) implements Expression {
    }

    record Bool(boolean value, Span at) implements Expression {
    }

    record None(Span at) implements Expression {
    }

    /** {@code uninit}: only as the whole value of {@code let}, {@code var}. */
    record Uninit(Span at) implements Expression {
    }

    /** A name alone. */
    record Reference(String name, Span at) implements Expression {
    }

    /** {@code base.name}: a module's member, a type's variant or associated function, a field, a method, {@code .len}, {@code .ptr}. */
    record Member(Expression base, Name name, Span at) implements Expression {
    }

    /** {@code pointer.*}. */
    record Deref(Expression pointer, Span at) implements Expression {
    }

    record Index(Expression base, Expression index, Span at) implements Expression {
    }

    /** {@code base[low..high]}, both optional. */
    record Subslice(Expression base, Optional<Expression> low, Optional<Expression> high, Span at) implements Expression {
    }

    /** A call, also of the built-in functions that take values ({@code min}, {@code print}, {@code assert}, …). */
    record Call(Expression callee, List<Expression> arguments, Span at) implements Expression {
        public Call {
            arguments = List.copyOf(arguments);
        }
    }

    record SizeOf(TypeExpression type, Span at) implements Expression {
    }

    record AlignOf(TypeExpression type, Span at) implements Expression {
    }

    record OffsetOf(TypeExpression type, Name field, Span at) implements Expression {
    }

    /** {@code Type{ f: v }} or {@code Union.variant{ f: v }}; {@code type} is a {@link Reference} or a chain of {@link Member} on one. */
    record Literal(Expression type, List<FieldValue> fields, Span at) implements Expression {
        public Literal {
            fields = List.copyOf(fields);
        }
    }

    record FieldValue(Name name, Expression value, Span at) {
    }

    /** {@code [a, b]}. */
    record ArrayLiteral(List<Expression> elements, Span at) implements Expression {
        public ArrayLiteral {
            elements = List.copyOf(elements);
        }
    }

    /** {@code [v; N]}. */
    record ArrayFill(Expression value, Expression count, Span at) implements Expression {
    }

    enum UnaryOperator {
        NEGATE("-"), COMPLEMENT("~"), NOT("not");

        final String text;

        UnaryOperator(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    record Unary(UnaryOperator operator, Expression operand, Span at) implements Expression {
    }

    /** {@code &place} or {@code &mut place}. */
    record AddressOf(boolean mutable, Expression place, Span at) implements Expression {
    }

    enum BinaryOperator {
        OR("or"), AND("and"),
        EQUAL("=="), NOT_EQUAL("!="), LESS("<"), LESS_EQUAL("<="), GREATER(">"), GREATER_EQUAL(">="),
        BIT_OR("|"), BIT_XOR("^"), BIT_AND("&"), SHIFT_LEFT("<<"), SHIFT_RIGHT(">>"),
        ADD("+"), SUBTRACT("-"), ADD_TRAP("+?"), SUBTRACT_TRAP("-?"),
        MULTIPLY("*"), DIVIDE("/"), REMAINDER("%"), MULTIPLY_TRAP("*?");

        final String text;

        BinaryOperator(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    record Binary(BinaryOperator operator, Expression left, Expression right, Span at) implements Expression {
    }

    /** {@code operand as T}, or {@code as? T} if checked. */
    record Convert(Expression operand, TypeExpression type, boolean checked, Span at) implements Expression {
    }

    record Try(Expression call, Span at) implements Expression {
    }

    /** {@code call catch fallback} or {@code call catch |error| fallback}. A fallback that is a block or a statement is a {@link BlockValue}. */
    record Catch(Expression call, Optional<Name> error, Expression fallback, Span at) implements Expression {
    }

    /** {@code if}, as a statement or for its value. */
    record If(Expression condition, Statement.Block then, Optional<Statement.Block> otherwise, Span at) implements Expression {
    }

    record Match(Expression subject, List<Arm> arms, Span at) implements Expression {
        public Match {
            arms = List.copyOf(arms);
        }
    }

    /** {@code pattern if guard => body}; a body that is a block or a statement such as {@code return x} is a {@link BlockValue}. */
    record Arm(Pattern pattern, Optional<Expression> guard, Expression body, Span at) {
    }

    /** A block where a value may be wanted: its value is that of its last statement if that is an expression. */
    record BlockValue(Statement.Block block, Span at) implements Expression {
    }
}
