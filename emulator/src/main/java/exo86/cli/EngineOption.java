package exo86.cli;

import exo86.cpu.Engine;
import exo86.jit.Jit;
import picocli.CommandLine.Option;

/** What executes guest code; a mixin for every subcommand that runs a machine. The guest cannot tell the engines apart. */
final class EngineOption {
    @Option(names = "--engine", paramLabel = "interp|jit", description = "Interpret, or translate hot code to JVM bytecode (default: ${DEFAULT-VALUE}).")
    private String name = "interp";

    Engine.Factory factory() {
        return switch (name) {
            case "interp" -> Engine.INTERPRETER;
            case "jit" -> Jit::new;
            default -> throw UserError.usage("'--engine=" + name + "': no such engine", "possible: interp, jit");
        };
    }
}
