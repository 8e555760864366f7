package exo86.cli;

import exo86.cpu.Engine;
import exo86.jit.Jit;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** What executes guest code; a mixin for every subcommand that runs a machine. The guest cannot tell the engines apart. */
final class EngineOption implements PlainOptions {
    @Option(names = "--engine", paramLabel = "interp|jit|verify",
            description = "Interpret, translate hot code to JVM bytecode, or both in lock-step, compared (default: ${DEFAULT-VALUE}).")
    private String name = "jit";

    @Option(names = "--verify-seed", paramLabel = "N", description = "With --engine=verify: decides where the two are compared (default: 1).")
    private long seed = 1;

    @Option(names = "--jit-stats", description = "At the end say on standard error what was translated and how much ran translated.")
    private boolean statistics;

    @Override
    public boolean flag(String option) {
        if (!option.equals("--jit-stats")) {
            return false;
        }
        statistics = true;
        return true;
    }

    /** Not {@code verify}: its bundle names the words that picocli read. */
    @Override
    public boolean value(String option, String value) {
        if (!option.equals("--engine") || !value.equals("jit") && !value.equals("interp")) {
            return false;
        }
        name = value;
        return true;
    }

    /** After a run on {@code used}: what was asked for. */
    void report(Engine used) {
        if (statistics && used instanceof Jit jit) {
            System.err.println("jit: " + jit.statistics());
        }
    }

    /** Whether two engines run in lock-step. */
    boolean verified() {
        return name.equals("verify");
    }

    long seed() {
        return seed;
    }

    /** A run in lock-step, which the words {@code arguments} start; a bundle would be made in the working folder. */
    VerifiedRun run(List<String> arguments) {
        return new VerifiedRun(factory(), seed, Path.of(""), arguments);
    }

    /** The engine that runs, or is tested. */
    Engine.Factory factory() {
        return switch (name) {
            case "interp" -> Engine.INTERPRETER;
            case "jit", "verify" -> Jit::new;
            default -> throw UserError.usage("'--engine=" + name + "': no such engine", "possible: interp, jit, verify");
        };
    }

    static UserError live() {
        return UserError.usage("--engine=verify cannot take what is typed at a terminal: two machines read it", "give it from a file or a pipe: </dev/null if nothing is typed");
    }
}
