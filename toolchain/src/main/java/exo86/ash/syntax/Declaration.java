package exo86.ash.syntax;

import exo86.ash.source.Span;
import java.util.List;
import java.util.Optional;

/** A declaration at module level. {@link #at} covers it from its keyword to its end, attributes excluded. */
public sealed interface Declaration {
    Head head();

    Span at();

    /**
     * What stands around any declaration.
     *
     * @param doc the text of its {@code ///} lines, joined by newlines, empty if there are none
     * @param attributes those before it and those between its signature and its body or value
     */
    record Head(boolean exported, List<Attribute> attributes, String doc) {
        public Head {
            attributes = List.copyOf(attributes);
        }

        public Optional<Attribute> attribute(String name) {
            return attributes.stream().filter(a -> a.name().text().equals(name)).findFirst();
        }
    }

    /** A declaration that introduces a name into its module. */
    sealed interface Named extends Declaration {
        Name name();
    }

    record Constant(Head head, Name name, Optional<TypeExpression> type, Expression value, Span at) implements Named {
    }

    /** {@code var}; its value may be {@link Expression.Uninit}. */
    record Variable(Head head, Name name, Optional<TypeExpression> type, Expression value, Span at) implements Named {
    }

    /** {@code extern "c" var name: T}: defined in another object. */
    record ExternVariable(Head head, Name name, TypeExpression type, Span at) implements Named {
    }

    /** {@code const assert condition, "message"}. */
    record Assertion(Head head, Expression condition, Optional<Expression.Text> message, Span at) implements Declaration {
    }

    /** {@code type N = T} or {@code type N = distinct T}. */
    record TypeName(Head head, Name name, boolean distinct, TypeExpression type, Span at) implements Named {
    }

    record Struct(Head head, Name name, List<Member> members, Span at) implements Named {
        public Struct {
            members = List.copyOf(members);
        }
    }

    /** A part of a struct or of a union variant's payload. */
    sealed interface Member {
        Span at();

        /** The byte offset it claims. */
        Optional<Expression> offset();
    }

    record Field(Name name, TypeExpression type, Optional<Expression> offset, String doc, Span at) implements Member {
    }

    /** {@code pad N}: bytes that have no name and are zero. */
    record Pad(Expression bytes, Optional<Expression> offset, Span at) implements Member {
    }

    record Bits(Head head, Name name, TypeExpression word, List<BitsMember> members, Span at) implements Named {
        public Bits {
            members = List.copyOf(members);
        }
    }

    sealed interface BitsMember {
        Span at();
    }

    record BitsField(Name name, TypeExpression type, BitRange range, String doc, Span at) implements BitsMember {
    }

    /** {@code zero @4:3, 0} ({@code reserved} false) or {@code reserved @8:7}. */
    record BitsFiller(boolean reserved, List<BitRange> ranges, Span at) implements BitsMember {
        public BitsFiller {
            ranges = List.copyOf(ranges);
        }
    }

    /** {@code @high:low}; for {@code @n} both are the same expression. */
    record BitRange(Expression high, Expression low, Span at) {
    }

    record Enum(Head head, Name name, Optional<TypeExpression> base, List<EnumVariant> variants, Span at) implements Named {
        public Enum {
            variants = List.copyOf(variants);
        }
    }

    record EnumVariant(Name name, Optional<Expression> value, String doc, Span at) {
    }

    record Union(Head head, Name name, Optional<TypeExpression> tag, List<UnionVariant> variants, Span at) implements Named {
        public Union {
            variants = List.copyOf(variants);
        }
    }

    record UnionVariant(Name name, List<Member> members, String doc, Span at) {
        public UnionVariant {
            members = List.copyOf(members);
        }
    }

    enum FunctionKind {
        ORDINARY, CONST, ASM, INTERRUPT, EXTERN_C
    }

    /**
     * A function of any kind.
     *
     * @param vector the number in {@code interrupt(N)}, present for that kind alone
     * @param type the type in {@code fn Type.method}
     * @param at from {@code fn} or what qualifies it to the end of the signature
     */
    record Function(Head head, FunctionKind kind, Optional<Expression> vector, Optional<Name> type, Name name, List<Parameter> parameters,
            Optional<TypeExpression> result, Body body, Span at) implements Named {
        public Function {
            parameters = List.copyOf(parameters);
        }
    }

    record Parameter(Name name, TypeExpression type, Span at) {
    }

    sealed interface Body {
        /** Statements. */
        record Code(Statement.Block block) implements Body {
        }

        /** The text between the braces of an {@code asm fn}, untouched; {@code at} is its span. */
        record Assembly(String text, Span at) implements Body {
        }

        /** An imported function has none. */
        record Imported() implements Body {
        }
    }

    record Test(Head head, Expression.Text title, Statement.Block body, Span at) implements Declaration {
    }
}
