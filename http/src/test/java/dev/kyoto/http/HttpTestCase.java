package dev.kyoto.http;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.spawn;
import static dev.kyoto.Kyoto.yieldNow;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kyoto.Runtime;
import dev.kyoto.futures.Future;
import dev.kyoto.io.AsyncReadWrite;
import dev.kyoto.io.ByteStreams;
import dev.kyoto.task.CancellationToken;
import dev.kyoto.time.VirtualClock;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A runtime on the test's thread, whose time goes on by itself when there is nothing else to do, and servers in memory. */
abstract class HttpTestCase {
    static final String DATE = "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n";

    final VirtualClock clock = new VirtualClock();
    final Runtime runtime = Runtime.builder().currentThread().clock(clock).build();
    final CancellationToken stop = new CancellationToken();
    final List<Throwable> failures = new ArrayList<>();
    ServerOptions options = ServerOptions.DEFAULT.withOnFailure((request, failure) -> failures.add(failure));

    @AfterEach
    void closeRuntime() {
        assertEquals(List.of(), runtime.shutdown(Duration.ofSeconds(10)));
    }

    <T> T run(Future<T> future) throws Exception {
        return runtime.blockOn(future);
    }

    HttpServer server(Handler handler) {
        return new HttpServer(handler, options);
    }

    /** The client's end of a connection to a server. */
    AsyncReadWrite connect(Handler handler) {
        var duplex = ByteStreams.duplex(1 << 16);
        spawn(server(handler).serveConnection(duplex.second(), stop));
        return duplex.first();
    }

    /** All that a server answers to a client that sends this, and nothing more. */
    String answers(Handler handler, String... pieces) throws Exception {
        return run(async(() -> {
            try (var client = connect(handler)) {
                for (String piece : pieces) {
                    client.writeAll(bytes(piece)).await();
                    settle().await();
                }
                client.shutdown().await();
                return rest(client).await();
            }
        }));
    }

    /** All that a server sends until it ends the connection, to a client that waits for that. */
    String answersToTheEnd(Handler handler, String request) throws Exception {
        return run(async(() -> {
            try (var client = connect(handler)) {
                client.writeAll(bytes(request)).await();
                return rest(client).await();
            }
        }));
    }

    /** Lets the server do all that it can do at this time. */
    static Future<Void> settle() {
        return async(() -> {
            for (int i = 0; i < 20; i++) {
                yieldNow().await();
            }
        });
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    }

    /** What can be read at present. */
    static Future<String> arrived(AsyncReadWrite client) {
        return async(() -> {
            settle().await();
            var buffer = ByteBuffer.allocate(1 << 16);
            client.read(buffer).await();
            return undated(new String(buffer.array(), 0, buffer.position(), ISO_8859_1));
        });
    }

    /** All that can be read up to the end. */
    static Future<String> rest(AsyncReadWrite client) {
        return async(() -> undated(client.readToString(ISO_8859_1, 1 << 20).await()));
    }

    /** With the same date everywhere. */
    private static String undated(String responses) {
        return responses.replaceAll("Date: [^\r]* GMT\r\n", DATE);
    }

    static String head(int status, String... fields) {
        var head = new StringBuilder("HTTP/1.1 " + status + " " + Status.reason(status) + "\r\n" + DATE);
        for (String field : fields) {
            head.append(field).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    static String ok(String text) {
        return head(200, "Content-Type: text/plain; charset=utf-8", "Content-Length: " + text.length()) + text;
    }

    static int statusOf(String response) {
        return Integer.parseInt(response.substring(9, 12));
    }
}
