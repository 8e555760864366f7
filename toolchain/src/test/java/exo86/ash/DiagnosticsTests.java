package exo86.ash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.ash.driver.Compiler;
import exo86.ash.driver.Options;
import exo86.ash.driver.Result;
import exo86.ash.driver.Root;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file of the diagnostics folder through the whole front end: exactly the errors that stand beside its lines. */
final class DiagnosticsTests {
    private static final Compiler COMPILER = new Compiler();

    static Stream<String> files() throws IOException {
        Path folder = TestFiles.ashlar("diagnostics");
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(f -> f.toString().endsWith(".ash")).map(f -> folder.relativize(f).toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void saysWhatStandsBesideTheLine(String name) throws IOException {
        Path folder = TestFiles.ashlar("diagnostics");
        String text = Files.readString(folder.resolve(name));
        String module = name.replace(".ash", "").replace('/', '.');
        Result result = COMPILER.check(new Options(List.of(Root.of(folder).shownAs("")), module, true));
        assertTrue(Expectations.any(text) || name.contains("accepted"), "a file without expectations tests nothing");
        assertEquals("", String.join("\n", Expectations.differences(text, result.diagnostics())), name);
    }
}
