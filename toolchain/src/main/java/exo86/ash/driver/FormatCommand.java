package exo86.ash.driver;

import exo86.ash.format.Formatter;
import exo86.ash.source.Diagnostics;
import exo86.ash.source.Renderer;
import exo86.ash.source.SourceFile;
import exo86.ash.source.SourceReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code ash fmt}: lays out files. Exit codes: 0 done, 1 syntax errors or, with {@code --check}, files that are not laid out; 2 usage, 7 a file cannot
 * be read or written.
 */
final class FormatCommand {
    static final String USAGE = """
            usage: ash fmt [--check] FILE|DIR…
              lays out files, and the .ash files below folders, in place; prints the names of those that it changed
              --check              changes nothing: prints what it would change, and ends with 1 if that is anything
              -                    standard input to standard output
            """;

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private boolean check;
    private int code;

    FormatCommand(InputStream in, PrintStream out, PrintStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    int run(List<String> arguments) {
        List<String> places = new ArrayList<>(arguments);
        check = places.remove("--check");
        Optional<String> unknown = places.stream().filter(p -> p.startsWith("-") && !p.equals("-")).findFirst();
        if (places.isEmpty() || unknown.isPresent()) {
            err.println("ash: error: " + unknown.map(u -> "unknown option " + u).orElse("expected files or folders to lay out"));
            err.println("hint: ash fmt --help lists the options");
            return 2;
        }
        for (String place : places) {
            if (place.equals("-")) {
                stream();
            } else {
                files(Path.of(place)).forEach(this::file);
            }
        }
        return code;
    }

    private List<Path> files(Path place) {
        if (!Files.isDirectory(place)) {
            return List.of(place);
        }
        try (Stream<Path> all = Files.walk(place)) {
            return all.filter(f -> f.toString().endsWith(".ash") && Files.isRegularFile(f)).sorted().toList();
        } catch (IOException e) {
            fail(place + ": cannot be read: " + e.getMessage(), 7);
            return List.of();
        }
    }

    private void fail(String message, int with) {
        err.println(message);
        code = Math.max(code, with);
    }

    private void stream() {
        try {
            layOut(new SourceFile("-", SourceReader.decode(in.readAllBytes(), "-"))).ifPresent(out::print);
        } catch (SourceReader.Unreadable | IOException e) {
            fail(e.getMessage(), 7);
        }
    }

    private void file(Path file) {
        String shown = file.toString().replace('\\', '/');
        try {
            SourceFile source = SourceReader.read(file, shown);
            Optional<String> result = layOut(source);
            if (result.isPresent() && !result.get().equals(source.text())) {
                out.println(shown);
                if (check) {
                    code = Math.max(code, 1);
                } else {
                    Files.writeString(file, result.get());
                }
            }
        } catch (SourceReader.Unreadable e) {
            fail(e.getMessage(), 7);
        } catch (IOException e) {
            fail(shown + ": error: cannot be written: " + e.getMessage(), 7);
        }
    }

    private Optional<String> layOut(SourceFile source) {
        Diagnostics diagnostics = new Diagnostics();
        Optional<String> result = Formatter.format(source, diagnostics);
        if (result.isEmpty()) {
            err.print(new Renderer(false).render(diagnostics.all()));
            code = Math.max(code, 1);
        }
        return result;
    }
}
