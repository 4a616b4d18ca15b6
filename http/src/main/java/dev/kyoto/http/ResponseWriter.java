package dev.kyoto.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;

/** Turns responses into heads: their fields, and those about their body and the connection, which are the server's to say. */
final class ResponseWriter {
    private static final byte[] CHUNKED = "Transfer-Encoding: chunked\r\n".getBytes(US_ASCII);
    private static final byte[] CLOSE = "Connection: close\r\n".getBytes(US_ASCII);
    private static final byte[] KEEP_ALIVE = "Connection: keep-alive\r\n".getBytes(US_ASCII);

    private static final byte[] LENGTH = "Content-Length: ".getBytes(US_ASCII);

    private ResponseWriter() {}

    /** Whether no body follows, whatever the response has. */
    static boolean isWithoutBody(Response response, RequestHead request) {
        return request.isHead() || Status.isWithoutBody(response.status());
    }

    /** Whether the client sees the end of the body by the end of the connection: HTTP/1.0 has nothing else. */
    static boolean endsByClosing(Response response, RequestHead request) {
        return response.body().length() < 0 && request.minorVersion() == 0 && !isWithoutBody(response, request);
    }

    /** Puts the head. */
    static void put(Response response, RequestHead request, boolean keepsAlive, Instant now, Output output) {
        Headers headers = response.headers();
        output.put(Status.line(response.status()));
        if (!headers.contains("Date")) {
            output.put(HttpDate.field(now));
        }
        for (int i = 0; i < headers.size(); i++) {
            if (!isTheConnections(headers.nameAt(i))) {
                output.putField(headers.nameAt(i), headers.valueAt(i));
            }
        }
        putLength(response, request, output);
        if (!keepsAlive) {
            output.put(CLOSE);
        } else if (request.minorVersion() == 0) {
            output.put(KEEP_ALIVE);
        }
        output.endLine();
    }

    private static void putLength(Response response, RequestHead request, Output output) {
        long length = response.body().length();
        boolean isNever = Status.isWithoutBody(response.status());
        String announced = response.headers().get("Content-Length");
        if (announced != null && length == 0 && (response.status() == 304 || request.isHead() && !isNever)) {
            output.putField("Content-Length", announced);
        } else if (!isNever && length >= 0) {
            output.put(LENGTH);
            output.put(length);
            output.endLine();
        } else if (!isNever && request.minorVersion() > 0) {
            output.put(CHUNKED);
        }
    }

    /** Whether a field of this name is about the connection, or where the body ends, and so is never passed on. */
    static boolean isTheConnections(String name) {
        return switch (name.length()) {
            case 10 -> name.equalsIgnoreCase("Connection") || name.equalsIgnoreCase("Keep-Alive");
            case 14 -> name.equalsIgnoreCase("Content-Length");
            case 17 -> name.equalsIgnoreCase("Transfer-Encoding");
            default -> false;
        };
    }
}
