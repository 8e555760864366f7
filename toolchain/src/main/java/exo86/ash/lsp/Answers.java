package exo86.ash.lsp;

import exo86.ash.check.Index;
import exo86.ash.check.Index.Meaning;
import exo86.ash.check.Index.Use;
import exo86.ash.driver.Compiler;
import exo86.ash.source.Diagnostics.Diagnostic;
import exo86.ash.source.Span;
import exo86.ash.syntax.Parser;
import exo86.ash.syntax.TokenKind;
import exo86.ash.types.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers to an editor's questions, in the compiler's own terms: files, offsets and spans. */
final class Answers {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern BEFORE_DOT = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)\\s*\\.\\s*([A-Za-z0-9_]*)$");
    private static final Set<String> KEYWORDS = new TreeSet<>();

    static {
        for (TokenKind kind : TokenKind.values()) {
            if (kind.keyword()) {
                KEYWORDS.add(kind.text());
            }
        }
    }

    private final Workspace workspace;
    private final Compiler compiler;
    /** The last analysis of a file that had an index. */
    private final Map<Path, Analysis> known = new LinkedHashMap<>();

    Answers(Workspace workspace) {
        this.workspace = workspace;
        compiler = new Compiler(workspace.texts);
    }

    /** Checks a file's program anew; the errors of that file. */
    List<Diagnostic> changed(Path file) {
        Analysis analysis = Analysis.of(compiler, workspace, file, workspace.texts.getOrDefault(file, ""));
        if (analysis.indexed()) {
            known.put(file, analysis);
        }
        return analysis.diagnostics().stream().filter(d -> place(d.at()).equals(file)).toList();
    }

    void closed(Path file) {
        known.remove(file);
    }

    static Path place(Span span) {
        return Path.of(span.file().name()).toAbsolutePath().normalize();
    }

    private List<Use> uses(Path file, int offset) {
        return Optional.ofNullable(known.get(file)).map(a -> a.index().at(file.toString(), offset)).orElse(List.of());
    }

    /** What stands at a character, in Markdown. */
    Optional<String> hover(Path file, int offset) {
        return uses(file, offset).stream().findFirst().map(use -> {
            Meaning meaning = use.meaning();
            StringBuilder out = new StringBuilder("```ash\n").append(meaning.text()).append("\n```\n");
            meaning.type().filter(type -> sized(meaning, type)).ifPresent(type -> out.append('\n').append(type.size()).append(type.size() == 1 ? " byte" : " bytes")
                    .append(", aligned to ").append(type.align()).append('\n'));
            if (!meaning.doc().isEmpty()) {
                out.append('\n').append(meaning.doc()).append('\n');
            }
            return out.toString();
        });
    }

    private static boolean sized(Meaning meaning, Type type) {
        return !meaning.kind().equals("function") && !(type instanceof Type.Exact || type instanceof Type.Erroneous || type instanceof Type.Void
                || type instanceof Type.Never);
    }

    /** Where the name at a character is declared. */
    Optional<Span> definition(Path file, int offset) {
        return uses(file, offset).stream().findFirst().map(Use::declared);
    }

    /** Every place of the name at a character, in all programs whose roots are open. */
    List<Span> references(Path file, int offset) {
        List<Span> spans = new ArrayList<>();
        for (Use use : uses(file, offset)) {
            all(use).forEach(other -> spans.add(other.at()));
        }
        return spans;
    }

    private List<Use> all(Use use) {
        Map<String, Use> found = new LinkedHashMap<>();
        for (Analysis analysis : known.values()) {
            analysis.index().of(use.declared()).forEach(u -> found.putIfAbsent(u.at().toString(), u));
        }
        return List.copyOf(found.values());
    }

    /** New text for a place. */
    record Edit(Span at, String text) {
    }

    /** Renames what stands at a character; the message of the exception says why that cannot be. */
    List<Edit> rename(Path file, int offset, String name) {
        if (!NAME.matcher(name).matches() || KEYWORDS.contains(name) || Parser.BUILT_IN_TYPES.contains(name)) {
            throw new IllegalArgumentException("`" + name + "` cannot be a name");
        }
        List<Use> here = uses(file, offset);
        if (here.isEmpty()) {
            throw new IllegalArgumentException("there is no name here");
        }
        Use use = here.getLast();
        if (use.meaning().kind().equals("module") || use.declared().file().name().startsWith("ash/library/")) {
            throw new IllegalArgumentException("a " + use.meaning().kind() + " of this kind is not renamed");
        }
        List<Edit> edits = new ArrayList<>();
        for (Use other : all(use)) {
            edits.add(new Edit(other.at(), text(other, name)));
        }
        return edits;
    }

    /** {@code T{ a }} names a field and a variable: renaming one of them makes it {@code T{ a: b }}. */
    private String text(Use use, String name) {
        for (Analysis analysis : known.values()) {
            List<Use> same = analysis.index().at(use.at().file().name(), use.at().start()).stream().filter(u -> u.at().start() == use.at().start()).toList();
            boolean two = same.stream().map(u -> u.declared().start()).distinct().count() > 1;
            if (two) {
                boolean field = use.meaning().kind().equals("field");
                return field ? name + ": " + use.at().text() : use.at().text() + ": " + name;
            }
        }
        return name;
    }

    /** What may stand at a character. */
    List<Meaning> completion(Path file, int offset) {
        String text = workspace.texts.getOrDefault(file, "");
        String line = text.substring(text.lastIndexOf('\n', Math.max(0, offset - 1)) + 1, Math.min(offset, text.length()));
        Optional<Analysis> analysis = Optional.ofNullable(known.get(file));
        Matcher dotted = BEFORE_DOT.matcher(line);
        if (dotted.find()) {
            return analysis.map(a -> behindDot(a, file, dotted.group(1), offset)).orElse(List.of());
        }
        List<Meaning> found = new ArrayList<>();
        analysis.ifPresent(a -> {
            found.addAll(locals(a.index(), file, offset));
            found.addAll(a.index().declared(a.module(), false));
            found.addAll(a.index().used(a.module()));
        });
        KEYWORDS.forEach(k -> found.add(new Meaning("keyword", k, "", "", Optional.empty())));
        Parser.BUILT_IN_TYPES.forEach(t -> found.add(new Meaning("type", t, "", "", Optional.empty())));
        return distinct(found);
    }

    private static List<Meaning> behindDot(Analysis analysis, Path file, String base, int offset) {
        Index index = analysis.index();
        Optional<Meaning> local = locals(index, file, offset).stream().filter(m -> m.name().equals(base)).reduce((_, last) -> last);
        if (local.isPresent()) {
            return local.get().type().map(t -> index.members(t, false)).orElse(List.of());
        }
        for (Meaning declared : index.declared(analysis.module(), false)) {
            if (declared.name().equals(base)) {
                return declared.type().map(t -> index.members(t, declared.kind().equals("type"))).orElse(List.of());
            }
        }
        for (Meaning used : index.used(analysis.module())) {
            if (used.name().equals(base)) {
                return index.declared(used.text(), true);
            }
        }
        return List.of();
    }

    /** The local variables that were declared before a character, since the last function before it. */
    private static List<Meaning> locals(Index index, Path file, int offset) {
        String name = file.toString();
        int start = index.uses().stream().filter(u -> u.at().equals(u.declared()) && u.at().file().name().equals(name) && u.at().start() < offset
                && u.meaning().kind().equals("function")).mapToInt(u -> u.at().start()).max().orElse(0);
        return index.uses().stream().filter(u -> u.at().equals(u.declared()) && u.at().file().name().equals(name) && u.at().start() >= start
                && u.at().start() < offset && u.meaning().kind().equals("local variable")).sorted(Comparator.comparing((Use u) -> u.at().start()))
                .map(Use::meaning).toList();
    }

    private static List<Meaning> distinct(List<Meaning> all) {
        Map<String, Meaning> byName = new LinkedHashMap<>();
        all.forEach(m -> byName.putIfAbsent(m.name(), m));
        return List.copyOf(byName.values());
    }
}
