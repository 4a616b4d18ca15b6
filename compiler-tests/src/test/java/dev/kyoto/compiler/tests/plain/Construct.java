package dev.kyoto.compiler.tests.plain;

import java.util.ArrayList;
import java.util.List;

/** Collects the bodies of a test instead of driving them. */
public final class Construct {
    private final List<Body> bodies = new ArrayList<>();

    public interface Body {
        Future<?> of(Source source) throws Exception;
    }

    public List<Body> bodies() {
        return bodies;
    }

    public void yields(String expected, Body body) {
        bodies.add(body);
    }

    public void fails(String expected, Body body) {
        bodies.add(body);
    }
}
