package dev.kyoto.compiler.tests.fuzz;

import java.util.ArrayList;
import java.util.List;

/** Makes a failing body as small as it can while it fails in the same way. */
final class Reducer {
    /** Candidates that are compiled together: few at first, since one that still fails ends the search among them. */
    private static final int TOGETHER = 24;

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
            List<Candidate> candidates = candidates(body.root());
            for (int from = 0; from < candidates.size() && attemptsLeft > 0 && !smaller; from += TOGETHER) {
                List<Candidate> some = candidates.subList(from, Math.min(from + TOGETHER, candidates.size()));
                Verdict reduced = firstThatFails(some, body, smallest.kind());
                smaller = reduced != null;
                smallest = smaller ? reduced : smallest;
            }
        }
        return smallest;
    }

    /** What might stand in place of the node at a position within its parent. */
    private record Candidate(Node parent, int index, Node replacement) {
        /** Puts the replacement there; answers what was there before. */
        Node swap() {
            return (Node) parent.parts.set(index, replacement);
        }
    }

    private Verdict firstThatFails(List<Candidate> candidates, Body body, Verdict.Kind wanted) {
        List<Specimen> specimens = new ArrayList<>();
        for (Candidate candidate : candidates) {
            Node original = candidate.swap();
            specimens.add(Specimen.of(body, specimens.size()));
            new Candidate(candidate.parent(), candidate.index(), original).swap();
        }
        attemptsLeft -= specimens.size();
        List<Verdict> verdicts = laboratory.judge(specimens);
        for (int number = 0; number < verdicts.size(); number++) {
            if (verdicts.get(number).kind() == wanted) {
                candidates.get(number).swap();
                return verdicts.get(number);
            }
        }
        return null;
    }

    /** The outer before the inner, so that much goes at once. */
    private static List<Candidate> candidates(Node root) {
        List<Candidate> candidates = new ArrayList<>();
        List<Node> level = List.of(root);
        while (!level.isEmpty()) {
            List<Node> next = new ArrayList<>();
            for (Node parent : level) {
                for (int index = 0; index < parent.parts.size(); index++) {
                    if (parent.parts.get(index) instanceof Node node) {
                        for (Node replacement : replacements(node)) {
                            candidates.add(new Candidate(parent, index, replacement));
                        }
                        next.add(node);
                    }
                }
            }
            level = next;
        }
        return candidates;
    }

    private static List<Node> replacements(Node node) {
        List<Node> replacements = new ArrayList<>();
        if (node.kind == Node.Kind.STATEMENT && !node.parts.isEmpty()) {
            replacements.add(Node.statement());
            List<Node> inner = node.nearest(Node.Kind.STATEMENT);
            if (!inner.isEmpty()) {
                replacements.add(Node.statement(inner.toArray()));
                replacements.addAll(inner);
            }
        } else if (node.kind == Node.Kind.EXPRESSION && !node.write(false).equals(node.type.literal)) {
            replacements.add(Node.expression(node.type, node.type.literal));
            for (Node inner : node.nearest(Node.Kind.EXPRESSION)) {
                if (inner.type == node.type) {
                    replacements.add(inner);
                }
            }
        }
        return replacements;
    }
}
