package exo86.ash.syntax;

import java.util.EnumSet;
import java.util.Set;

/**
 * Finds where to start anew after an error.
 *
 * <p>Brackets are skipped in pairs, so that an error in a head does not throw away the structure behind it. A declaration's first word
 * in the first column is trusted above all brackets: a missing brace costs one function, not the rest of the file.
 */
final class Recovery {
    private static final Set<TokenKind> STATEMENTS = EnumSet.of(TokenKind.LET, TokenKind.VAR, TokenKind.WHILE, TokenKind.FOR,
            TokenKind.RETURN, TokenKind.FAIL, TokenKind.DEFER, TokenKind.ERRDEFER, TokenKind.BREAK, TokenKind.CONTINUE, TokenKind.IF,
            TokenKind.MATCH);
    private static final Set<TokenKind> DECLARATIONS = EnumSet.of(TokenKind.PUB, TokenKind.FN, TokenKind.CONST, TokenKind.VAR,
            TokenKind.STRUCT, TokenKind.BITS, TokenKind.ENUM, TokenKind.UNION, TokenKind.TYPE, TokenKind.EXTERN, TokenKind.AT, TokenKind.USE,
            TokenKind.MODULE);

    private final Cursor cursor;

    Recovery(Cursor cursor) {
        this.cursor = cursor;
    }

    /** Whether the current token begins a declaration, as far as its word tells. */
    boolean atDeclaration() {
        if (DECLARATIONS.contains(cursor.kind())) {
            return true;
        }
        TokenKind next = cursor.ahead(1).kind();
        return cursor.atWord("asm") && next == TokenKind.FN || cursor.atWord("interrupt") && next == TokenKind.OPEN
                || cursor.atWord("test") && next == TokenKind.TEXT;
    }

    /** Whether the current token begins a declaration where only module level begins: in the first column. */
    boolean atModuleLevel() {
        return cursor.at(TokenKind.END) || cursor.token().at().column() == 1 && cursor.firstOfLine(0) && atDeclaration();
    }

    /** To the end of the statement: its newline or `;` is taken, a `}` that closes its block is not. */
    void statement() {
        boolean first = true;
        while (!atModuleLevel()) {
            if (cursor.at(TokenKind.CLOSE_BRACE) || !first && cursor.firstOfLine(0) && STATEMENTS.contains(cursor.kind())) {
                return;
            }
            if (cursor.accept(TokenKind.NEWLINE) || cursor.accept(TokenKind.SEMICOLON)) {
                return;
            }
            first = false;
            skip();
        }
    }

    /** To the end of a member or an arm: its `,` or newline is taken, a `}` that closes the list is not. */
    void member() {
        while (!atModuleLevel() && !cursor.at(TokenKind.CLOSE_BRACE)) {
            if (cursor.accept(TokenKind.NEWLINE) || cursor.accept(TokenKind.COMMA)) {
                return;
            }
            skip();
        }
    }

    /** To the `{` of a body on this line; false if there is none. */
    boolean body() {
        while (!atModuleLevel() && !cursor.at(TokenKind.NEWLINE) && !cursor.at(TokenKind.CLOSE_BRACE)) {
            if (cursor.at(TokenKind.OPEN_BRACE)) {
                return true;
            }
            skip();
        }
        return false;
    }

    /** To the next declaration. */
    void declaration() {
        while (!atModuleLevel()) {
            if (cursor.at(TokenKind.NEWLINE)) {
                cursor.newlines();
                if (atDeclaration() || cursor.token().at().column() == 1 && !closing()) {
                    return;
                }
                continue;
            }
            skip();
        }
    }

    private boolean closing() {
        return switch (cursor.kind()) {
            case CLOSE, CLOSE_BRACKET, CLOSE_BRACE, OPEN_BRACE -> true;
            default -> false;
        };
    }

    /** One token, or a whole pair of brackets with what is in it. */
    void skip() {
        int nested = 0;
        do {
            switch (cursor.take().kind()) {
                case OPEN_BRACE -> nested++;
                case CLOSE_BRACE -> nested--;
                default -> {
                }
            }
        } while (nested > 0 && !atModuleLevel());
    }
}
