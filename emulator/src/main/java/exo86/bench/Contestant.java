package exo86.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Something that runs guests.
 *
 * @param name short, for columns
 * @param before the command line up to the guest's file
 * @param after what follows the file
 * @param environment variables to set
 */
public record Contestant(String name, List<String> before, List<String> after, Map<String, String> environment) {
    public Contestant {
        before = List.copyOf(before);
        after = List.copyOf(after);
        environment = Map.copyOf(environment);
    }

    /** exo86 itself, started by {@code launcher}, with these options of {@code exo86 run}. */
    public static Contestant exo86(String name, List<String> launcher, int megabytes, List<String> options) {
        List<String> before = new ArrayList<>(launcher);
        before.add("run");
        before.addAll(options);
        before.addAll(List.of("-m", Integer.toString(megabytes), "-kernel"));
        return new Contestant(name, before, List.of(), Map.of());
    }

    /** QEMU's translator without a display; {@code counting} makes it count instructions, as we always do. */
    public static Contestant qemu(String program, int megabytes, boolean counting) {
        List<String> after = new ArrayList<>(List.of("-display", "none", "-serial", "stdio", "-monitor", "none",
                "-device", "isa-debug-exit,iobase=0x501,iosize=4", "-m", Integer.toString(megabytes), "-accel", "tcg"));
        if (counting) {
            after.addAll(List.of("-icount", "shift=0"));
        }
        return new Contestant(counting ? "qemu-icount" : "qemu", List.of(program, "-kernel"), after, Map.of());
    }

    /** The same with one more environment variable. */
    public Contestant with(String variable, String value) {
        Map<String, String> more = new java.util.HashMap<>(environment);
        more.put(variable, value);
        return new Contestant(name, before, after, more);
    }

    ProcessBuilder process(Path guest) {
        List<String> command = new ArrayList<>(before);
        command.add(guest.toString());
        command.addAll(after);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return builder;
    }
}
