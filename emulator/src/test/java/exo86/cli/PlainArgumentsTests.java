package exo86.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The short way of reading arguments stores what picocli would store, and leaves everything else to it. */
final class PlainArgumentsTests {
    /** What options and parameters hold, by the field's name. */
    private static Map<String, Object> options(Object command) throws IllegalAccessException {
        Map<String, Object> all = new TreeMap<>();
        for (Field field : command.getClass().getDeclaredFields()) {
            field.setAccessible(true);
            if (field.isAnnotationPresent(CommandLine.Mixin.class)) {
                options(field.get(command)).forEach((name, value) -> all.put(field.getName() + "." + name, value));
            } else if (field.isAnnotationPresent(Option.class) || field.isAnnotationPresent(Parameters.class)) {
                all.put(field.getName(), Optional.ofNullable(field.get(command)));
            }
        }
        return all;
    }

    private static Object picocli(String... words) {
        CommandLine line = Exo86.line(words).setPosixClusteredShortOptionsAllowed(false);
        return line.parseArgs(words).subcommand().commandSpec().userObject();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "boot", "boot --fresh", "boot -m 32", "boot -m=32 --hash --jit-stats --engine=interp", "boot --live --max-insns 5M", "boot --engine jit",
        "run", "run disk.img", "run kernel.elf -m 32 --engine=jit --jit-stats", "run --engine=jit -m 64 -kernel a.elf", "run --kernel=a.elf --append one",
        "run -kernel a.elf -append key=value -initrd one,two", "run -hda disk.img -snapshot -nographic -display none", "run --hda disk.img --writable",
        "run -drive file=disk.img,format=raw,if=ide -device isa-debug-exit,iobase=0xf4,iosize=4 -serial null", "run -m 64Q disk.img", "run --display gtk x",
        "run disk.img -serial file:out -debugcon stdio -no-reboot -no-shutdown -boot c --hash --max-insns 100,000", "run -m=5 disk.img -serial=null",
    })
    void storesWhatPicocliStores(String line) throws IllegalAccessException {
        String[] words = line.split(" ");
        Optional<Callable<Integer>> plain = PlainArguments.command(words);
        assertEquals(options(picocli(words)), options(plain.orElseThrow()), line);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "version", "debug disk.img", "boot disk.img", "boot --engine=verify", "boot --memory 32", "boot -h", "boot --help", "boot --fresh --fresh",
        "run a b", "run -m", "run -m 32 -m 64", "run -kernel a --kernel b", "run -kernel -m", "run -kernel", "run @arguments", "run -kernel @a", "run -m32",
        "run --engine=verify a", "run --engine=fast a", "run --timeout 5 a", "run --module a -kernel b", "run -rtc base=utc a", "run -smp 2", "run --hash=false a",
        "run -snapshot=true a", "run -- a", "run - a", "run -device a -device b x", "run --hash --hash", "run -nographic --nographic", "run -snapshot --snapshot",
    })
    void leavesTheRestToPicocli(String line) {
        assertTrue(PlainArguments.command(line.split(" ")).isEmpty(), line);
    }

    @Test
    void leavesEmptyWordsToPicocli() {
        assertTrue(PlainArguments.command().isEmpty());
        assertTrue(PlainArguments.command("run", "").isEmpty());
        assertTrue(PlainArguments.command("run", "-append", "", "-kernel", "a").isEmpty());
    }

    /** Each option that the command has: either not plain, or stored in the same way. */
    @Test
    void agreesOnEachOption() {
        for (String command : new String[] {"run", "boot"}) {
            CommandSpec spec = Exo86.line(command).getSubcommands().get(command).getCommandSpec();
            for (CommandLine.Model.OptionSpec option : spec.options()) {
                for (String name : option.names()) {
                    String[] words = option.arity().max() == 0 ? new String[] {command, name} : new String[] {command, name, "jit"};
                    PlainArguments.command(words).ifPresent(plain -> {
                        try {
                            assertEquals(options(picocli(words)), options(plain), name);
                        } catch (IllegalAccessException bad) {
                            throw new AssertionError(bad);
                        }
                    });
                }
            }
        }
    }
}
