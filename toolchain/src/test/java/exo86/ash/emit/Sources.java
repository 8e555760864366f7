package exo86.ash.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo86.ash.check.Checker;
import exo86.ash.source.Diagnostics;
import exo86.ash.source.SourceFile;
import exo86.ash.syntax.Parser;
import exo86.ash.syntax.Unit;
import exo86.ash.tree.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Programs from source. */
public final class Sources {
    public static final Path TESTS = Path.of(System.getProperty("exo86.root", ".."), "toolchain/src/test/ashlar");
    public static final Path CPU = TESTS.resolve("../../main/resources/exo86/ash/library/cpu.ash");

    private Sources() {
    }

    public static Program checked(String root, Path... files) throws IOException {
        List<SourceFile> sources = new ArrayList<>();
        for (Path file : files) {
            sources.add(new SourceFile(file.getFileName().toString(), Files.readString(file)));
        }
        return checked(root, sources);
    }

    public static Program checked(String root, List<SourceFile> sources) {
        Diagnostics diagnostics = new Diagnostics();
        List<Unit> units = sources.stream().map(source -> Parser.parse(source, diagnostics)).toList();
        assertEquals("", said(diagnostics));
        var program = Checker.check(units, diagnostics, new Checker.Options(root));
        assertEquals("", said(diagnostics));
        return program.orElseThrow();
    }

    public static String said(Diagnostics diagnostics) {
        return diagnostics.all().stream().map(d -> d.at() + ": " + d.message() + " " + d.at().file().lineText(d.at().line()) + "\n")
                .collect(Collectors.joining());
    }
}
