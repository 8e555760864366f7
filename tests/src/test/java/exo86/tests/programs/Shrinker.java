package exo86.tests.programs;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Makes a program smaller while it stays interesting: leaves out statements, keeps what is inside of them, puts literals and parts in place of expressions. */
final class Shrinker {
    private final Node program;
    private final BooleanSupplier interesting;
    private int tries;

    /** @param tries after so many tries the program is small enough */
    Shrinker(Node program, BooleanSupplier interesting, int tries) {
        this.program = program;
        this.interesting = interesting;
        this.tries = tries;
    }

    void run() {
        boolean again = true;
        while (again && tries > 0) {
            again = shrink(program);
        }
    }

    private boolean shrink(Node node) {
        boolean smaller = false;
        for (int i = node.parts.size() - 1; i >= 0; i--) {
            if (!(node.parts.get(i) instanceof Node child)) {
                continue;
            }
            if (child.size() == 1 && child.parts.isEmpty()) {
                node.parts.remove(i);
                continue;
            }
            Node kept = child;
            for (Node candidate : candidates(child)) {
                if (tries-- <= 0) {
                    return false;
                }
                node.parts.set(i, candidate);
                if (interesting.getAsBoolean()) {
                    kept = candidate;
                    smaller = true;
                    break;
                }
            }
            node.parts.set(i, kept);
            smaller |= shrink(kept);
        }
        return smaller;
    }

    private static List<Node> candidates(Node node) {
        List<Node> candidates = new ArrayList<>();
        if (node.type == null) {
            candidates.add(Node.statement());
            List<Node> inside = node.children().stream().filter(child -> child.type == null).toList();
            if (!inside.isEmpty() && node.parts.size() > inside.size()) {
                inside.forEach(candidates::add);
                Node all = Node.statement();
                inside.forEach(all::add);
                candidates.add(all);
            }
            return candidates;
        }
        if (!node.type.least().isEmpty() && !node.text().equals(node.type.least())) {
            candidates.add(Node.expression(node.type, node.type.least()));
        }
        node.walk(part -> {
            if (part != node && node.type.equals(part.type) && candidates.size() < 6) {
                candidates.add(part);
            }
        });
        return candidates;
    }
}
