package dev.kyoto.console.internal.serve;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Writes JSON (RFC 8259), one token after the other; where a comma belongs it finds out itself. Null members are left out. */
final class Json {
    private final StringBuilder out = new StringBuilder(4096);
    private boolean begun;

    Json object(Runnable members) {
        return nested('{', members, '}');
    }

    Json object(String name, Runnable members) {
        return name(name).object(members);
    }

    <E> Json array(String name, Iterable<E> elements, Consumer<E> each) {
        return name(name).nested('[', () -> elements.forEach(each), ']');
    }

    private Json nested(char open, Runnable content, char close) {
        comma();
        out.append(open);
        begun = false;
        content.run();
        out.append(close);
        begun = true;
        return this;
    }

    Json member(String name, @Nullable String value) {
        return value == null ? this : name(name).value(value);
    }

    Json member(String name, long value) {
        name(name).comma();
        out.append(value);
        begun = true;
        return this;
    }

    Json member(String name, boolean value) {
        name(name).comma();
        out.append(value);
        begun = true;
        return this;
    }

    /** Rounded: nobody reads more digits of a rate than these. */
    Json member(String name, double value) {
        name(name).comma();
        out.append(Double.isFinite(value) ? Math.round(value * 1000) / 1000.0 : 0.0);
        begun = true;
        return this;
    }

    Json member(String name, long[] values) {
        return name(name)
                .nested(
                        '[',
                        () -> {
                            for (long value : values) {
                                comma();
                                out.append(value);
                                begun = true;
                            }
                        },
                        ']');
    }

    Json member(String name, int[] values) {
        return name(name)
                .nested(
                        '[',
                        () -> {
                            for (int value : values) {
                                comma();
                                out.append(value);
                                begun = true;
                            }
                        },
                        ']');
    }

    Json value(String text) {
        comma();
        string(text);
        begun = true;
        return this;
    }

    private Json name(String name) {
        comma();
        string(name);
        out.append(':');
        begun = false;
        return this;
    }

    private void comma() {
        if (begun) {
            out.append(',');
        }
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                default -> {
                    if (c < ' '
                            || c == '<'
                            || c == 0x2028
                            || c == 0x2029
                            || Character.isSurrogate(c) && !isPair(text, i)) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static boolean isPair(String text, int i) {
        char c = text.charAt(i);
        return Character.isHighSurrogate(c)
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
