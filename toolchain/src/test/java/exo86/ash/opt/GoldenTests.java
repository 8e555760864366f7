package exo86.ash.opt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.ash.emit.Sources;
import exo86.ash.ir.Function;
import exo86.ash.ir.Parser;
import exo86.ash.ir.Printer;
import exo86.ash.ir.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each file {@code PASS.ir} of {@code src/test/ashlar/passes} is functions, with comments; {@code PASS.out} what the pass makes of them. {@code -Dupdate.golden=true} writes the
 * latter anew.
 */
final class GoldenTests {
    private static final Path FOLDER = Sources.TESTS.resolve("passes");

    @TestFactory
    Stream<DynamicTest> passesDoWhatTheyAreFor() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(FOLDER)) {
            files = all.filter(file -> file.toString().endsWith(".ir")).sorted().toList();
        }
        assertTrue(files.size() >= 12, "passes with a file: " + files.size());
        return files.stream().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
            String name = file.getFileName().toString().replace(".ir", "");
            StringBuilder made = new StringBuilder();
            for (Function function : Parser.functions(Files.readString(file).replaceAll("(?m)^//.*\n", ""))) {
                assertEquals(List.of(), Verifier.complaints(function));
                Passes.named(name).orElseThrow().run(function);
                assertEquals(List.of(), Verifier.complaints(function));
                made.append(Printer.print(function, false));
            }
            Path golden = FOLDER.resolve(name + ".out");
            String text = made.toString();
            if (Boolean.getBoolean("update.golden")) {
                Files.writeString(golden, text);
            }
            assertEquals(Files.readString(golden), text);
        }));
    }
}
