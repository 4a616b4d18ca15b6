package dev.kyoto.compiler.tests.fuzz;

import java.util.ArrayList;
import java.util.List;

/** Makes a failing body as small as it can while it fails in the same way. */
final class Reducer {
    private final Laboratory laboratory;
    private int attemptsLeft;

    Reducer(Laboratory laboratory, int attempts) {
        this.laboratory = laboratory;
        this.attemptsLeft = attempts;
    }

    /** Changes {@code body}, and answers its verdict in the end. */
    Verdict reduce(Body body, Verdict verdict) {
        Verdict smallest = verdict;
        for (boolean smaller = true; smaller && attemptsLeft > 0; ) {
            smaller = false;
            for (Place place : places(body.statements())) {
                Verdict reduced = reduceAt(place, body, smallest);
                smaller |= reduced != null;
                smallest = reduced == null ? smallest : reduced;
            }
        }
        return smallest;
    }

    /** A node within its parent. */
    private record Place(Node parent, int index) {
        Node get() {
            return (Node) parent.parts.get(index);
        }

        void set(Node node) {
            parent.parts.set(index, node);
        }
    }

    /** All places, the outer before the inner, so that much goes at once. */
    private static List<Place> places(Node node) {
        List<Place> places = new ArrayList<>();
        for (int index = 0; index < node.parts.size(); index++) {
            if (node.parts.get(index) instanceof Node) {
                places.add(new Place(node, index));
            }
        }
        for (Place place : List.copyOf(places)) {
            places.addAll(places(place.get()));
        }
        return places;
    }

    private Verdict reduceAt(Place place, Body body, Verdict wanted) {
        Node original = place.get();
        for (Node candidate : candidates(original)) {
            if (attemptsLeft-- <= 0) {
                break;
            }
            place.set(candidate);
            Verdict verdict = laboratory.judge(body);
            if (verdict.kind() == wanted.kind()) {
                return verdict;
            }
        }
        place.set(original);
        return null;
    }

    private static List<Node> candidates(Node node) {
        List<Node> candidates = new ArrayList<>();
        if (node.kind == Node.Kind.STATEMENT && !node.parts.isEmpty()) {
            candidates.add(Node.statement());
            List<Node> inner = node.nearest(Node.Kind.STATEMENT);
            if (!inner.isEmpty()) {
                candidates.add(Node.statement(inner.toArray()));
                inner.forEach(each -> candidates.add(each));
            }
        } else if (node.kind == Node.Kind.EXPRESSION && !node.write(false).equals(node.type.literal)) {
            candidates.add(Node.expression(node.type, node.type.literal));
            for (Node inner : node.nearest(Node.Kind.EXPRESSION)) {
                if (inner.type == node.type) {
                    candidates.add(inner);
                }
            }
        }
        return candidates;
    }
}
