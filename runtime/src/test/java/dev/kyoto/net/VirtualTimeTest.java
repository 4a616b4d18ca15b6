package dev.kyoto.net;

import static dev.kyoto.Kyoto.*;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kyoto.RuntimeTestCase;
import dev.kyoto.futures.Future;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** A clock that moves by itself, and sockets that something is on its way to. */
class VirtualTimeTest extends RuntimeTestCase {
    private static final int PAIRS = 4;
    private static final int ROUNDS = 150;

    @Test
    void timeWaitsForBytesThatAreOnTheirWay() throws Exception {
        runtime.blockOn(async(() -> {
            try (var listener = TcpListener.bind("127.0.0.1:0").await()) {
                List<Future<Void>> pairs = new ArrayList<>();
                for (int i = 0; i < PAIRS; i++) {
                    var accepting = spawn(listener.accept());
                    var client = TcpStream.connect(listener.localAddress()).await();
                    pairs.add(spawn(talk(client, accepting.await())));
                }
                joinAll(pairs).await();
            }
        }));

        assertEquals(0, clock.nanos());
    }

    @Test
    void timeMovesWhenNobodySendsAnything() throws Exception {
        runtime.blockOn(async(() -> {
            try (var listener = TcpListener.bind("127.0.0.1:0").await()) {
                try {
                    timeout(ofSeconds(1), listener.accept()).await();
                } catch (TimeoutException late) {
                    events.add("late");
                }
            }
        }));

        assertEquals(List.of("late"), events);
        assertEquals(1_000_000_000L, clock.nanos());
    }

    private static Future<Void> talk(TcpStream client, TcpStream server) {
        return async(() -> {
            try (client;
                    server) {
                var echo = spawn(async(() -> {
                    var buffer = ByteBuffer.allocate(1);
                    for (int i = 0; i < ROUNDS; i++) {
                        timeout(ofSeconds(1), server.read(buffer)).await();
                        server.writeAll(buffer.flip()).await();
                        buffer.clear();
                    }
                }));
                var buffer = ByteBuffer.allocate(1);
                for (int i = 0; i < ROUNDS; i++) {
                    client.writeAll(ByteBuffer.wrap(new byte[1])).await();
                    timeout(ofSeconds(1), client.read(buffer)).await();
                    buffer.clear();
                }
                echo.await();
            }
        });
    }
}
