package exo86.ash.syntax;

import exo86.ash.source.SourceFile;
import exo86.ash.source.Span;
import exo86.ash.syntax.Declaration.FunctionKind;
import exo86.ash.syntax.Declaration.Head;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A whole file: the module line, the uses, the declarations. A declaration that cannot be read is left out. */
final class DeclarationParser {
    private final Parser parser;
    private final Cursor cursor;
    private final AttributeParser attributes;

    DeclarationParser(Parser parser) {
        this.parser = parser;
        this.cursor = parser.cursor;
        this.attributes = new AttributeParser(parser);
    }

    Unit unit(SourceFile file) {
        Token first = cursor.token();
        boolean system = cursor.atWord("system") && cursor.ahead(1).kind() == TokenKind.MODULE;
        Span at = first.at();
        String module = "";
        try {
            if (system) {
                cursor.take();
            }
            if (!cursor.at(TokenKind.MODULE)) {
                cursor.error(first.at(), "expected `module` and the module's name, found " + first.described(), "the first line names the module");
            } else {
                cursor.take();
                Span start = cursor.token().at();
                module = path();
                at = cursor.from(start);
                line("the module's name");
            }
        } catch (Cursor.Lost lost) {
            parser.recovery.declaration();
        }
        List<Unit.Use> uses = new ArrayList<>();
        List<Declaration> declarations = new ArrayList<>();
        while (!cursor.at(TokenKind.END)) {
            Token begin = cursor.token();
            int depth = cursor.depth();
            try {
                if (cursor.accept(TokenKind.NEWLINE) || cursor.accept(TokenKind.SEMICOLON)) {
                    continue;
                }
                if (cursor.at(TokenKind.USE)) {
                    uses.add(use(declarations.isEmpty()));
                } else {
                    declaration().ifPresent(declarations::add);
                }
            } catch (Cursor.Lost lost) {
                cursor.restoreDepth(depth);
                parser.expressions.reset();
                if (cursor.token() == begin) {
                    cursor.take();
                }
                parser.recovery.declaration();
            }
        }
        return new Unit(file, system, module, at, uses, declarations);
    }

    private String path() {
        StringBuilder path = new StringBuilder(cursor.name("a module's name").text());
        while (cursor.accept(TokenKind.DOT)) {
            path.append('.').append(cursor.name("a name after `.`").text());
        }
        return path.toString();
    }

    private void line(String what) {
        if (!cursor.accept(TokenKind.NEWLINE) && !cursor.accept(TokenKind.SEMICOLON) && !cursor.at(TokenKind.END)) {
            throw cursor.expected("end of line after " + what, "");
        }
    }

    private Unit.Use use(boolean early) {
        Token first = cursor.take();
        if (!early) {
            cursor.error(first.at(), "`use` stands before all declarations", "move it to the top of the file");
        }
        Span start = cursor.token().at();
        String module = path();
        Token last = cursor.previous();
        Span at = cursor.from(start);
        Name name = cursor.accept(TokenKind.AS) ? cursor.name("the module's name here") : new Name(last.text(), last.at());
        line("the use");
        return new Unit.Use(module, name, at);
    }

    private Optional<Declaration> declaration() {
        Token first = cursor.token();
        List<Attribute> list = new ArrayList<>();
        attributes.read(list, true);
        boolean exported = cursor.accept(TokenKind.PUB);
        attributes.read(list, true);
        Token start = cursor.token();
        if (start.kind() == TokenKind.CLOSE_BRACE) {
            cursor.error(start.at(), "this `}` closes nothing", "");
            cursor.take();
            return Optional.empty();
        }
        String doc = first.doc();
        Declaration read = switch (start.kind()) {
            case CONST -> constant(start, list, exported, doc);
            case VAR -> variable(start, list, exported, doc);
            case TYPE -> typeName(start, list, exported, doc);
            case STRUCT, BITS, ENUM, UNION -> aggregate(start, list, exported, doc);
            case FN -> function(start, FunctionKind.ORDINARY, Optional.empty(), list, exported, doc);
            case EXTERN -> external(start, list, exported, doc);
            case LET -> throw cursor.lost(start.at(), "`let` stands in functions", "at module level write `const` or `var`");
            case IDENTIFIER -> worded(start, list, exported, doc);
            case USE -> throw cursor.lost(start.at(), "`use` is not exported and has no attributes", "");
            default -> throw cursor.expected("a declaration", "");
        };
        if (!cursor.at(TokenKind.END) && !cursor.accept(TokenKind.NEWLINE) && !cursor.accept(TokenKind.SEMICOLON)) {
            throw cursor.expected("end of line after the declaration", "");
        }
        return Optional.of(read);
    }

