package dev.kyoto.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Turns requests into heads: their fields, and those about their body and the connection, which are the client's to say. */
final class RequestWriter {
    private static final byte[] VERSION = " HTTP/1.1\r\n".getBytes(US_ASCII);
    private static final byte[] LENGTH = "Content-Length: ".getBytes(US_ASCII);
    private static final byte[] CHUNKED = "Transfer-Encoding: chunked\r\n".getBytes(US_ASCII);
    private static final byte[] CLOSE = "Connection: close\r\n".getBytes(US_ASCII);

    private RequestWriter() {}

    static void put(Request request, Output output) {
        Headers headers = request.headers();
        Target target = request.parsedTarget();
        output.put(request.method());
        output.put(" ");
        output.put(target.origin());
        output.put(VERSION);
        String authority = target.authority();
        if (authority != null && !headers.contains("Host")) {
            output.putField("Host", authority); // first, where RFC 9110 wants it
        }
        for (int i = 0; i < headers.size(); i++) {
            if (!ResponseWriter.isTheConnections(headers.nameAt(i))) {
                output.putField(headers.nameAt(i), headers.valueAt(i));
            }
        }
        putLength(request, output);
        if (headers.lists("Connection", "close")) {
            output.put(CLOSE);
        }
        output.endLine();
    }

    private static void putLength(Request request, Output output) {
        long length = request.body().length();
        if (length < 0) {
            output.put(CHUNKED);
        } else if (length > 0 || expectsBody(request.method())) {
            output.put(LENGTH);
            output.put(length);
            output.endLine();
        }
    }

    /** Whether a server would wonder where the body is, if it is not told that it is empty. */
    private static boolean expectsBody(String method) {
        return switch (method) {
            case "POST", "PUT", "PATCH" -> true;
            default -> false;
        };
    }
}
