package exo86.asm;

import exo86.asm.Statement.Prefixes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Source text to statements, line by line; a bad line gives a message and costs only itself. */
final class Parser {
    private static final Map<String, Integer> DATA = Map.of("db", 1, "dw", 2, "dd", 4, "dq", 8);
    private static final Map<String, Integer> RESERVE = Map.of("resb", 1, "resw", 2, "resd", 4, "resq", 8);
    private static final Set<String> DIRECTIVES = Set.of("equ", "times", "align", "alignb", "section", "segment", "global", "extern", "bits", "use16", "use32", "org",
        "cpu", "default");
    private static final Map<String, Integer> SEGMENT_PREFIX = Map.of("es", 0, "cs", 1, "ss", 2, "ds", 3, "fs", 4, "gs", 5);
    private static final int MAX_INCLUDES = 16;

    /** A statement and the line it is on. */
    record Located(Statement statement, SourceLine line) {
    }

    private final List<Diagnostic> diagnostics;
    private final Function<String, Optional<String>> includes;
    private final List<Located> statements = new ArrayList<>();
    private final Map<String, List<Token>> defines = new HashMap<>();
    private String labelBefore = "";
    private SourceLine line = new SourceLine("", 0, "");
    private int nesting;

    /** {@code includes} finds the text of an included file. */
    Parser(List<Diagnostic> diagnostics, Function<String, Optional<String>> includes) {
        this.diagnostics = diagnostics;
        this.includes = includes;
    }

    List<Located> statements() {
        return statements;
    }

    void parse(String file, String text, int firstLine) {
        int number = firstLine;
        for (String content : text.split("\n", -1)) {
            line = new SourceLine(file, number++, content.endsWith("\r") ? content.substring(0, content.length() - 1) : content);
            try {
                parseLine();
            } catch (SyntaxException e) {
                diagnostics.add(new Diagnostic(line.file(), line.number(), e.column + 1, e.getMessage(), line.text()));
            }
        }
    }

    private void parseLine() throws SyntaxException {
        String stripped = line.text().strip();
        if (stripped.startsWith("%")) {
            preprocess(stripped);
            return;
        }
        List<Token> tokens = expand(Lexer.tokens(line.text()));
        if (tokens.size() > 2 && tokens.getFirst().is("[")) {
            tokens = bracketed(tokens);
        }
        TokenStream stream = new TokenStream(tokens);
        labels(stream);
        if (!stream.atEnd()) {
            add(statement(stream));
            stream.expectEnd();
        }
    }

    /** {@code [bits 16]} is {@code bits 16}. */
    private static List<Token> bracketed(List<Token> tokens) {
        int close = tokens.size() - 2;
        if (!tokens.get(close).is("]")) {
            return tokens;
        }
        List<Token> inner = new ArrayList<>(tokens.subList(1, close));
        inner.add(tokens.getLast());
        return inner;
    }

    private void preprocess(String text) throws SyntaxException {
        int column = line.text().indexOf('%');
        List<Token> tokens = Lexer.tokens(line.text().replaceFirst("%", " "));
        TokenStream stream = new TokenStream(tokens);
        String directive = stream.name("a directive behind %");
        if (directive.equals("define")) {
            String name = stream.name("a name");
            List<Token> body = new ArrayList<>();
            while (!stream.atEnd()) {
                body.add(stream.next());
            }
            defines.put(name, expand(body));
        } else if (directive.equals("include")) {
            Token path = stream.next();
            if (path.kind() != Token.Kind.STRING) {
                throw new SyntaxException(path.column(), "expected a file name in quotes");
            }
            Optional<String> content = nesting < MAX_INCLUDES ? includes.apply(path.text()) : Optional.empty();
            if (content.isEmpty()) {
                throw new SyntaxException(path.column(), "cannot include '" + path.text() + (nesting < MAX_INCLUDES ? "': no such file" : "': nested too deep"));
            }
            SourceLine outer = line;
            nesting++;
            parse(path.text(), content.get(), 1);
            nesting--;
            line = outer;
        } else {
            throw new SyntaxException(column, "unknown directive '%" + directive + "'; there are %define NAME value and %include");
        }
    }

