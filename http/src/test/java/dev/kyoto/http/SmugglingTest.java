package dev.kyoto.http;

import static dev.kyoto.Kyoto.ready;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What two programs in a row could understand differently: each is refused, the connection is closed, and what stands behind it is
 * never taken for a request.
 */
class SmugglingTest extends HttpTestCase {
    private static final String NEXT = "GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n";

    private final List<String> served = new ArrayList<>();

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                // where lines end
                "GET / HTTP/1.1\\nHost: h\\n\\n|400",
                "GET / HTTP/1.1\\r\\nHost: h\\n\\r\\n|400",
                "GET / HTTP/1.1\\r\\nHost: h\\r\\nA: b\\rC: d\\r\\n\\r\\n|400",
                "GET / HTTP/1.1\\r\\nHost: h\\r\\nA: b\\rXC: d\\r\\n\\r\\n|400",
                "GET / HTTP/1.1\\r\\nHost: h\\r\\r\\n\\r\\n|400",
                "\\r\\n\\r\\nGET / HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n|400",
                // the first line
                "GET  / HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n|400",
                "GET /  HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n|400",
                " GET / HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n|400",
                "GET\\t/ HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n|400",
                "GET / HTTP/1.1 \\r\\nHost: h\\r\\n\\r\\n|400",
                "GET /\\r\\nHost: h\\r\\n\\r\\n|400",
                "GET / http/1.1\\r\\nHost: h\\r\\n\\r\\n|400",
                "GET / HTTP/1.10\\r\\nHost: h\\r\\n\\r\\n|400",
                "GET / HTTP/11\\r\\nHost: h\\r\\n\\r\\n|400",
                "G(T / HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n|400",
                "GET /\\x00 HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n|400",
                "GET /\\xe9 HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n|400",
                "GET /#a HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n|400",
                "GET path HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n|400",
                "GET * HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n|400",
                "GET ftp://h/ HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n|400",
                "GET http:///path HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n|400",
                "GET http://user@h/ HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n|400",
                "CONNECT h:80 HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n|501",
                "GET / HTTP/2.0\\r\\nHost: h\\r\\n\\r\\n|505",
                "PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n|505",
                // fields
                "GET / HTTP/1.1\\r\\nHost : h\\r\\n\\r\\n|400",
                "GET / HTTP/1.1\\r\\n Host: h\\r\\n\\r\\n|400",
                "GET / HTTP/1.1\\r\\nHost: h\\r\\nA: b\\r\\n c\\r\\n\\r\\n|400",
                "GET / HTTP/1.1\\r\\nHost: h\\r\\nA: b\\r\\n\\tc\\r\\n\\r\\n|400",
                "GET / HTTP/1.1\\r\\nHost: h\\r\\nA\\r\\n\\r\\n|400",
                "GET / HTTP/1.1\\r\\nHost: h\\r\\n: b\\r\\n\\r\\n|400",
                "GET / HTTP/1.1\\r\\nHost: h\\r\\nA b: c\\r\\n\\r\\n|400",
                "GET / HTTP/1.1\\r\\nHost: h\\r\\nA: \\x00\\r\\n\\r\\n|400",
                "GET / HTTP/1.1\\r\\nHost: h\\r\\nA: \\x7f\\r\\n\\r\\n|400",
                "GET / HTTP/1.1\\r\\nHost: h\\r\\nA\\xe9: b\\r\\n\\r\\n|400",
                // the host
                "GET / HTTP/1.1\\r\\n\\r\\n|400",
                "GET / HTTP/1.1\\r\\nHost: h\\r\\nHost: h\\r\\n\\r\\n|400",
                "GET / HTTP/1.1\\r\\nHost: h/path\\r\\n\\r\\n|400",
                "GET / HTTP/1.1\\r\\nHost: h i\\r\\n\\r\\n|400",
                "GET / HTTP/1.1\\r\\nHost: u@h\\r\\n\\r\\n|400",
                "GET / HTTP/1.1\\r\\nHost: h:80:81\\r\\n\\r\\n|400",
                "GET / HTTP/1.1\\r\\nHost: h:http\\r\\n\\r\\n|400",
                "GET / HTTP/1.1\\r\\nHost: [h\\r\\n\\r\\n|400",
                "GET / HTTP/1.1\\r\\nHost: [::1]h\\r\\n\\r\\n|400",
                "GET http://h:x/ HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n|400",
                // the length
                "POST / HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: 1\\r\\nContent-Length: 1\\r\\n\\r\\na|400",
                "POST / HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: 1\\r\\nContent-Length: 2\\r\\n\\r\\na|400",
                "POST / HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: 1, 1\\r\\n\\r\\na|400",
                "POST / HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: +1\\r\\n\\r\\na|400",
                "POST / HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: -1\\r\\n\\r\\na|400",
                "POST / HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: 0x1\\r\\n\\r\\na|400",
                "POST / HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: 1 1\\r\\n\\r\\na|400",
                "POST / HTTP/1.1\\r\\nHost: h\\r\\nContent-Length:\\r\\n\\r\\na|400",
                "POST / HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: 18446744073709551617\\r\\n\\r\\na|400",
                // chunks
                "POST / HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: 5\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n|400",
                "POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: chunked\\r\\nContent-Length: 5\\r\\n\\r\\n0\\r\\n\\r\\n|400",
                "POST / HTTP/1.0\\r\\nHost: h\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n|400",
                "POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: identity\\r\\n\\r\\n|400",
                "POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: xchunked\\r\\n\\r\\n|400",
                "POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: chunked, identity\\r\\n\\r\\n|400",
                "POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: chunked, chunked\\r\\n\\r\\n|400",
                "POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: chunked\\r\\nTransfer-Encoding: identity\\r\\n\\r\\n|400",
                "POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: \\x0bchunked\\r\\n\\r\\n|400",
                "POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: gzip, chunked\\r\\n\\r\\n0\\r\\n\\r\\n|501",
                "POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n1\\na\\r\\n0\\r\\n\\r\\n|400",
                "POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n1;a\\nb\\r\\na\\r\\n0\\r\\n\\r\\n|400",
                "POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n1 \\r\\na\\r\\n0\\r\\n\\r\\n|400",
                "POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0x1\\r\\na\\r\\n0\\r\\n\\r\\n|400",
                "POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n-1\\r\\na\\r\\n0\\r\\n\\r\\n|400",
                "POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n1\\r\\nab\\r\\n0\\r\\n\\r\\n|400",
                "POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n10000000000000001\\r\\na\\r\\n0\\r\\n\\r\\n|400",
                "POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\nA : b\\r\\n\\r\\n|400",
                "POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\n|400",
                "POST / HTTP/1.1\\r\\nHost: h\\r\\nExpect: miracle\\r\\nContent-Length: 1\\r\\n\\r\\na|417",
            })
    void requestIsRefusedAndNothingBehindItIsServed(String request, int status) throws Exception {
        Handler reader = Handler.of(asked -> {
            served.add(asked.path());
            asked.body().bytes().await();
            return Response.text("read");
        });

        String answer = answers(reader, unescaped(request) + NEXT);

        assertEquals(status, statusOf(answer), answer);
        assertTrue(answer.contains("\r\nConnection: close\r\n"), answer);
        int body = answer.indexOf("\r\n\r\n") + 4;
        assertTrue(answer.contains("\r\nContent-Length: " + (answer.length() - body) + "\r\n"), answer);
        assertTrue(answer.length() - body > 10, answer);
        assertEquals(1, answer.split("HTTP/1.1 ", -1).length - 1, () -> "responses in " + answer);
        assertTrue(!served.contains("/smuggled"), served::toString);
        assertEquals(List.of(), failures);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '§',
            quoteCharacter = '`',
            value = {
                "GET / HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n",
                "\\r\\nGET / HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n",
                "GET / HTTP/1.1\\r\\nhOST:h\\r\\n\\r\\n",
                "GET / HTTP/1.1\\r\\nHost:\\t h:80 \\r\\nA: \\r\\nB:\\xe9\\r\\n\\r\\n",
                "GET http://h/ HTTP/1.1\\r\\nHost: other\\r\\n\\r\\n",
                "GET / HTTP/1.1\\r\\nHost: [::1]:80\\r\\n\\r\\n",
                "GET / HTTP/1.1\\r\\nHost:\\r\\n\\r\\n",
                "GET /?a|b^c HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n",
                "POST / HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: 0\\r\\n\\r\\n",
                "POST / HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: 3\\r\\n\\r\\nabc",
                "POST / HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: Chunked\\r\\n\\r\\n3;ext=1\\r\\nabc\\r\\n0\\r\\nT: x\\r\\n\\r\\n",
                "OPTIONS * HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n",
                "PURGE / HTTP/1.1\\r\\nHost: h\\r\\n\\r\\n",
                "GET / HTTP/1.2\\r\\nHost: h\\r\\n\\r\\n",
            })
    void whatTheRfcAllowsIsServedAndSoIsWhatStandsBehindIt(String request) throws Exception {
        String answer = answers(
                asked -> {
                    served.add(asked.path());
                    return ready(Response.text("ok"));
                },
                unescaped(request) + NEXT);

        assertEquals(ok("ok") + ok("ok"), answer);
        assertEquals("/smuggled", served.get(1));
    }

    private static String unescaped(String text) {
        var unescaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                unescaped.append(c);
                continue;
            }
            c = text.charAt(++i);
            switch (c) {
                case 'r' -> unescaped.append('\r');
                case 'n' -> unescaped.append('\n');
                case 't' -> unescaped.append('\t');
                default -> {
                    unescaped.append((char) Integer.parseInt(text, i + 1, i + 3, 16));
                    i += 2;
                }
            }
        }
        return unescaped.toString();
    }
}
