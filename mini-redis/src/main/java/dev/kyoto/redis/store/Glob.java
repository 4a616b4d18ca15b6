package dev.kyoto.redis.store;

import dev.kyoto.redis.protocol.Bytes;

/**
 * Redis's patterns: {@code *} any bytes, {@code ?} one byte, {@code [abc]}, {@code [a-z]} and {@code [^a]} one byte of a set,
 * {@code \} takes what follows literally.
 *
 * <p>Matching goes back to the latest star only, never to an earlier one: time is at most pattern times text, where the
 * obvious recursion takes exponential time for patterns like {@code *a*a*a*b}.
 */
public final class Glob {
    private final Bytes pattern;

    public Glob(Bytes pattern) {
        this.pattern = pattern;
    }

    public Bytes pattern() {
        return pattern;
    }

    public boolean matches(Bytes text) {
        int p = 0;
        int t = 0;
        int afterStar = -1;
        int starEnd = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.at(p) == '*') {
                afterStar = ++p;
                starEnd = t;
                continue;
            }
            if (p < pattern.length() && matchesOne(p, text.at(t))) {
                p = next(p);
                t++;
                continue;
            }
            if (afterStar == -1) {
                return false;
            }
            p = afterStar;
            t = ++starEnd;
        }
        while (p < pattern.length() && pattern.at(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** Whether {@code b} is matched by the element at {@code p}. */
    private boolean matchesOne(int p, byte b) {
        return switch (pattern.at(p)) {
            case '?' -> true;
            case '[' -> matchesSet(p, b);
            case '\\' -> pattern.at(Math.min(p + 1, pattern.length() - 1)) == b;
            default -> pattern.at(p) == b;
        };
    }

    private boolean matchesSet(int p, byte b) {
        int end = next(p);
        int i = p + 1;
        boolean negated = i < end && pattern.at(i) == '^';
        if (negated) {
            i++;
        }
        boolean found = false;
        while (i < end && pattern.at(i) != ']') {
            if (pattern.at(i) == '\\' && i + 1 < end) {
                i++;
            }
            int low = pattern.at(i) & 0xff;
            int high = low;
            if (i + 2 < end && pattern.at(i + 1) == '-') {
                high = pattern.at(i + 2) & 0xff;
                i += 2;
            }
            int value = b & 0xff;
            found |= Math.min(low, high) <= value && value <= Math.max(low, high);
            i++;
        }
        return found != negated;
    }

    /** Where the element behind the one at {@code p} begins. A set that is not closed goes to the end. */
    private int next(int p) {
        int i = p + 1;
        if (pattern.at(p) == '\\') {
            return Math.min(i + 1, pattern.length());
        }
        if (pattern.at(p) != '[') {
            return i;
        }
        while (i < pattern.length() && pattern.at(i) != ']') {
            i += pattern.at(i) == '\\' ? 2 : 1;
        }
        return Math.min(i + 1, pattern.length());
    }
}
