package exo86.ash.syntax;

import exo86.ash.source.Diagnostics;
import exo86.ash.source.SourceFile;
import java.util.List;

/** Reads a file into a {@link Unit}: recursive descent, one class for each level of the grammar, all on one {@link Cursor}. */
public final class Parser {
    /** The built-in types. They are not keywords, but nothing else may be called so. */
    public static final List<String> BUILT_IN_TYPES = List.of("u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64", "bool", "void", "never");

    final Cursor cursor;
    final TypeParser types;
    final ExpressionParser expressions;
    final PatternParser patterns;
    final StatementParser statements;
    final MemberParser members;
    final Recovery recovery;

    private Parser(Cursor cursor) {
        this.cursor = cursor;
        types = new TypeParser(this);
        expressions = new ExpressionParser(this);
        patterns = new PatternParser(this);
        statements = new StatementParser(this);
        members = new MemberParser(this);
        recovery = new Recovery(cursor);
    }

    /** Never throws. What was not understood is in the diagnostics and missing in the unit. */
    public static Unit parse(SourceFile file, Diagnostics diagnostics) {
        Cursor cursor = new Cursor(new Lexer(file, diagnostics).tokens(), diagnostics);
        return new DeclarationParser(new Parser(cursor)).unit(file);
    }

    /** The tokens alone, the last of them {@link TokenKind#END}: for tools that show or lay out text. Never throws. */
    public static List<Token> tokens(SourceFile file, Diagnostics diagnostics) {
        return new Lexer(file, diagnostics).tokens();
    }

    static boolean builtInType(Token token) {
        return token.kind() == TokenKind.IDENTIFIER && BUILT_IN_TYPES.contains(token.text());
    }
}
