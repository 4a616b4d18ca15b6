package dev.kyoto.conformance;

import java.util.List;
import java.util.stream.Stream;

/** A test of Kyoto's: the simple name of its class, and its method. */
public record TestName(String type, String method) {
    public static List<TestName> parseAll(String text) {
        return Stream.of(text.split(",")).map(TestName::parse).toList();
    }

    private static TestName parse(String text) {
        String[] parts = text.strip().split("\\.");
        if (parts.length != 2) {
            throw new IllegalArgumentException("\"" + text.strip() + "\" is no test: write Class.method, or begin with"
                    + " \"n/a: \", \"missing: \" or \"otherwise: \".");
        }
        return new TestName(parts[0], parts[1]);
    }

    String describe() {
        return "`" + this + "`";
    }

    @Override
    public String toString() {
        return type + "." + method;
    }
}
