package exo86.cli;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How this program was started, so that it can be started again, and which others there are. */
final class Launcher {
    private Launcher() { }

    /** The words that start exo86 in a process of its own: the launcher's script, or this JVM's command line where no script started it. */
    static List<String> command() {
        String script = System.getProperty("exo86.launcher");
        if (script != null) {
            return List.of(script);
        }
        List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream().filter(argument -> argument.startsWith("-XX")).forEach(words::add);
        words.addAll(List.of("-XX:+UseSerialGC", "-XX:-DontCompileHugeMethods", "-cp", System.getProperty("java.class.path"), "exo86.cli.Main"));
        return words;
    }

    /** The folder of the checkout: where the launcher's script is, or the one that the process was started in. */
    static Path home() {
        String script = System.getProperty("exo86.launcher");
        return (script == null ? Path.of(System.getProperty("exo86.root", "")) : Path.of(script).getParent()).toAbsolutePath().normalize();
    }

    /** A program of the host, by its name or path. */
    static Optional<Path> find(String program) {
        if (program.contains("/")) {
            return Optional.of(Path.of(program)).filter(Files::isExecutable);
        }
        return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
                .map(folder -> Path.of(folder, program)).filter(Files::isExecutable).findFirst();
    }
}
