package dev.kyoto.console.internal.serve;

import java.util.Locale;
import java.util.Map;

/** What a page asked for. Everything has a default, and nonsense counts as nothing. */
record Parameters(Map<String, String> values) {
    String text(String name) {
        return values.getOrDefault(name, "");
    }

    String lowerCase(String name) {
        return text(name).toLowerCase(Locale.ROOT);
    }

    boolean is(String name) {
        return text(name).equals("true");
    }

    long number(String name, long otherwise) {
        try {
            return Long.parseLong(text(name));
        } catch (NumberFormatException none) {
            return otherwise;
        }
    }

    int number(String name, int otherwise, int least, int most) {
        return (int) Math.max(least, Math.min(most, number(name, otherwise)));
    }
}
