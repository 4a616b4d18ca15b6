package dev.kyoto.console.internal.watch;

import java.util.HashMap;
import java.util.Map;

/** Gives equal strings out as one: of a million tasks most are called alike. Not thread-safe. */
public final class Names {
    /** Past that the names are of a kind that does not repeat, and to keep them helps nobody. */
    private static final int MOST = 10_000;

    private final Map<String, String> known = new HashMap<>();

    String shared(String text) {
        if (known.size() >= MOST) {
            known.clear();
        }
        String same = known.putIfAbsent(text, text);
        return same == null ? text : same;
    }
}
