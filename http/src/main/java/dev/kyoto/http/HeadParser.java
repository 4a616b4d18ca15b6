package dev.kyoto.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/**
 * Reads a head that is there as a whole, and refuses whatever RFC 9112 does not write: also what it lets a lenient reader accept,
 * such as space before a colon, folded lines, or several spaces in the first line.
 */
final class HeadParser {
    /** Of names that nearly every request has, so that they are not made anew each time. */
    private static final String[] COMMON_NAMES = {
        "Accept",
        "Accept-Encoding",
        "Accept-Language",
        "Cache-Control",
        "Connection",
        "Content-Length",
        "Content-Type",
        "Cookie",
        "Date",
        "Host",
        "Referer",
        "Server",
        "Transfer-Encoding",
        "User-Agent",
        "accept",
        "connection",
        "content-length",
        "content-type",
        "host",
        "user-agent"
    };

    private static final String[] COMMON_METHODS = {"GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS"};

    private final byte[] bytes;
    private final int maxHeaders;
    private int at;

    /** @param bytes which a {@link HeadScanner} has found to be lines, the last of them empty */
    HeadParser(byte[] bytes, int maxHeaders) {
        this.bytes = bytes;
        this.maxHeaders = maxHeaders;
    }

    /** {@code GET /path HTTP/1.1}, and the fields. */
    RequestHead request() throws HttpException {
        int start = at;
        while (Syntax.isTokenByte(bytes[at])) {
            at++;
        }
        if (at == start || bytes[at] != ' ') {
            throw new HttpException(400, "The request does not begin with a method and one space.");
        }
        String method = name(COMMON_METHODS, start, at);
        start = ++at;
        while (Syntax.isTargetByte(bytes[at])) {
            at++;
        }
        if (at == start || bytes[at] != ' ') {
            throw new HttpException(400, "The request's target is empty, or has a character that is to be encoded.");
        }
        String target = text(start, at);
        at++;
        int minor = version();
        requireEndOfLine();
        return new RequestHead(method, target, minor, fields());
    }

    /** {@code HTTP/1.1 200 OK}, and the fields. */
    ResponseHead response() throws HttpException {
        int minor = version();
        int status = 0;
        for (int i = 1; i <= 3; i++) {
            byte digit = bytes[at + i];
            if (digit < '0' || digit > '9') { // the end of the line is none, and the next line has two bytes more
                throw new HttpException(400, "There is no status of three digits.");
            }
            status = 10 * status + digit - '0';
        }
        boolean separated = bytes[at] == ' ';
        at += 4;
        if (!separated || status < 100 || bytes[at] != ' ' && bytes[at] != '\r') {
            throw new HttpException(400, "There is no status of three digits.");
        }
        while (bytes[at] != '\r') {
            if (!Syntax.isValueByte(bytes[at++])) {
                throw new HttpException(400, "The first line has a control character.");
            }
        }
        requireEndOfLine();
        return new ResponseHead(status, minor, fields());
    }

    /** The fields alone, as behind the last chunk of a body. */
    Headers fields() throws HttpException {
        String[] fields = new String[16];
        int count = 0;
        while (bytes[at] != '\r') {
            if (count == 2 * maxHeaders) {
                throw new HttpException(431, "There are more than " + maxHeaders + " fields.");
            }
            if (count == fields.length) {
                fields = Arrays.copyOf(fields, 2 * count);
            }
            fields[count++] = fieldName();
            fields[count++] = fieldValue();
            requireEndOfLine();
        }
        return Headers.checked(count == fields.length ? fields : Arrays.copyOf(fields, count));
    }

    private String fieldName() throws HttpException {
        int start = at;
        while (Syntax.isTokenByte(bytes[at])) {
            at++;
        }
        if (at == start && Syntax.isBlank(bytes[at])) {
            throw new HttpException(400, "A field is folded into several lines.");
        }
        if (at == start || bytes[at] != ':') {
            throw new HttpException(400, "A field does not begin with a name and a colon.");
        }
        return name(COMMON_NAMES, start, at++);
    }

    private String fieldValue() throws HttpException {
        while (Syntax.isBlank(bytes[at])) {
            at++;
        }
        int start = at;
        while (Syntax.isValueByte(bytes[at])) {
            at++;
        }
        int end = at;
        while (end > start && Syntax.isBlank(bytes[end - 1])) {
            end--;
        }
        return text(start, end);
    }

    /** The second digit of HTTP's version. A 1.2 would be understood as 1.1 is. */
    private int version() throws HttpException {
        boolean isVersion = at + 8 < bytes.length
                && bytes[at] == 'H'
                && bytes[at + 1] == 'T'
                && bytes[at + 2] == 'T'
                && bytes[at + 3] == 'P'
                && bytes[at + 4] == '/'
                && isDigit(bytes[at + 5])
                && bytes[at + 6] == '.'
                && isDigit(bytes[at + 7]);
        if (!isVersion) {
            throw new HttpException(400, "The first line does not name a version of HTTP where one has to be.");
        }
        if (bytes[at + 5] != '1') {
            throw new HttpException(505, "This server speaks HTTP/1.1.");
        }
        int minor = bytes[at + 7] - '0';
        at += 8;
        return minor;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private void requireEndOfLine() throws HttpException {
        if (bytes[at] != '\r') {
            throw new HttpException(400, "A line has a control character, or something behind its end.");
        }
        at += 2; // behind the CR is an LF: the scanner has seen to it
    }

    private String name(String[] common, int start, int end) {
        for (String name : common) {
            if (name.length() == end - start && isAt(name, start)) {
                return name;
            }
        }
        return text(start, end);
    }

    private boolean isAt(String name, int start) {
        for (int i = 0; i < name.length(); i++) {
            if (bytes[start + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private String text(int start, int end) {
        return new String(bytes, start, end - start, ISO_8859_1);
    }
}
