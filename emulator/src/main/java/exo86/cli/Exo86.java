package exo86.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root command: its subcommands do the work. */
@Command(name = "exo86", subcommands = {BootCommand.class, RunCommand.class, HelpCommand.class},
        version = "exo86 0.1.0",
        description = "An IA-32 computer that you can see through.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the guest ended itself and reported success", "1:the guest reported failure", "2:usage error",
            "3:the guest crashed", "4:the budget is used up (--max-insns, --timeout)",
            "5:conformance divergence", "7:an image or symbol file cannot be read", "70:a bug of exo86"})
final class Exo86 implements Runnable {
    @Spec
    private CommandSpec spec;

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this text.")
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "Show the version.")
    private boolean version;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "no command given: boot starts the built-in system");
    }
}
