package dev.kyoto;

import dev.kyoto.task.UncaughtHandler;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An uncaught handler that remembers. */
public final class Failures implements UncaughtHandler {
    private final List<String> seen = new CopyOnWriteArrayList<>();

    @Override
    public void uncaught(String origin, Throwable failure) {
        seen.add(origin + ": " + failure);
    }

    public List<String> seen() {
        return seen;
    }
}
