package exo86.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code exo86 doctor}: what exo86 runs on, where it keeps things and why there, and which optional tools it would find. */
@Command(name = "doctor", description = "Tell what exo86 runs on, where it keeps things and which tools it finds.")
final class DoctorCommand implements Callable<Integer> {
    private static final Map<String, String> TOOLS = new LinkedHashMap<>();

    static {
        TOOLS.put("mvn", "builds exo86");
        TOOLS.put("nasm", "cross-checks the assembler, in tests");
        TOOLS.put("objdump", "cross-checks the disassembler, in tests");
        TOOLS.put("readelf", "cross-checks ELF files, in tests");
        TOOLS.put("gcc", "kernels in C, docs/first-kernel.md");
        TOOLS.put("qemu-system-i386", "boots the same disk, in tests");
        TOOLS.put("gdb", "cross-checks debug information, in tests");
    }

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this text.")
    private boolean help;

    @Override
    public Integer call() {
        line("exo86", Exo86.VERSION + ", from " + home());
        line("java", System.getProperty("java.vendor") + " " + Runtime.version() + ", " + System.getProperty("java.home"));
        line("host", System.getProperty("os.name") + " " + System.getProperty("os.version") + " " + System.getProperty("os.arch")
                + ", " + Runtime.getRuntime().availableProcessors() + " processors, heap up to " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB");
        line("terminal", TerminalConsole.present() ? "standard input is one: live, the kept disk" : "standard input is none: a script, a fresh disk");
        Path disk = KeptDisk.folder().resolve("unix.img");
        line("kept disk", disk + (Files.exists(disk) ? "" : " (made by the first boot)"));
        line("", System.getenv("XDG_STATE_HOME") == null ? "in the default state folder; XDG_STATE_HOME changes it" : "XDG_STATE_HOME says so");
        line("built-in disk", KeptDisk.class.getResource("/exo86/image/unix.img") == null ? "MISSING on the class path: start with ./exo86" : "present");
        line("configuration", "none is read; every choice is on the command line");
        line("EXO86_JAVA_OPTIONS", Optional.ofNullable(System.getenv("EXO86_JAVA_OPTIONS")).orElse("not set"));
        System.out.println("optional tools:");
        TOOLS.forEach((tool, use) -> line("  " + tool, Launcher.find(tool).map(Path::toString).orElse("not found") + ": " + use));
        return ExitCode.OK;
    }

    private static void line(String what, String text) {
        System.out.println("%-20s %s".formatted(what, text));
    }

    private static String home() {
        try {
            return Path.of(DoctorCommand.class.getProtectionDomain().getCodeSource().getLocation().getPath()).toString();
        } catch (InvalidPathException | NullPointerException unknown) {
            return "an unknown place";
        }
    }
}