    private Declaration worded(Token start, List<Attribute> list, boolean exported, String doc) {
        TokenKind next = cursor.ahead(1).kind();
        if (start.is("asm") && next == TokenKind.FN) {
            cursor.take();
            return function(start, FunctionKind.ASM, Optional.empty(), list, exported, doc);
        }
        if (start.is("interrupt") && (next == TokenKind.OPEN || next == TokenKind.FN)) {
            cursor.take();
            if (next == TokenKind.FN) {
                throw cursor.expected("`(` and the vector's number", "the number tells whether the CPU pushes an error code: interrupt(14) fn");
            }
            cursor.take();
            Expression vector = parser.expressions.expression();
            cursor.expect(TokenKind.CLOSE, "after the vector");
            return function(start, FunctionKind.INTERRUPT, Optional.of(vector), list, exported, doc);
        }
        if (start.is("test") && next == TokenKind.TEXT) {
            cursor.take();
            Token title = cursor.take();
            Expression.Text text = new Expression.Text(title.bytes(), false, title.at());
            return new Declaration.Test(new Head(exported, list, doc), text, parser.statements.block("after the test's name"), cursor.from(start));
        }
        String hint = switch (start.text()) {
            case "func", "function", "def", "void" -> "a function is written `fn name(a: T) R {`";
            case "import", "include", "using" -> "write `use a.b.c`";
            case "class" -> "write `struct`";
            case "static" -> "write `var` or `const`";
            case "typedef" -> "write `type Name = T`";
            case String type when next == TokenKind.IDENTIFIER && StatementParser.isTypeOfC(type) -> typeBehind("var");
            default -> next == TokenKind.IDENTIFIER ? "a declaration begins with fn, const, var, type, struct, bits, enum, union, extern or test" : "";
        };
        throw cursor.expected("a declaration", hint);
    }

    private static String typeBehind(String kind) {
        return "the type stands behind the name: `" + kind + " name: T = value`";
    }

    private Name declared(String what) {
        Token token = cursor.token();
        Name name = cursor.name(what);
        if (Parser.builtInType(token)) {
            cursor.error(token.at(), "`" + token.text() + "` is a built-in type", "choose another name");
        }
        return name;
    }

    private Declaration constant(Token start, List<Attribute> list, boolean exported, String doc) {
        cursor.take();
        if (cursor.at(TokenKind.FN)) {
            return function(start, FunctionKind.CONST, Optional.empty(), list, exported, doc);
        }
        if (cursor.atWord("assert") && cursor.ahead(1).kind() != TokenKind.ASSIGN && cursor.ahead(1).kind() != TokenKind.COLON) {
            cursor.take();
            Expression condition = parser.expressions.condition();
            Optional<Expression.Text> message = Optional.empty();
            if (cursor.accept(TokenKind.COMMA)) {
                Token text = cursor.expect(TokenKind.TEXT, "that says what is wrong");
                message = Optional.of(new Expression.Text(text.bytes(), false, text.at()));
            }
            return new Declaration.Assertion(new Head(exported, list, doc), condition, message, cursor.from(start));
        }
        if ((Parser.builtInType(cursor.token()) || StatementParser.isTypeOfC(cursor.token().text()))
                && (cursor.ahead(1).kind() == TokenKind.IDENTIFIER || cursor.ahead(1).kind() == TokenKind.STAR)) {
            throw cursor.expected("a name for the constant", typeBehind("const"));
        }
        Name name = declared("a name for the constant");
        Optional<TypeExpression> type = annotation(name);
        attributes.read(list, false);
        cursor.expect(TokenKind.ASSIGN, "and the constant's value");
        Expression value = parser.expressions.expression();
        return new Declaration.Constant(new Head(exported, list, doc), name, type, value, cursor.from(start));
    }

    private Optional<TypeExpression> annotation(Name name) {
        if (cursor.at(TokenKind.IDENTIFIER)) {
            throw cursor.expected("`:` or `=` after the name", Parser.builtInType(cursor.previous()) ? "write `" + cursor.token().text() + ": "
                    + name.text() + "`" : "");
        }
        return cursor.accept(TokenKind.COLON) ? Optional.of(parser.types.type()) : Optional.empty();
    }

