package exo86.tests.programs;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A piece of a random program: text, and pieces in it. Making a program smaller means replacing pieces; {@link Shrinker} does. */
final class Node {
    /** The type of an expression; null for statements and declarations, which may go without a replacement. */
    final Type type;
    /** Strings and nodes, in order. */
    final List<Object> parts = new ArrayList<>();

    private Node(Type type, Object... parts) {
        this.type = type;
        this.parts.addAll(List.of(parts));
    }

    static Node expression(Type type, Object... parts) {
        return new Node(type, parts);
    }

    static Node statement(Object... parts) {
        return new Node(null, parts);
    }

    Node add(Object part) {
        parts.add(part);
        return this;
    }

    String text() {
        StringBuilder out = new StringBuilder();
        text(out);
        return out.toString();
    }

    private void text(StringBuilder out) {
        for (Object part : parts) {
            if (part instanceof Node node) {
                node.text(out);
            } else {
                out.append(part);
            }
        }
    }

    List<Node> children() {
        return parts.stream().filter(Node.class::isInstance).map(Node.class::cast).toList();
    }

    /** This piece and all in it, outer ones first. */
    void walk(Consumer<Node> each) {
        each.accept(this);
        children().forEach(child -> child.walk(each));
    }

    int size() {
        return 1 + children().stream().mapToInt(Node::size).sum();
    }
}
