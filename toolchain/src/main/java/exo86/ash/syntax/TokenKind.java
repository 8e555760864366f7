package exo86.ash.syntax;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a token is. Words that are names in most places ({@code user io some system test asm interrupt pad zero reserved}) and the
 * built-in types are identifiers. The {@code HABIT} kinds are other languages' operators: the parser says what to write instead.
 */
public enum TokenKind {
    IDENTIFIER("a name"), NUMBER("a number"), TEXT("a string"), C_TEXT("a string"), ASSEMBLY("assembly"),
    NEWLINE("end of line"), END("end of file"),
    // A place that the lexer has reported already.
    BROKEN("a malformed token"),

    MODULE("module"), USE("use"), AS("as"), PUB("pub"), FN("fn"), CONST("const"), VAR("var"), LET("let"), STRUCT("struct"), BITS("bits"),
    ENUM("enum"), UNION("union"), TYPE("type"), DISTINCT("distinct"), EXTERN("extern"), IF("if"), ELSE("else"), WHILE("while"), FOR("for"),
    IN("in"), MATCH("match"), RETURN("return"), FAIL("fail"), DEFER("defer"), ERRDEFER("errdefer"), BREAK("break"), CONTINUE("continue"),
    TRY("try"), CATCH("catch"), AND("and"), OR("or"), NOT("not"), TRUE("true"), FALSE("false"), NONE("none"), UNINIT("uninit"), MUT("mut"),

    OPEN("("), CLOSE(")"), OPEN_BRACKET("["), CLOSE_BRACKET("]"), OPEN_BRACE("{"), CLOSE_BRACE("}"),
    COMMA(","), SEMICOLON(";"), COLON(":"), DOT("."), DOT_DOT(".."), DOT_STAR(".*"), AT("@"), ARROW("=>"), QUESTION("?"), BANG("!"),
    ASSIGN("="), PLUS_ASSIGN("+="), MINUS_ASSIGN("-="), STAR_ASSIGN("*="), SLASH_ASSIGN("/="), PERCENT_ASSIGN("%="), AMPERSAND_ASSIGN("&="),
    BAR_ASSIGN("|="), CARET_ASSIGN("^="), LEFT_ASSIGN("<<="), RIGHT_ASSIGN(">>="),
    EQUAL("=="), NOT_EQUAL("!="), LESS("<"), LESS_EQUAL("<="), GREATER(">"), GREATER_EQUAL(">="),
    BAR("|"), CARET("^"), AMPERSAND("&"), LEFT("<<"), RIGHT(">>"),
    PLUS("+"), MINUS("-"), PLUS_TRAP("+?"), MINUS_TRAP("-?"), STAR("*"), STAR_TRAP("*?"), SLASH("/"), PERCENT("%"), TILDE("~"),
    AS_CHECKED("as?"),

    HABIT_AND("&&"), HABIT_OR("||"), HABIT_RESULT("->"), HABIT_INCREMENT("++"), HABIT_DECREMENT("--"), HABIT_DECLARE(":="),
    HABIT_SCOPE("::"), HABIT_RANGE("...");

    /** The longest symbol. */
    static final int LONGEST = 3;

    private static final Map<String, TokenKind> WORDS = new HashMap<>();
    private static final Map<String, TokenKind> SYMBOLS = new HashMap<>();
    private static final Set<TokenKind> ENDING = EnumSet.of(IDENTIFIER, NUMBER, TEXT, C_TEXT, ASSEMBLY, BROKEN, CLOSE, CLOSE_BRACKET,
            CLOSE_BRACE, RETURN, BREAK, CONTINUE, TRUE, FALSE, NONE, UNINIT, DOT_STAR, HABIT_INCREMENT, HABIT_DECREMENT);

    static {
        for (TokenKind kind : values()) {
            if (kind.ordinal() >= OPEN.ordinal() && kind != AS_CHECKED) {
                SYMBOLS.put(kind.text, kind);
            } else if (kind.ordinal() >= MODULE.ordinal() && kind.ordinal() < OPEN.ordinal()) {
                WORDS.put(kind.text, kind);
            }
        }
    }

    final String text;

    TokenKind(String text) {
        this.text = text;
    }

    static Optional<TokenKind> word(String text) {
        return Optional.ofNullable(WORDS.get(text));
    }

    static Optional<TokenKind> symbol(String text) {
        return Optional.ofNullable(SYMBOLS.get(text));
    }

    /** How it is written, for a keyword or symbol. */
    public String text() {
        return text;
    }

    public boolean keyword() {
        return WORDS.get(text) == this;
    }

    /** Whether a newline after it ends the statement. */
    public boolean endsStatement() {
        return ENDING.contains(this);
    }

    /** How a message names what it expects. */
    String described() {
        return ordinal() < MODULE.ordinal() ? text : "`" + text + "`";
    }
}