    private Declaration variable(Token start, List<Attribute> list, boolean exported, String doc) {
        cursor.take();
        Name name = declared("a name for the variable");
        Optional<TypeExpression> type = annotation(name);
        attributes.read(list, false);
        if (!cursor.accept(TokenKind.ASSIGN)) {
            throw cursor.expected("`=` and a first value", cursor.at(TokenKind.OPEN_BRACKET) ? StatementParser.LENGTH_IN_TYPE : "every variable has a first value");
        }
        Expression value = parser.statements.initial();
        return new Declaration.Variable(new Head(exported, list, doc), name, type, value, cursor.from(start));
    }

    private Declaration typeName(Token start, List<Attribute> list, boolean exported, String doc) {
        cursor.take();
        Name name = declared("a name for the type");
        if (cursor.at(TokenKind.STRUCT) || cursor.at(TokenKind.OPEN_BRACE)) {
            throw cursor.expected("`=` and a type", "a struct is declared `struct " + name.text() + " {`");
        }
        cursor.expect(TokenKind.ASSIGN, "and a type");
        boolean distinct = cursor.accept(TokenKind.DISTINCT);
        if (cursor.at(TokenKind.STRUCT) || cursor.at(TokenKind.ENUM) || cursor.at(TokenKind.UNION) || cursor.at(TokenKind.BITS)) {
            throw cursor.expected("a type", "a " + cursor.kind().text + " is declared `" + cursor.kind().text + " " + name.text() + " {`");
        }
        TypeExpression type = parser.types.type();
        return new Declaration.TypeName(new Head(exported, list, doc), name, distinct, type, cursor.from(start));
    }

    private Declaration aggregate(Token start, List<Attribute> list, boolean exported, String doc) {
        TokenKind kind = cursor.take().kind();
        attributes.read(list, false);
        Name name = declared("a name for the " + kind.text);
        Optional<TypeExpression> base = cursor.accept(TokenKind.COLON) ? Optional.of(parser.types.type()) : Optional.empty();
        attributes.read(list, false);
        if (base.isPresent() && kind == TokenKind.STRUCT) {
            cursor.error(base.get().at(), "a struct has no base type", "a word with named bits is declared `bits`");
        }
        Head head = new Head(exported, list, doc);
        if (!cursor.at(TokenKind.OPEN_BRACE)) {
            throw cursor.expected("`{`", "");
        }
        return switch (kind) {
            case STRUCT -> new Declaration.Struct(head, name, parser.members.fields(), cursor.from(start));
            case BITS -> {
                TypeExpression word = base.orElseThrow(() -> cursor.expected("`:` and the word's type", "write `bits " + name.text() + ": u32 {`"));
                yield new Declaration.Bits(head, name, word, parser.members.bits(), cursor.from(start));
            }
            case ENUM -> new Declaration.Enum(head, name, base, parser.members.variants(), cursor.from(start));
            default -> new Declaration.Union(head, name, base, parser.members.unionVariants(), cursor.from(start));
        };
    }

    private Declaration external(Token start, List<Attribute> list, boolean exported, String doc) {
        cursor.take();
        if (!cursor.at(TokenKind.TEXT) || !cursor.token().text().equals("\"c\"")) {
            throw cursor.expected("`\"c\"` after `extern`", "the only foreign convention is C's: extern \"c\" fn");
        }
        cursor.take();
        if (cursor.at(TokenKind.VAR)) {
            cursor.take();
            Name name = declared("a name for the variable");
            cursor.expect(TokenKind.COLON, "and the variable's type");
            TypeExpression type = parser.types.type();
            attributes.read(list, false);
            if (cursor.at(TokenKind.ASSIGN)) {
                throw cursor.lost(cursor.token().at(), "an imported variable has no value here",
                        "to export one, write `@export(\"" + name.text() + "\") var`");
            }
            return new Declaration.ExternVariable(new Head(exported, list, doc), name, type, cursor.from(start));
        }
        if (!cursor.at(TokenKind.FN)) {
            throw cursor.expected("`fn` or `var`", "");
        }
        return function(start, FunctionKind.EXTERN_C, Optional.empty(), list, exported, doc);
    }

