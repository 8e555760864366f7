package exo86.ash.driver;

import exo86.ash.doc.ModulePage;
import exo86.ash.source.Diagnostics;
import exo86.ash.source.Renderer;
import exo86.ash.source.SourceReader;
import exo86.ash.syntax.Parser;
import exo86.ash.syntax.Unit;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** {@code ash doc}: pages about modules. Exit codes: 0 done, 1 syntax errors, 2 usage, 7 a file cannot be read or written. */
final class DocumentCommand {
    static final String USAGE = """
            usage: ash doc FILE.ash…, or --root DIR [--module NAME]… [-o DIR]
              prints, in Markdown, what modules export and what their `///` comments say
              --root DIR           where modules are; may be repeated
              --module NAME        this module; may be repeated (default: all below the roots)
              -o DIR               a page a module, DIR/NAME.md, and a list of them, DIR/README.md
            """;

    private final PrintStream out;
    private final PrintStream err;
    private final List<Path> roots = new ArrayList<>();
    private final List<String> modules = new ArrayList<>();
    private String folder = "";
    private int code;

    DocumentCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    int run(List<String> arguments) {
        for (int i = 0; i < arguments.size(); i += 2) {
            String option = arguments.get(i);
            if (!List.of("--root", "--module", "-o").contains(option) || i + 1 == arguments.size()) {
                return usage(i + 1 == arguments.size() ? "option " + option + " without its value, or unknown" : "unknown option " + option);
            }
            String value = arguments.get(i + 1);
            switch (option) {
                case "--root" -> roots.add(Path.of(value));
                case "--module" -> modules.add(value);
                default -> folder = value;
            }
        }
        if (roots.isEmpty() || roots.stream().anyMatch(r -> !Files.isDirectory(r))) {
            return usage("expected a file, or --root and a folder");
        }
        try {
            pages();
        } catch (IOException e) {
            err.println("ash: error: " + e.getMessage());
            return 7;
        }
        return code;
    }

    private int usage(String message) {
        err.println("ash: error: " + message);
        err.println("hint: ash doc --help lists the options");
        return 2;
    }

    private void pages() throws IOException {
        StringBuilder list = new StringBuilder("# Modules\n\n| module | |\n|---|---|\n");
        for (Unit unit : units()) {
            String page = ModulePage.of(unit);
            if (folder.isEmpty()) {
                out.print(page);
            } else {
                Files.createDirectories(Path.of(folder));
                Files.writeString(Path.of(folder, unit.module() + ".md"), page);
                list.append("| [").append(unit.module()).append("](").append(unit.module()).append(".md) | ")
                        .append(ModulePage.summary(unit).replace("|", "\\|")).append(" |\n");
            }
        }
        if (!folder.isEmpty()) {
            Files.writeString(Path.of(folder, "README.md"), list);
        }
    }

    private List<Unit> units() throws IOException {
        List<Unit> units = new ArrayList<>();
        List<String> missing = new ArrayList<>(modules);
        for (Path root : roots) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(f -> f.toString().endsWith(".ash")).sorted().toList()) {
                    String module = root.relativize(file).toString().replace('/', '.').replaceFirst("\\.ash$", "");
                    missing.remove(module);
                    if (modules.isEmpty() || modules.contains(module)) {
                        parse(file, units);
                    }
                }
            }
        }
        for (String module : missing) {
            err.println("ash: error: there is no module `" + module + "` below " + roots.getFirst());
            code = Math.max(code, 7);
        }
        return units;
    }

    private void parse(Path file, List<Unit> into) {
        Diagnostics diagnostics = new Diagnostics();
        try {
            Unit unit = Parser.parse(SourceReader.read(file, file.toString()), diagnostics);
            if (diagnostics.hasErrors()) {
                err.print(new Renderer(false).render(diagnostics.all()));
                code = Math.max(code, 1);
            } else {
                into.add(unit);
            }
        } catch (SourceReader.Unreadable e) {
            err.println(e.getMessage());
            code = 7;
        }
    }
}
