package dev.kyoto.console.terminal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers, times and places as people read them: as the page has them. */
final class Words {
    private static final Pattern BLOCK = Pattern.compile("(?:.*\\.)?([^.]+\\.[^.,]+), (.+)");

    private Words() {}

    static String amount(double number) {
        if (number < 10 && number != Math.rint(number)) {
            return format("%.1f", number);
        }
        if (number < 99_999.5) {
            return format("%,d", Math.round(number));
        }
        return number < 999_500
                ? digits(number / 1e3) + " k"
                : number < 999_500_000 ? digits(number / 1e6) + " M" : digits(number / 1e9) + " G";
    }

    static String duration(long nanos) {
        if (nanos < 1) {
            return "0";
        }
        if (nanos < 1_000) {
            return nanos + " ns";
        }
        if (nanos < 999_500) {
            return digits(nanos / 1e3) + " µs";
        }
        if (nanos < 999_500_000) {
            return digits(nanos / 1e6) + " ms";
        }
        if (nanos < 59_950_000_000L) {
            return digits(nanos / 1e9) + " s";
        }
        long seconds = Math.round(nanos / 1e9);
        if (seconds < 3_600) {
            return format("%d m %02d s", seconds / 60, seconds % 60);
        }
        return seconds < 86_400
                ? format("%d h %02d m", seconds / 3_600, seconds / 60 % 60)
                : format("%d d %02d h", seconds / 86_400, seconds / 3_600 % 24);
    }

    private static String digits(double number) {
        return format(number >= 99.95 ? "%.0f" : number >= 9.995 ? "%.1f" : "%.2f", number);
    }

    static String percent(double share) {
        return Math.round(100 * share) + " %";
    }

    /** {@code Server.serve  Server.java:44}, of an object with class, method, file and line. */
    static String position(JsonNode at) {
        String type = at.path("class").asText();
        String place = at.path("file").asText("")
                + (at.path("line").asInt() > 0 ? ":" + at.path("line").asInt() : "");
        return type.substring(type.lastIndexOf('.') + 1).replace('$', '.') + "."
                + at.path("method").asText() + "  " + place;
    }

    /** Of {@code com.example.Server.serve, Server.java:44}: {@code Server.serve  Server.java:44}. Other names as they are. */
    static String shortName(String name) {
        Matcher block = BLOCK.matcher(name);
        return block.matches() ? block.group(1) + "  " + block.group(2) : name;
    }

    /** What comes from the program may hold anything, also what a terminal takes for a command. */
    static String harmless(String text) {
        return text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? ' ' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
