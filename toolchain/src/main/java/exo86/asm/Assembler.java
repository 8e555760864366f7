package exo86.asm;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The assembler, in process: NASM's syntax for 16- and 32-bit code. Never throws because of its input; see {@link Diagnostic}.
 *
 * <p>Three results: a flat binary, a relocatable object file in memory, or a fragment for the compiler's {@code asm fn}.
 */
public final class Assembler {
    private static final int MAX_DIAGNOSTICS = 100;

    private Assembler() {
    }

    /** A flat binary at the address of {@code org}, in 16-bit code unless {@code bits} says otherwise. Every symbol must be defined in it. */
    public static Assembly flat(String source, String file, Function<String, Optional<String>> includes) {
        List<Diagnostic> diagnostics = new ArrayList<>();
        Layout layout = layout(source, file, 1, 16, false, includes, diagnostics);
        byte[] bytes = diagnostics.isEmpty() ? FlatOutput.write(layout, diagnostics) : new byte[0];
        return new Assembly(first(diagnostics), diagnostics.isEmpty() ? Optional.of(bytes) : Optional.empty(), Optional.empty());
    }

    /** A relocatable object file, in 32-bit code unless {@code bits} says otherwise. */
    public static Assembly object(String source, String file, Function<String, Optional<String>> includes) {
        List<Diagnostic> diagnostics = new ArrayList<>();
        Layout layout = layout(source, file, 1, 32, false, includes, diagnostics);
        if (!diagnostics.isEmpty()) {
            return new Assembly(first(diagnostics), Optional.empty(), Optional.empty());
        }
        var object = ObjectOutput.write(layout, file, diagnostics);
        return new Assembly(first(diagnostics), Optional.empty(), diagnostics.isEmpty() ? Optional.of(object) : Optional.empty());
    }

    /** 32-bit code whose undefined names are symbols of the program around it. Only its {@code .text} counts. */
    public static Fragment fragment(String source, String file, int firstLine) {
        List<Diagnostic> diagnostics = new ArrayList<>();
        Layout layout = layout(source, file, firstLine, 32, true, name -> Optional.empty(), diagnostics);
        SectionContent text = layout.sections.get(".text");
        List<Fragment.FragmentRelocation> relocations = new ArrayList<>();
        List<Fragment.Line> lines = new ArrayList<>();
        if (layout.sections.size() > 1 && diagnostics.isEmpty()) {
            diagnostics.add(new Diagnostic(file, firstLine, 1, "an assembly fragment has no sections of its own", source.lines().findFirst().orElse("")));
        }
        for (SectionContent.Fixup fixup : text.fixups) {
            Fixups.resolve(text, fixup, text, 0, diagnostics).ifPresent(open -> relocations.add(new Fragment.FragmentRelocation(open.offset(), open.kind(),
                open.base() == text ? Optional.empty() : Optional.of(open.base().name()), open.addend())));
        }
        for (SectionContent.LineEntry entry : text.lines) {
            lines.add(new Fragment.Line(entry.offset(), entry.line().number()));
        }
        return new Fragment(text.content(), relocations, lines, first(diagnostics));
    }

    private static Layout layout(String source, String file, int firstLine, int bits, boolean undefinedAreExternal,
            Function<String, Optional<String>> includes, List<Diagnostic> diagnostics) {
        Parser parser = new Parser(diagnostics, includes);
        parser.parse(file, source, firstLine);
        Layout layout = new Layout(diagnostics, bits, undefinedAreExternal);
        layout.run(parser.statements());
        return layout;
    }

    private static List<Diagnostic> first(List<Diagnostic> diagnostics) {
        List<Diagnostic> sorted = new ArrayList<>(diagnostics);
        sorted.sort(java.util.Comparator.comparing(Diagnostic::file).thenComparingInt(Diagnostic::line).thenComparingInt(Diagnostic::column));
        return List.copyOf(sorted.subList(0, Math.min(sorted.size(), MAX_DIAGNOSTICS)));
    }
}
