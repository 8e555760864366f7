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
 * Each file {@code PASS.ir} of {@code src/test/ashlar/passes} is a function; {@code PASS.out} what the pass makes of it. {@code -Dupdate.golden=true} writes the
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
            Function function = Parser.functions(Files.readString(file)).getFirst();
            assertEquals(List.of(), Verifier.complaints(function));
            Passes.named(name).orElseThrow().run(function);
            assertEquals(List.of(), Verifier.complaints(function));
            Path golden = FOLDER.resolve(name + ".out");
            String text = Printer.print(function, false);
            if (Boolean.getBoolean("update.golden")) {
                Files.writeString(golden, text);
            }
            assertEquals(Files.readString(golden), text);
        }));
    }
}
