package dev.kyoto.http;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a message ends, by its fields: RFC 9112, section 6. Whatever two readers could see differently is refused, also where the RFC
 * allows to guess: both lengths at once, a length twice, a coding in HTTP/1.0.
 */
final class Framing {
    /** More digits may not fit into a long. */
    private static final int MOST_DIGITS = 18;

    private Framing() {}

    /** How long the body is, or -1 if it comes in chunks; a request without either has none. */
    static long ofRequest(RequestHead head) throws HttpException {
        if (isChunked(head.headers(), head.minorVersion())) {
            return -1;
        }
        return head.headers().contains("Content-Length") ? contentLength(head.headers()) : 0;
    }

    /** Whether the body comes in chunks. */
    static boolean isChunked(Headers headers, int minorVersion) throws HttpException {
        if (!headers.contains("Transfer-Encoding")) {
            return false;
        }
        if (headers.contains("Content-Length")) {
            throw new HttpException(400, "There are both a Content-Length and a Transfer-Encoding.");
        }
        if (minorVersion == 0) {
            throw new HttpException(400, "There is a Transfer-Encoding, which HTTP/1.0 does not have.");
        }
        List<String> codings = new ArrayList<>();
        for (String list : headers.all("Transfer-Encoding")) {
            for (String coding : list.split(",", -1)) {
                codings.add(coding.strip());
            }
        }
        for (int i = 0; i < codings.size(); i++) {
            boolean isLast = i == codings.size() - 1;
            if (codings.get(i).equalsIgnoreCase("chunked") != isLast) {
                throw new HttpException(400, "The last Transfer-Encoding is not chunked, or not the only one that is.");
            }
        }
        if (codings.size() > 1) {
            throw new HttpException(501, "Of Transfer-Encodings only chunked is understood.");
        }
        return true;
    }

    /** Of headers that have one. */
    static long contentLength(Headers headers) throws HttpException {
        List<String> all = headers.all("Content-Length");
        if (all.size() > 1) {
            throw new HttpException(400, "There is more than one Content-Length.");
        }
        String digits = all.get(0);
        if (digits.isEmpty() || digits.length() > MOST_DIGITS) {
            throw noNumber();
        }
        long length = 0;
        for (int i = 0; i < digits.length(); i++) {
            char digit = digits.charAt(i);
            if (digit < '0' || digit > '9') {
                throw noNumber();
            }
            length = 10 * length + digit - '0';
        }
        return length;
    }

    private static HttpException noNumber() {
        return new HttpException(400, "The Content-Length is no number, or too large a one.");
    }
}
