package dev.kyoto.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request is for: {@code /path?query}, or that with {@code http://host} before it, or {@code *}.
 *
 * @param authority the host, and perhaps a port; null if it was not there
 * @param path from the first slash on, as it was sent; or {@code *}
 * @param query what is behind the first question mark, as it was sent; null if there is none
 */
record Target(
        @Nullable String scheme,
        @Nullable String authority,
        String path,
        @Nullable String query) {
    /**
     * @throws IllegalArgumentException if it is none of these
     */
    static Target parse(String target) {
        int pathStart = 0;
        String scheme = null;
        String authority = null;
        if (!target.startsWith("/") && !target.equals("*")) {
            int separator = target.indexOf("://");
            scheme = separator < 0 ? "" : target.substring(0, separator).toLowerCase(java.util.Locale.ROOT);
            if (!scheme.equals("http") && !scheme.equals("https")) {
                throw new IllegalArgumentException(
                        "A request's target begins with /, http:// or https://, not as " + target);
            }
            pathStart = endOfAuthority(target, separator + 3);
            authority = target.substring(separator + 3, pathStart);
            if (authority.isEmpty() || !Syntax.isAuthority(authority)) {
                throw new IllegalArgumentException("There is no host in the target " + target);
            }
        }
        int question = target.indexOf('?', pathStart);
        String path = target.substring(pathStart, question < 0 ? target.length() : question);
        String query = question < 0 ? null : target.substring(question + 1);
        return new Target(scheme, authority, path.isEmpty() ? "/" : path, query);
    }

    private static int endOfAuthority(String target, int start) {
        for (int i = start; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c == '/' || c == '?') {
                return i;
            }
        }
        return target.length();
    }

    /** The path and the query, as they go to the server itself. */
    String origin() {
        return query == null ? path : path + "?" + query;
    }

    /** The values of the query's parameter {@code name}, in their order, as forms encode them. */
    List<String> values(String name) throws HttpException {
        List<String> values = new ArrayList<>();
        if (query != null) {
            for (String parameter : query.split("&")) {
                int equals = parameter.indexOf('=');
                String key = equals < 0 ? parameter : parameter.substring(0, equals);
                if (decode(key, true).equals(name)) {
                    values.add(equals < 0 ? "" : decode(parameter.substring(equals + 1), true));
                }
            }
        }
        return values;
    }

    /**
     * {@code text} with what is encoded by percent signs decoded, as UTF-8.
     *
     * @param plusIsSpace as in a query, not in a path
     * @throws HttpException with the status 400 if it is not encoded so, or if there is a zero byte in it: no text has one, and to
     *     much that is written in C it is the end
     */
    static String decode(String text, boolean plusIsSpace) throws HttpException {
        if (text.indexOf('%') < 0 && (!plusIsSpace || text.indexOf('+') < 0)) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int high = i + 2 < text.length() ? Syntax.hexDigit(text.charAt(i + 1)) : -1;
                int low = i + 2 < text.length() ? Syntax.hexDigit(text.charAt(i + 2)) : -1;
                if (high < 0 || low < 0 || (high | low) == 0) {
                    throw new HttpException(
                            400,
                            "A percent sign in the target is not followed by two hexadecimal digits, or they are zero.");
                }
                bytes.write(high << 4 | low);
                i += 2;
            } else {
                bytes.write(plusIsSpace && c == '+' ? ' ' : c);
            }
        }
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new HttpException(400, "What is encoded in the target is no text in UTF-8.");
        }
    }
}