    private List<Token> expand(List<Token> tokens) throws SyntaxException {
        if (defines.isEmpty()) {
            return tokens;
        }
        List<Token> expanded = new ArrayList<>();
        for (Token token : tokens) {
            List<Token> body = token.kind() == Token.Kind.WORD ? defines.get(token.text()) : null;
            if (body == null) {
                expanded.add(token);
            } else {
                for (Token part : body) {
                    expanded.add(new Token(part.kind(), part.text(), part.number(), token.column()));
                }
            }
            if (expanded.size() > 10_000) {
                throw new SyntaxException(token.column(), "line too long after expansion of %define");
            }
        }
        return expanded;
    }

    private void labels(TokenStream stream) throws SyntaxException {
        while (stream.peek().kind() == Token.Kind.WORD) {
            Token token = stream.peek();
            boolean colon = stream.peek(1).is(":");
            if (!colon && (known(stream.word()) || !known(follower(stream)))) {
                return;
            }
            if (RegisterNames.of(token.text()).isPresent()) {
                return;
            }
            stream.next();
            stream.accept(":");
            String name = ExpressionParser.fullName(token.text(), labelBefore);
            if (stream.acceptWord("equ")) {
                Expression value = new ExpressionParser(stream, labelBefore).expression();
                stream.expectEnd();
                add(new Statement.Equ(name, value, token.column()));
                return;
            }
            if (!token.text().startsWith(".")) {
                labelBefore = name;
            }
            add(new Statement.Label(name, token.column()));
        }
    }

    private static String follower(TokenStream stream) {
        Token token = stream.peek(1);
        return token.kind() == Token.Kind.WORD ? token.text().toLowerCase(java.util.Locale.ROOT) : "";
    }

    private static boolean known(String word) {
        return DATA.containsKey(word) || RESERVE.containsKey(word) || DIRECTIVES.contains(word) || Mnemonic.of(word).isPresent() || isPrefix(word);
    }

    private static boolean isPrefix(String word) {
        return switch (word) {
            case "lock", "rep", "repe", "repz", "repne", "repnz", "o16", "o32", "a16", "a32", "data16", "data32", "addr16", "addr32" -> true;
            default -> SEGMENT_PREFIX.containsKey(word);
        };
    }

    private void add(Statement statement) {
        statements.add(new Located(statement, line));
    }

    private ExpressionParser expressions(TokenStream stream) {
        return new ExpressionParser(stream, labelBefore);
    }

    private Statement statement(TokenStream stream) throws SyntaxException {
        Token first = stream.peek();
        String word = stream.word();
        if (DATA.containsKey(word)) {
            stream.next();
            return data(stream, DATA.get(word));
        }
        if (RESERVE.containsKey(word)) {
            stream.next();
            return new Statement.Reserve(RESERVE.get(word), expressions(stream).expression());
        }
        if (!DIRECTIVES.contains(word)) {
            return instruction(stream);
        }
        stream.next();
        switch (word) {
            case "times":
                Expression count = expressions(stream).expression();
                Statement body = statement(stream);
                if (!(body instanceof Statement.Data || body instanceof Statement.Reserve || body instanceof Statement.Instruction)) {
                    throw new SyntaxException(first.column(), "times repeats an instruction or data only");
                }
                return new Statement.Times(count, body);
            case "align", "alignb":
                Expression boundary = expressions(stream).expression();
                Optional<Expression> fill = Optional.empty();
                if (stream.accept(",")) {
                    if (!stream.acceptWord("db") && stream.peek().kind() == Token.Kind.WORD && known(stream.word())) {
                        throw stream.unexpected("a fill byte");
                    }
                    fill = Optional.of(expressions(stream).expression());
                }
                return new Statement.Align(boundary, fill, first.column());
            case "section", "segment":
                int column = stream.column();
                String name = stream.name("a section name");
                List<String> attributes = new ArrayList<>();
                while (!stream.atEnd()) {
                    String attribute = stream.name("a section attribute").toLowerCase(java.util.Locale.ROOT);
                    attributes.add(stream.accept("=") ? attribute + "=" + stream.next().number() : attribute);
                }
                return new Statement.SwitchSection(name, attributes, column);
            case "bits":
                Token number = stream.next();
                if (number.kind() != Token.Kind.NUMBER || number.number() != 16 && number.number() != 32) {
                    throw new SyntaxException(number.column(), "expected 16 or 32");
                }
                return new Statement.Bits((int) number.number());
            case "use16": return new Statement.Bits(16);
            case "use32": return new Statement.Bits(32);
            case "org": return new Statement.Org(expressions(stream).expression());
            case "global", "extern": return names(stream, word.equals("global"));
            case "cpu", "default":
                stream.next();
                return new Statement.Times(new Expression.Number(0, 0), new Statement.Data(1, List.of()));
            default:
                throw new SyntaxException(first.column(), "'" + word + "' needs a name before it");
        }
    }

