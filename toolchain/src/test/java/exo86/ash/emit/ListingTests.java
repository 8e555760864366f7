package exo86.ash.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import exo86.ash.tree.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The code of a few functions, as text: what is in {@code src/test/ashlar/listing} beside each program. */
final class ListingTests {
    private static final Path FOLDER = Sources.TESTS.resolve("listing");

    @ParameterizedTest
    @ValueSource(strings = {"calls", "checks", "system_code"})
    void codeIsAsRecorded(String name) throws IOException {
        Program program = Sources.checked(name, FOLDER.resolve(name + ".ash"), Sources.CPU);
        compare(CodeGenerator.listing(program), FOLDER.resolve(name + ".asm"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tiles", "split"})
    void optimisedCodeIsAsRecorded(String name) throws IOException {
        Program program = Sources.checked(name, FOLDER.resolve(name + ".ash"), Sources.CPU);
        compare(CodeGenerator.listing(program, Native.optimised(program)), FOLDER.resolve(name + ".asm"));
    }

    private static void compare(String listing, Path golden) throws IOException {
        String own = Arrays.stream(listing.split("\n\n")).filter(part -> !part.startsWith("cpu.")).collect(Collectors.joining("\n\n"));
        if (Boolean.getBoolean("update.golden")) {
            Files.writeString(golden, own);
        }
        assertEquals(Files.readString(golden), own);
    }
}
