package exo86.ash.doc;

import exo86.ash.source.Diagnostics;
import exo86.ash.source.SourceFile;
import exo86.ash.syntax.Declaration;
import exo86.ash.syntax.Parser;
import exo86.ash.syntax.Unit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The page of one module: its comment, then its exported types with their functions, functions, constants and variables. */
public final class ModulePage {
    private final Unit unit;
    private final StringBuilder out = new StringBuilder();

    private ModulePage(Unit unit) {
        this.unit = unit;
    }

    /** A page in Markdown. */
    public static String of(Unit unit) {
        return new ModulePage(unit).page();
    }

    /** The text before {@code module}, its first paragraph, as one line; empty if there is none. */
    public static String summary(Unit unit) {
        return comment(unit.file()).split("\n\n")[0].replace('\n', ' ').strip();
    }

    private static String comment(SourceFile file) {
        return Parser.tokens(file, new Diagnostics()).getFirst().doc();
    }

    private String page() {
        out.append("# ").append(unit.system() ? "System module " : "Module ").append(unit.module()).append("\n\n");
        paragraph(comment(unit.file()));
        Map<String, List<Declaration.Function>> methods = new LinkedHashMap<>();
        List<Declaration.Named> types = new ArrayList<>();
        List<Declaration.Named> functions = new ArrayList<>();
        List<Declaration.Named> values = new ArrayList<>();
        for (Declaration declaration : unit.declarations()) {
            if (!declaration.head().exported()) {
                continue;
            }
            switch (declaration) {
                case Declaration.Function f when f.type().isPresent() ->
                    methods.computeIfAbsent(f.type().get().text(), _ -> new ArrayList<>()).add(f);
                case Declaration.Function f -> functions.add(f);
                case Declaration.Constant c -> values.add(c);
                case Declaration.Variable v -> values.add(v);
                case Declaration.ExternVariable v -> values.add(v);
                case Declaration.Named named -> types.add(named);
                case Declaration.Assertion _, Declaration.Test _ -> {
                    // Nobody can name it.
                }
            }
        }
        types(types, methods);
        section("Functions", functions);
        section("Constants and variables", values);
        return out.toString().stripTrailing() + "\n";
    }

    private void types(List<Declaration.Named> types, Map<String, List<Declaration.Function>> methods) {
        if (types.isEmpty() && methods.isEmpty()) {
            return;
        }
        out.append("## Types\n\n");
        for (Declaration.Named type : types) {
            entry(type);
            List<Declaration.Function> own = methods.remove(type.name().text());
            if (own != null) {
                own.forEach(this::entry);
            }
        }
        methods.values().forEach(rest -> rest.forEach(this::entry));
    }

    private void section(String title, List<Declaration.Named> declarations) {
        if (!declarations.isEmpty()) {
            out.append("## ").append(title).append("\n\n");
            declarations.forEach(this::entry);
        }
    }

    private void entry(Declaration.Named declaration) {
        boolean method = declaration instanceof Declaration.Function f && f.type().isPresent();
        String name = method ? ((Declaration.Function) declaration).type().get() + "." + declaration.name() : declaration.name().text();
        out.append(method ? "#### " : "### ").append(name).append("\n\n```ash\npub ").append(signature(declaration)).append("\n```\n\n");
        paragraph(declaration.head().doc());
    }

    /** The declaration as it stands in the source, of a function its signature. */
    private static String signature(Declaration.Named declaration) {
        return declaration.at().text().strip();
    }

    private void paragraph(String text) {
        if (!text.isBlank()) {
            out.append(text.strip()).append("\n\n");
        }
    }
}
