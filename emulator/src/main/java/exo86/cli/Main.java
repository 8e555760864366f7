package exo86.cli;

import exo86.device.Disk.DiskFailure;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The entry of the program: parses, runs a subcommand, turns what goes wrong into one line and an exit code. */
public final class Main {
    private Main() { }

    public static void main(String[] args) {
        int code = run(args);
        System.out.flush();
        System.exit(code);
    }

    /** The whole program but for the end of the process. */
    public static int run(String... args) {
        Optional<Callable<Integer>> plain = PlainArguments.command(args);
        if (plain.isPresent()) {
            return call(plain.get());
        }
        CommandLine line = Exo86.line(args);
        line.setPosixClusteredShortOptionsAllowed(false);
        line.setParameterExceptionHandler((failure, given) -> usage(failure).report());
        line.setExecutionExceptionHandler((failure, command, parsed) -> failed(failure));
        line.setUsageHelpAutoWidth(false);
        return line.execute(args);
    }

    private static int call(Callable<Integer> command) {
        try {
            return command.call();
        } catch (Exception failure) {
            return failed(failure);
        }
    }

    private static int failed(Exception failure) {
        if (failure instanceof UserError error) {
            return error.report();
        }
        if (failure instanceof DiskFailure) {
            return UserError.unreadable(failure.getMessage(), "").report();
        }
        System.err.println("exo86: error: this is a bug of exo86: " + failure);
        for (StackTraceElement element : failure.getStackTrace()) {
            System.err.println("  at " + element);
        }
        return ExitCode.INTERNAL;
    }

    private static UserError usage(ParameterException failure) {
        CommandLine command = failure.getCommandLine();
        String help = "try '" + command.getCommandSpec().qualifiedName() + " --help'";
        if (failure instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
            return unmatched(command, unmatched.getUnmatched().getFirst(), help);
        }
        String message = failure.getMessage();
        return UserError.usage(Character.toLowerCase(message.charAt(0)) + message.substring(1), help);
    }

    private static UserError unmatched(CommandLine command, String argument, String help) {
        if (argument.startsWith("-") && argument.length() > 1) {
            String name = argument.replaceFirst("=.*", "");
            return RefusedFlags.reason(name)
                    .map(reason -> UserError.usage("'" + name + "' is not supported: " + reason, help))
                    .orElseGet(() -> UserError.usage("unknown option '" + name + "'",
                            Suggestions.nearest(name, command.getCommandSpec().optionsMap().keySet())
                                    .map(near -> "did you mean '" + near + "'?").orElse(help)));
        }
        if (!command.getSubcommands().isEmpty()) {
            return UserError.usage("no command '" + argument + "'",
                    Suggestions.nearest(argument, command.getSubcommands().keySet())
                            .map(near -> "did you mean 'exo86 " + near + "'?").orElse(help));
        }
        return UserError.usage("unexpected argument '" + argument + "'", help);
    }
}
