package exo86.ash.opt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.ash.emit.Sources;
import exo86.ash.ir.Function;
import exo86.ash.ir.Module;
import exo86.ash.ir.Parser;
import exo86.ash.ir.Printer;
import exo86.ash.ir.Verifier;
import exo86.ash.ir.lower.Lowering;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
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
            compare(FOLDER.resolve(name + ".out"), made.toString());
        }));
    }

    /** It looks at a whole program: {@code inlining.ash}, each function as it is when its calls are replaced, with what the debugger is told of that. */
    @Test
    void inliningDoesWhatItIsFor() throws IOException {
        Module module = Lowering.lower(Sources.checked("inlining", FOLDER.resolve("inlining.ash")));
        Passes.run(module, "inlining");
        StringBuilder made = new StringBuilder();
        module.functions().forEach(function -> made.append(Printer.print(function, true)));
        compare(FOLDER.resolve("inlining.out"), made.toString().replaceAll("\"[^\"]*/(\\w+\\.ash)\"", "\"$1\""));
    }

    private static void compare(Path golden, String text) throws IOException {
        if (Boolean.getBoolean("update.golden")) {
            Files.writeString(golden, text);
        }
        assertEquals(Files.readString(golden), text);
    }
}
