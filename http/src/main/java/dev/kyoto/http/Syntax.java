package dev.kyoto.http;

/** The characters of RFC 9110 and RFC 9112: what names, values and targets are made of. */
final class Syntax {
    /** Letters, digits and some signs: names of methods and of fields. */
    private static final boolean[] TOKEN = set("!#$%&'*+-.^_`|~");

    /** A host, as RFC 3986 writes it. */
    private static final boolean[] HOST = set("-._~!$&'()*+,;=%");

    /** An IPv6 address, within its brackets, or a later one. */
    private static final boolean[] ADDRESS = set("-._~!$&'()*+,;=:");

    private Syntax() {}

    private static boolean[] set(String signs) {
        boolean[] set = new boolean[256];
        for (char c = 0; c < 128; c++) {
            set[c] = signs.indexOf(c) >= 0 || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
        }
        return set;
    }

    static boolean isTokenByte(byte b) {
        return TOKEN[b & 0xff];
    }

    static boolean isToken(String text) {
        return !text.isEmpty() && consistsOf(text, 0, text.length(), TOKEN);
    }

    /** Whether it can stand in a Host field: a host, and perhaps a colon and a port. It may be empty there. */
    static boolean isAuthority(String text) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end > 1 && consistsOf(text, 1, end, ADDRESS) && isPort(text, end + 1);
        }
        int colon = text.indexOf(':');
        int end = colon < 0 ? text.length() : colon;
        return consistsOf(text, 0, end, HOST) && isPort(text, end);
    }

    /** Nothing, or a colon and digits, of which there may be none. */
    private static boolean isPort(String text, int start) {
        for (int i = start + 1; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return start == text.length() || text.charAt(start) == ':';
    }

    private static boolean consistsOf(String text, int start, int end, boolean[] set) {
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c > 0xff || !set[c]) {
                return false;
            }
        }
        return true;
    }

    /** Visible, a space or a tab; or above ASCII, which programs of old have sent. */
    static boolean isValueByte(byte b) {
        return b >= ' ' && b != 0x7f || b < 0 || b == '\t';
    }

    /** Of a request's target: visible ASCII. A fragment is never sent. */
    static boolean isTargetByte(byte b) {
        return b > ' ' && b < 0x7f && b != '#';
    }

    /** Whether a field may have it as its value: no control characters, nothing beyond ISO 8859-1, no space around it. */
    static boolean isValue(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0xff || !isValueByte((byte) c)) {
                return false;
            }
        }
        return text.isEmpty() || !isBlank(text.charAt(0)) && !isBlank(text.charAt(text.length() - 1));
    }

    static boolean isTarget(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c > 0x7f || !isTargetByte((byte) c)) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    static boolean isBlank(int c) {
        return c == ' ' || c == '\t';
    }

    /** The value of a hexadecimal digit, or -1. */
    static int hexDigit(int c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }
}
