package exo86.ash.syntax;

import exo86.ash.source.SourceFile;
import exo86.ash.source.Span;
import java.util.List;

/**
 * One file: one module.
 *
 * @param system {@code system module}: unsafe operations are allowed
 * @param module the module's dotted path
 * @param at the span of the module's path
 */
public record Unit(SourceFile file, boolean system, String module, Span at, List<Use> uses, List<Declaration> declarations) {
    public Unit {
        uses = List.copyOf(uses);
        declarations = List.copyOf(declarations);
    }

    /**
     * {@code use a.b.c as x}.
     *
     * @param module the dotted path that is used
     * @param name what it is called here: the alias, else the path's last part
     * @param at the span of the path
     */
    public record Use(String module, Name name, Span at) {
    }
}
