package exo86.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code exo86 version}. */
@Command(name = "version", description = "Print the version.")
final class VersionCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        System.out.println(Exo86.VERSION);
        return ExitCode.OK;
    }
}
