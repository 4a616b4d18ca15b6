package dev.kyoto.compiler.tests.harness;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What happened in one run of a construct, in which order. Written in the same words by a block and by its plain twin. */
public final class Journal {
    private final List<String> lines = new ArrayList<>();

    public void add(String line) {
        lines.add(line);
    }

    /** Notes {@code what} with a value; answers the value. */
    public <T> T add(String what, T value) {
        lines.add(what + " " + Outcome.text(value));
        return value;
    }

    /** A resource whose opening and closing are noted; closing fails if it {@code leaks}. */
    public AutoCloseable resource(String name, boolean leaks) {
        add("open " + name);
        return () -> {
            add("close " + name);
            if (leaks) {
                throw new IOException("cannot close " + name);
            }
        };
    }

    List<String> lines() {
        return lines;
    }
}
