package exo86.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The root command: its subcommands, listed in {@link #COMMANDS}, do the work. Reading a command's options takes tens of
 * milliseconds, so only the one that was named is read.
 */
@Command(name = "exo86",
        version = Exo86.VERSION,
        description = "An IA-32 computer that you can see through.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the guest ended itself and reported success", "1:the guest reported failure; errors in a source file", "2:usage error",
            "3:the guest crashed", "4:the budget is used up (--max-insns, --timeout)",
            "5:an engine disagrees with the other one or with a conformance vector", "7:an image or symbol file cannot be read", "70:a bug of exo86"},
        footer = {"", "Examples:",
            "  exo86 boot                                  the built-in system; Ctrl-a x leaves",
            "  printf 'ls\\nshutdown\\n' | exo86 boot       the same, scripted",
            "  exo86 run -kernel kernel.elf -m 32 -append quiet",
            "  exo86 debug disk.img                        stopped at the first instruction",
            "  exo86 ash build --root src --module hello --layout flat -o hello.elf",
            "  exo86 dis hello.elf"})
final class Exo86 implements Runnable {
    static final String VERSION = "exo86 0.1.0";

    /** Every subcommand by its name, in the order of the help text. */
    private static final Map<String, Class<?>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("boot", BootCommand.class);
        COMMANDS.put("run", RunCommand.class);
        COMMANDS.put("debug", DebugCommand.class);
        COMMANDS.put("conform", ConformCommand.class);
        COMMANDS.put("bench", BenchCommand.class);
        COMMANDS.put("jit", JitCommand.class);
        COMMANDS.put("ash", AshCommand.class);
        COMMANDS.put("asm", AsmCommand.class);
        COMMANDS.put("link", LinkCommand.class);
        COMMANDS.put("image", ImageCommand.class);
        COMMANDS.put("dis", DisCommand.class);
        COMMANDS.put("doctor", DoctorCommand.class);
        COMMANDS.put("completion", CompletionCommand.class);
        COMMANDS.put("version", VersionCommand.class);
        COMMANDS.put("help", HelpCommand.class);
    }

    @Spec
    private CommandSpec spec;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this text.")
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "Show the version.")
    private boolean version;

    /** The command line with the subcommand that the arguments name, or with all if they name none. */
    static CommandLine line(String... arguments) {
        CommandLine line = new CommandLine(new Exo86());
        Class<?> named = arguments.length == 0 || arguments[0].equals("help") ? null : COMMANDS.get(arguments[0]);
        if (named != null) {
            line.addSubcommand(named);
        } else {
            COMMANDS.values().forEach(line::addSubcommand);
        }
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given: boot starts the built-in system");
    }
}
