package dev.kyoto.tracing;

import dev.kyoto.Tracing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A span that writes down what is done to it, and objects to what must not be. */
final class RecordedSpan implements Span {
    private final String name;
    private final List<String> events;
    private @Nullable Thread enteredBy;
    private boolean ended;

    RecordedSpan(String name, List<String> events) {
        this.name = name;
        this.events = events;
    }

    @Override
    public void begin() {
        requireOutside();
        Span parent = Tracing.currentSpan();
        events.add(parent == null ? name + " begins" : name + " begins in " + parent);
    }

    @Override
    public void enter() {
        requireOutside();
        enteredBy = Thread.currentThread();
        events.add(name + " {");
    }

    @Override
    public void exit() {
        if (enteredBy != Thread.currentThread()) {
            throw new AssertionError(name + " was entered by " + enteredBy);
        }
        enteredBy = null;
        events.add(name + " }");
    }

    @Override
    public void completed() {
        end("completed");
    }

    @Override
    public void failed(Throwable failure) {
        end("failed: " + failure.getMessage());
    }

    @Override
    public void dropped() {
        end("dropped");
    }

    private void end(String how) {
        requireOutside();
        if (ended) {
            throw new AssertionError(name + " ends twice");
        }
        ended = true;
        events.add(name + " " + how);
    }

    private void requireOutside() {
        if (enteredBy != null) {
            throw new AssertionError(name + " is entered by " + enteredBy);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
