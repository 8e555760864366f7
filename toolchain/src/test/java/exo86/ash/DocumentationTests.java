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
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of the language's reference: {@code ```ash} is accepted, {@code ```ash error} says what stands beside its lines. */
final class DocumentationTests {
    private static final Compiler COMPILER = new Compiler();

    @TempDir
    private Path folder;

    /** A block of the page; {@code line} is that of its first line. */
    private record Example(int line, boolean error, String text) {
        @Override
        public String toString() {
            return "ashlar.md:" + line;
        }
    }

    static Stream<Example> examples() throws IOException {
        List<Example> examples = new ArrayList<>();
        List<String> lines = Files.readAllLines(TestFiles.project().resolve("docs/ashlar.md"));
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("```ash")) {
                boolean error = lines.get(i).equals("```ash error");
                int first = ++i;
                while (!lines.get(i).equals("```")) {
                    i++;
                }
                examples.add(new Example(first + 1, error, String.join("\n", lines.subList(first, i)) + "\n"));
            }
        }
        return examples.stream();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void exampleIsTrue(Example example) throws IOException {
        String first = example.text().lines().findFirst().orElse("");
        String module = first.startsWith("module ") || first.startsWith("system module ") ? first.substring(first.lastIndexOf(' ') + 1) : "example";
        String text = first.endsWith("module " + module) ? example.text() : "module example\n" + example.text();
        Files.writeString(folder.resolve(module + ".ash"), text);
        Result result = COMPILER.check(new Options(List.of(Root.of(folder).shownAs("")), module, true));
        assertEquals(example.error(), Expectations.any(text), "an example marked as error shows one, others do not");
        assertEquals("", String.join("\n", Expectations.differences(text, result.diagnostics())));
        assertTrue(example.error() || result.ok());
    }
}
