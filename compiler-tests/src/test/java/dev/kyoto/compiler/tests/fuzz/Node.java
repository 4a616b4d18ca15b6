package dev.kyoto.compiler.tests.fuzz;

import java.util.ArrayList;
import java.util.List;

/**
 * A piece of generated source: text, and smaller pieces in it. It can be written in two ways, as plain synchronous code and
 * as the body of an async block; the two differ in their {@linkplain Twin twins} alone.
 */
final class Node {
    enum Kind {
        /** Can be left out, or replaced by the statements in it. */
        STATEMENT,
        /** Can be replaced by a literal of its type, or by an expression of its type that is in it. */
        EXPRESSION,
        /** Stays. */
        FIXED
    }

    /** Text that depends on how it is written. */
    record Twin(String plain, String async) {}

    final Kind kind;

    /** Of an expression. */
    final Type type;

    /** Strings, twins and nodes. */
    final List<Object> parts;

    private Node(Kind kind, Type type, Object... parts) {
        this.kind = kind;
        this.type = type;
        this.parts = new ArrayList<>(List.of(parts));
    }

    static Node statement(Object... parts) {
        return new Node(Kind.STATEMENT, null, parts);
    }

    static Node expression(Type type, Object... parts) {
        return new Node(Kind.EXPRESSION, type, parts);
    }

    static Node fixed(Object... parts) {
        return new Node(Kind.FIXED, null, parts);
    }

    Node add(Object... more) {
        parts.addAll(List.of(more));
        return this;
    }

    String write(boolean async) {
        StringBuilder text = new StringBuilder();
        write(async, text);
        return text.toString();
    }

    private void write(boolean async, StringBuilder text) {
        for (Object part : parts) {
            if (part instanceof Node node) {
                node.write(async, text);
            } else if (part instanceof Twin twin) {
                text.append(async ? twin.async() : twin.plain());
            } else {
                text.append(part);
            }
        }
    }

    /** The nearest nodes of a kind below this one. */
    List<Node> nearest(Kind wanted) {
        List<Node> found = new ArrayList<>();
        for (Object part : parts) {
            if (part instanceof Node node) {
                if (node.kind == wanted) {
                    found.add(node);
                } else {
                    found.addAll(node.nearest(wanted));
                }
            }
        }
        return found;
    }
}
