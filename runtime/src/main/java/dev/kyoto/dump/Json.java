package dev.kyoto.dump;

/** Writes JSON, one token after the other; where a comma belongs it finds out itself. */
final class Json {
    private final StringBuilder out = new StringBuilder();

    /** Whether something of the innermost object or array was written, so that a comma comes before the next. */
    private boolean begun;

    Json beginObject() {
        return open('{');
    }

    Json endObject() {
        return close('}');
    }

    Json beginArray() {
        return open('[');
    }

    Json endArray() {
        return close(']');
    }

    Json name(String name) {
        separate();
        quote(name);
        out.append(':');
        begun = false;
        return this;
    }

    Json value(String text) {
        separate();
        quote(text);
        return this;
    }

    Json value(long number) {
        separate();
        out.append(number);
        return this;
    }

    Json value(boolean value) {
        separate();
        out.append(value);
        return this;
    }

    @Override
    public String toString() {
        return out.toString();
    }

    private Json open(char bracket) {
        separate();
        out.append(bracket);
        begun = false;
        return this;
    }

    private Json close(char bracket) {
        out.append(bracket);
        begun = true;
        return this;
    }

    private void separate() {
        if (begun) {
            out.append(',');
        }
        begun = true;
    }

    private void quote(String text) {
        out.append('"');
        int plain = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isToBeEscaped(c, text, i)) {
                out.append(text, plain, i);
                out.append(c == '"' || c == '\\' ? "\\" + c : String.format("\\u%04x", (int) c));
                plain = i + 1;
            }
        }
        out.append(text, plain, text.length()).append('"');
    }

    /** Line separators are legal in JSON but were not in JavaScript before 2019; half a surrogate pair has no UTF-8. */
    private static boolean isToBeEscaped(char c, String text, int i) {
        return c < ' '
                || c == '"'
                || c == '\\'
                || c == '\u2028'
                || c == '\u2029'
                || Character.isSurrogate(c) && !isPaired(text, i);
    }

    private static boolean isPaired(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
}