    private Statement names(TokenStream stream, boolean global) throws SyntaxException {
        while (true) {
            int column = stream.column();
            String name = stream.name("a symbol");
            String type = stream.accept(":") ? stream.name("function or data") : "";
            Statement statement = global ? new Statement.Global(name, type, column) : new Statement.Extern(name);
            if (!stream.accept(",")) {
                return statement;
            }
            add(statement);
        }
    }

    private Statement data(TokenStream stream, int width) throws SyntaxException {
        List<Statement.Item> items = new ArrayList<>();
        do {
            Token token = stream.peek();
            Token behind = stream.peek(1);
            if (token.kind() == Token.Kind.STRING && (behind.is(",") || behind.kind() == Token.Kind.END)) {
                stream.next();
                items.add(new Statement.Item.Text(token.text()));
            } else if (token.kind() == Token.Kind.FLOAT || token.is("-") && behind.kind() == Token.Kind.FLOAT) {
                boolean negative = stream.accept("-");
                if (width < 4) {
                    throw new SyntaxException(token.column(), "a real number needs dd or dq");
                }
                double value = Double.parseDouble(stream.next().text());
                items.add(new Statement.Item.Real(negative ? -value : value));
            } else {
                items.add(new Statement.Item.Number(expressions(stream).expression()));
            }
        } while (stream.accept(","));
        return new Statement.Data(width, items);
    }

    private Statement instruction(TokenStream stream) throws SyntaxException {
        int column = stream.column();
        boolean lock = false;
        int repeat = 0;
        int segment = -1;
        int operandSize = 0;
        int addressSize = 0;
        Set<String> seen = new HashSet<>();
        while (isPrefix(stream.word())) {
            String word = stream.word();
            if (!seen.add(word)) {
                throw new SyntaxException(stream.column(), "prefix '" + word + "' twice");
            }
            switch (word) {
                case "lock" -> lock = true;
                case "rep", "repe", "repz" -> repeat = 0xF3;
                case "repne", "repnz" -> repeat = 0xF2;
                case "o16", "data16" -> operandSize = 16;
                case "o32", "data32" -> operandSize = 32;
                case "a16", "addr16" -> addressSize = 16;
                case "a32", "addr32" -> addressSize = 32;
                default -> segment = SEGMENT_PREFIX.get(word);
            }
            stream.next();
        }
        Token name = stream.peek();
        Optional<Mnemonic> mnemonic = name.kind() == Token.Kind.WORD ? Mnemonic.of(name.text()) : Optional.empty();
        if (mnemonic.isEmpty()) {
            if (name.kind() == Token.Kind.WORD) {
                boolean alone = stream.peek(1).kind() == Token.Kind.END;
                throw new SyntaxException(name.column(), "unknown instruction '" + name.text() + "'" + (alone ? "; a label needs a colon" : ""));
            }
            throw stream.unexpected("an instruction");
        }
        stream.next();
        Prefixes prefixes = new Prefixes(lock, repeat, segment, operandSize, addressSize);
        return new Statement.Instruction(mnemonic.get(), prefixes, new OperandParser(stream, labelBefore).operands(), column);
    }
}
