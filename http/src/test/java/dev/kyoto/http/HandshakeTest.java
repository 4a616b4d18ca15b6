package dev.kyoto.http;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.pending;
import static dev.kyoto.Kyoto.ready;
import static dev.kyoto.Kyoto.sleep;
import static dev.kyoto.Kyoto.spawn;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kyoto.futures.Future;
import dev.kyoto.futures.stream.Streams;
import dev.kyoto.io.AsyncReadWrite;
import dev.kyoto.io.BufReader;
import dev.kyoto.io.ByteStreams;
import dev.kyoto.io.Duplex;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is done with a connection before its first request. */
class HandshakeTest extends HttpTestCase {
    private static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";

    private final Handler hello = request -> ready(Response.text("hello"));

    /** Reads a line, which has to be a password. */
    private static Future<AsyncReadWrite> password(AsyncReadWrite connection) {
        return async(() -> {
            var reader = new BufReader(connection);
            String line = reader.readLine().await();
            if (!"open".equals(line)) {
                throw new IOException("not " + line);
            }
            return ByteStreams.join(reader, connection);
        });
    }

    @Test
    void requestsComeOverWhatTheHandshakeMade() throws Exception {
        options = options.withHandshake(HandshakeTest::password);

        assertEquals(ok("hello") + ok("hello"), answers(hello, "op", "en\r\n" + GET, GET));
    }

    @Test
    void clientThatDoesNotShakeHandsIsLeftAndOthersAreServed() throws Exception {
        options = options.withHandshake(HandshakeTest::password);
        var connections = List.of(ByteStreams.duplex(1024), ByteStreams.duplex(1024), ByteStreams.duplex(1024));
        var refused = connections.get(0).first();
        var silent = connections.get(1).first();
        var served = connections.get(2).first();

        run(async(() -> {
            spawn(server(hello).serve(Streams.from(connections).map(Duplex::second), stop));
            refused.writeAll(bytes("shut\r\n" + GET)).await();
            assertEquals("", rest(refused).await());
            assertEquals(0, clock.nanos());
            served.writeAll(bytes("open\r\n" + GET)).await();
            assertEquals(ok("hello"), arrived(served).await());
            assertEquals("", rest(silent).await());
            assertEquals(10, Duration.ofNanos(clock.nanos()).toSeconds());
            served.writeAll(bytes(GET)).await();
            assertEquals(ok("hello"), arrived(served).await());
        }));
    }

    @Test
    void connectionIsClosedWhenItsHandshakeIsDropped() throws Exception {
        options = options.withHandshake(connection -> pending());

        run(async(() -> {
            var duplex = ByteStreams.duplex(16);
            var serving = spawn(server(hello).serveConnection(duplex.second(), stop));
            sleep(Duration.ofSeconds(1)).await();
            serving.abort();
            assertEquals("", rest(duplex.first()).await());
        }));
    }
}
