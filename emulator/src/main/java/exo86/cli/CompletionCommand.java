package exo86.cli;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code exo86 completion}: a script for bash, which zsh understands too. */
@Command(name = "completion", description = "Print a completion script for bash or zsh.",
        footer = {"", "bash:  source <(exo86 completion bash)", "zsh:   source <(exo86 completion zsh)"})
final class CompletionCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "bash|zsh", description = "The shell (default: bash).")
    private String shell = "bash";

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "Show this text.")
    private boolean help;

    @Override
    public Integer call() {
        if (!shell.equals("bash") && !shell.equals("zsh")) {
            throw UserError.usage("no completion for '" + shell + "'", "bash and zsh have one");
        }
        System.out.println(AutoComplete.bash("exo86", Exo86.line()));
        return ExitCode.OK;
    }
}
