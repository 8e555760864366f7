package exo86.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import exo86.machine.Machine;
import exo86.machine.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** README.md tells the truth: its session is what the system prints, and the files that it names are there. */
final class ReadmeTests {
    private static String readme() throws IOException {
        return Files.readString(Built.root().resolve("README.md"));
    }

    /** Numbers change with every change of the system, and a table's columns with them; words do not. */
    private static String normal(String text) {
        return text.replaceAll("frame [0-9a-f]+:", "frame #:").replaceAll("\\b(0x[0-9a-f]+|[0-9]+)\\b", "#").replaceAll(" +", " ").strip();
    }

    @Test
    void theSessionIsReal() throws IOException {
        Matcher block = Pattern.compile("```console\n(.*?)```", Pattern.DOTALL).matcher(readme());
        assertTrue(block.find(), "README.md has no console block");
        List<String> typed = block.group(1).lines().filter(line -> line.startsWith(Session.PROMPT))
                .map(line -> line.substring(Session.PROMPT.length())).toList();
        assertTrue(typed.containsAll(List.of("ls", "wild", "forge", "shutdown")), typed.toString());
        StringBuilder printed = new StringBuilder();
        String script = typed.stream().map(line -> line + "\n").collect(Collectors.joining());
        Machine machine = Session.scripted(Built.image(), script, printed);
        assertInstanceOf(Outcome.PoweredOff.class, machine.run(Session.PATIENCE), printed.toString());
        assertEquals(normal(block.group(1)), normal(printed.toString().replace("\r", "")));
    }

    @Test
    void itsLinksLead() throws IOException {
        Matcher link = Pattern.compile("\\]\\(([^)#:]+)\\)").matcher(readme());
        int links = 0;
        while (link.find()) {
            links++;
            assertTrue(Files.exists(Built.root().resolve(link.group(1))), link.group(1));
        }
        assertTrue(links > 10, "only " + links + " links found");
    }
}
