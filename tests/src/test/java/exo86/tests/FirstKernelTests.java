package exo86.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docs/first-kernel.md} does what it says: its listings are the files, its commands build them, and both kernels say hello. */
final class FirstKernelTests {
    private static final String HELLO = "Hello from my own kernel\n";

    @TempDir
    Path folder;

    private static String page() throws IOException {
        return Files.readString(Built.root().resolve("docs/first-kernel.md"));
    }

    private static String listing(String language) throws IOException {
        Matcher block = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(page());
        assertTrue(block.find(), "a listing in " + language);
        return block.group(1);
    }

    /** The words of the command in the text that begins with this, its continued lines too. */
    private static List<String> command(String start) throws IOException {
        Matcher command = Pattern.compile("(?m)^    (" + Pattern.quote(start) + "(?:.*\\\\\n)*.*)$").matcher(page());
        assertTrue(command.find(), "a command that begins with " + start);
        return new ArrayList<>(List.of(command.group(1).replace("\\\n", " ").strip().split("\\s+")));
    }

    @Test
    void listingsAreTheFiles() throws IOException {
        Path files = Built.root().resolve("tests/first-kernel");
        assertEquals(Files.readString(files.resolve("hello.ash")), listing("ash"));
        assertEquals(Files.readString(files.resolve("hello.c")), listing("c"));
        assertTrue(listing("ash").lines().count() <= 40, "a short kernel");
    }

    @Test
    void inAshlar() throws IOException, InterruptedException {
        assertHello(ashlar());
    }

    @Test
    void inAshlarOnQemu() throws IOException, InterruptedException {
        Qemu.require();
        assertHelloOnQemu(ashlar());
    }

    @Test
    void inC() throws IOException, InterruptedException {
        assertHello(c());
    }

    @Test
    void inCOnQemu() throws IOException, InterruptedException {
        Qemu.require();
        assertHelloOnQemu(c());
    }

    private Path ashlar() throws IOException {
        Path sources = Files.createDirectories(folder.resolve("mykernel"));
        Files.writeString(sources.resolve("hello.ash"), listing("ash"));
        List<String> words = command("./exo86 ash build");
        assertEquals(List.of("./exo86", "ash"), words.subList(0, 2));
        String[] arguments = words.subList(2, words.size()).stream()
                .map(word -> word.equals("mykernel") || word.endsWith(".elf") ? folder.resolve(word).toString() : word).toArray(String[]::new);
        CommandLine.Result built = CommandLine.ash(arguments);
        assertEquals(0, built.code(), built.error());
        return folder.resolve("hello.elf");
    }

    private Path c() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("hello.c"), listing("c"));
        Assumptions.assumeTrue(Qemu.installed("gcc"), "gcc is not installed: the kernel in C is not built");
        Process compiler = new ProcessBuilder(command("gcc -m32")).directory(folder.toFile()).redirectErrorStream(true).start();
        String said = new String(compiler.getInputStream().readAllBytes());
        assertTrue(compiler.waitFor(240, TimeUnit.SECONDS));
        Assumptions.assumeTrue(compiler.exitValue() == 0 || !said.contains("cannot find"), "gcc -m32 does not work here: " + said);
        assertEquals(0, compiler.exitValue(), said);
        return folder.resolve("hello-c.elf");
    }

    private void assertHello(Path kernel) throws IOException, InterruptedException {
        try (Child machine = Child.exo86(folder, "run", "-kernel", kernel.toString(), "-serial", "stdio")) {
            machine.close("");
            assertEquals(0, machine.end(), machine.error());
            assertEquals(HELLO, machine.output());
            assertEquals("", machine.error());
        }
    }

    private static void assertHelloOnQemu(Path kernel) throws IOException, InterruptedException {
        try (Child qemu = Qemu.start("-kernel", kernel.toString())) {
            assertEquals(0, qemu.end(), qemu.output() + qemu.error());
            assertTrue(qemu.output().endsWith(HELLO), qemu.output());
        }
    }
}
