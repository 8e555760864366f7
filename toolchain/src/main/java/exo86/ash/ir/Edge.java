package exo86.ash.ir;

import java.util.List;

/** A way into a block, with a word for each of its parameters. */
public record Edge(Block block, List<Operand> arguments) {
    public Edge {
        arguments = List.copyOf(arguments);
    }

    public static Edge to(Block block, Operand... arguments) {
        return new Edge(block, List.of(arguments));
    }

    public Edge map(Mapping m) {
        return arguments.isEmpty() ? this : new Edge(block, m.all(arguments));
    }
}
