package dev.kyoto.conformance;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What Kyoto says to a behaviour of its peer. */
sealed interface Verdict {
    /** It behaves so, as {@code tests} show. */
    record Covered(List<TestName> tests) implements Verdict {}

    /** Deliberately not so; {@code tests} show what it does instead. */
    record Otherwise(String decision, List<TestName> tests) implements Verdict {}

    /** The question does not arise in Java. */
    record Inapplicable(String reason) implements Verdict {}

    /** Not there. */
    record Missing(String what) implements Verdict {}

    /** {@code n/a: reason}, {@code missing: what}, {@code otherwise: decision, tests}, or tests. */
    static Verdict parse(String text) {
        int colon = text.indexOf(": ");
        String rest = text.substring(colon < 0 ? 0 : colon + 2).strip();
        if (text.startsWith("n/a: ")) {
            return new Inapplicable(rest);
        }
        if (text.startsWith("missing: ")) {
            return new Missing(rest);
        }
        if (text.startsWith("otherwise: ")) {
            int tests = rest.lastIndexOf(", ");
            return new Otherwise(rest.substring(0, tests), TestName.parseAll(rest.substring(tests + 2)));
        }
        return new Covered(TestName.parseAll(text));
    }

    /** Of whatever is claimed to be shown. */
    default Stream<TestName> named() {
        if (this instanceof Covered covered) {
            return covered.tests.stream();
        }
        return this instanceof Otherwise otherwise ? otherwise.tests.stream() : Stream.empty();
    }

    /** As a cell of a table. */
    default String describe() {
        String tests = named().map(TestName::describe).collect(Collectors.joining(", "));
        if (this instanceof Otherwise otherwise) {
            return "*Otherwise:* " + otherwise.decision + ". " + tests;
        }
        if (this instanceof Inapplicable inapplicable) {
            return "*Not in Java:* " + inapplicable.reason;
        }
        return this instanceof Missing missing ? "**Missing:** " + missing.what : tests;
    }
}
