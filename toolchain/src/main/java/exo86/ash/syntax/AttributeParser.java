package exo86.ash.syntax;

import exo86.ash.source.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code @name} and {@code @name(args)}: which there are and how many arguments each takes. What they apply to is the checker's. */
final class AttributeParser {
    /** How many arguments: -1 means one or more. */
    private static final Map<String, Integer> KNOWN = new TreeMap<>(Map.ofEntries(Map.entry("section", 1), Map.entry("align", 1),
            Map.entry("noinline", 0), Map.entry("stack", 1), Map.entry("recursive", 1), Map.entry("upcall", 0), Map.entry("irq", 0),
            Map.entry("export", 1), Map.entry("entry", 0), Map.entry("size", 1), Map.entry("packed", 0), Map.entry("clobbers", -1),
            Map.entry("panic", 0), Map.entry("interrupt_stack", 0), Map.entry("keep", 0)));

    private final Parser parser;
    private final Cursor cursor;

    AttributeParser(Parser parser) {
        this.parser = parser;
        this.cursor = parser.cursor;
    }

    /** Adds the attributes that stand here; newlines between them are skipped if they stand before a declaration. */
    void read(List<Attribute> attributes, boolean before) {
        while (cursor.at(TokenKind.AT)) {
            attributes.add(attribute());
            if (before) {
                cursor.newlines();
            }
        }
    }

    private Attribute attribute() {
        Token first = cursor.take();
        Name name = cursor.name("an attribute's name after `@`");
        boolean bracketed = cursor.at(TokenKind.OPEN);
        List<Expression> arguments = List.of();
        if (bracketed) {
            cursor.take();
            arguments = new ArrayList<>(parser.expressions.list(TokenKind.CLOSE));
            cursor.expect(TokenKind.CLOSE, "after the attribute's arguments");
        }
        Attribute attribute = new Attribute(name, arguments, cursor.from(first));
        Integer count = KNOWN.get(name.text());
        if (count == null) {
            String near = Spelling.hint(name.text(), KNOWN.keySet());
            cursor.error(attribute.at(), "unknown attribute `@" + name.text() + "`",
                    near.isEmpty() ? "there are @" + String.join(", @", KNOWN.keySet()) : near.replace("`" , "`@").replaceFirst("`@\\?", "`?"));
        } else if (count >= 0 ? arguments.size() != count : arguments.isEmpty()) {
            cursor.error(attribute.at(), "`@" + name.text() + "` takes " + switch (count) {
                case 0 -> "no argument";
                case 1 -> "one argument";
                default -> "one argument or more";
            }, "");
        }
        return attribute;
    }
}
