package exo86.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Unmatched;

/** A program of the toolchain as a subcommand, in this process: every argument, {@code --help} too, goes to it as it is. */
abstract class ToolCommand implements Callable<Integer> {
    @Unmatched
    private List<String> arguments = new ArrayList<>();

    abstract int run(String[] words);

    @Override
    public final Integer call() {
        return run(arguments.toArray(String[]::new));
    }
}