    /** From {@code fn} on. */
    private Declaration function(Token start, FunctionKind kind, Optional<Expression> vector, List<Attribute> list, boolean exported, String doc) {
        cursor.expect(TokenKind.FN, "");
        Optional<Name> type = Optional.empty();
        int depth = cursor.depth();
        try {
            Name name = declared("a name for the function");
            if (cursor.accept(TokenKind.DOT)) {
                type = Optional.of(name);
                name = declared("a name after `.`");
            }
            List<Declaration.Parameter> parameters = parameters();
            Optional<TypeExpression> result = result();
            attributes.read(list, false);
            Span at = cursor.from(start);
            Declaration.Body body = body(kind);
            return new Declaration.Function(new Head(exported, list, doc), kind, vector, type, name, parameters, result, body, at);
        } catch (Cursor.Lost lost) {
            cursor.restoreDepth(depth);
            parser.expressions.reset();
            if (cursor.at(TokenKind.NEWLINE) && cursor.ahead(1).kind() == TokenKind.OPEN_BRACE) {
                cursor.take();
            }
            if (parser.recovery.body()) {
                parser.statements.block("");
            }
            throw lost;
        }
    }

    private List<Declaration.Parameter> parameters() {
        Token open = cursor.expect(TokenKind.OPEN, "and the parameters");
        List<Declaration.Parameter> parameters = new ArrayList<>();
        cursor.newlines();
        while (!cursor.at(TokenKind.CLOSE)) {
            parameters.add(parameter());
            cursor.newlines();
            if (!cursor.accept(TokenKind.COMMA)) {
                break;
            }
            cursor.newlines();
        }
        if (!cursor.accept(TokenKind.CLOSE)) {
            throw cursor.expected("`,` or `)` after a parameter", cursor.sameLine(open, cursor.token()) ? "" : "the `(` of line "
                    + open.at().line() + " is open");
        }
        return parameters;
    }

    private Declaration.Parameter parameter() {
        Token first = cursor.token();
        if (first.kind() == TokenKind.MUT || first.kind() == TokenKind.VAR || first.kind() == TokenKind.CONST || first.kind() == TokenKind.LET) {
            throw cursor.expected("a parameter's name", "parameters do not vary: write `name: T`, or `name: *mut T` for a place to write to");
        }
        if (first.kind() == TokenKind.HABIT_RANGE) {
            throw cursor.expected("a parameter's name", "every function has a fixed number of parameters");
        }
        Name name = cursor.name("a parameter's name");
        if (!cursor.accept(TokenKind.COLON)) {
            String hint = name.text().equals("void") ? "write ()"
                    : cursor.at(TokenKind.IDENTIFIER) ? "write `" + cursor.token().text() + ": " + name.text() + "`" : "a parameter is written `name: T`";
            throw cursor.expected("`:` and the parameter's type", hint);
        }
        TypeExpression type = parser.types.type("the parameter's type");
        if (cursor.at(TokenKind.ASSIGN)) {
            throw cursor.lost(cursor.token().at(), "parameters have no default value", "");
        }
        return new Declaration.Parameter(name, type, cursor.from(first));
    }

    private Optional<TypeExpression> result() {
        if (cursor.at(TokenKind.HABIT_RESULT) || cursor.at(TokenKind.COLON)) {
            cursor.error(cursor.token().at(), "the result's type follows the parameters without " + cursor.kind().described(), "write `fn f() T {`");
            cursor.take();
        }
        if (cursor.at(TokenKind.BANG)) {
            throw cursor.expected("the result's type", "a function that returns only an error is written `void!E`");
        }
        return parser.types.starts(cursor.token()) ? Optional.of(parser.types.type("the result's type")) : Optional.empty();
    }

    private Declaration.Body body(FunctionKind kind) {
        if (kind == FunctionKind.EXTERN_C && !cursor.at(TokenKind.OPEN_BRACE) && !cursor.at(TokenKind.ASSIGN)) {
            return new Declaration.Body.Imported();
        }
        if (kind == FunctionKind.ASM) {
            Token text = cursor.expect(TokenKind.ASSEMBLY, "in braces");
            int end = text.text().endsWith("}") ? text.end() - 1 : text.end();
            Span inside = new Span(text.file(), text.start() + 1, Math.max(end, text.start() + 1));
            return new Declaration.Body.Assembly(inside.text(), inside);
        }
        if (cursor.at(TokenKind.NEWLINE)) {
            throw cursor.expected("`{` and the function's body", cursor.ahead(1).kind() == TokenKind.OPEN_BRACE
                    ? "the `{` stands on the line of `fn`" : "");
        }
        return new Declaration.Body.Code(parser.statements.block("and the function's body"));
    }
}
