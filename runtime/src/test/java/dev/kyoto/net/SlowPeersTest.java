package dev.kyoto.net;

import static dev.kyoto.Kyoto.*;
import static java.time.Duration.ofSeconds;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.RuntimeTestCase;
import dev.kyoto.futures.Future;
import dev.kyoto.task.JoinHandle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Peers that send a byte now and then, to keep a connection for as long as they like; and what a time limit does about them. */
class SlowPeersTest extends RuntimeTestCase {
    private static final int MESSAGE_BYTES = 8;
    private static final int SLOW_PEERS = 1_000;
    private static final int ROUNDS = 100;

    /** A limit on the whole message, where one on each read would be met by any byte. */
    @Test
    void aMessageThatComesByteByByteRunsOutOfTimeThoughBytesCome() throws Exception {
        runtime.blockOn(async(() -> {
            try (var listener = TcpListener.bind("127.0.0.1:0").await()) {
                try (var peer = TcpStream.connect(listener.localAddress()).await()) {
                    var served = spawn(serve(listener.accept().await()));
                    int sent = 0;
                    var answer = spawn(peer.read(ByteBuffer.allocate(1)));
                    while (!answer.isFinished()) {
                        sent++;
                        try {
                            peer.writeByte(sent).await();
                        } catch (IOException closedMeanwhile) {
                            break;
                        }
                        sleep(ofSeconds(4)).await();
                    }
                    assertEquals(-1, answer.await());
                    assertEquals(3, sent, "bytes at 0, 4 and 8 seconds, and the limit is 10");
                    assertEquals("too slow after 3 bytes", served.await());
                }
            }
        }));
        assertEquals(12, clock.nanos() / 1_000_000_000);
    }

    @Test
    void whoIsSilentInTheMiddleOfAMessageIsSentAway() throws Exception {
        runtime.blockOn(async(() -> {
            try (var listener = TcpListener.bind("127.0.0.1:0").await()) {
                try (var peer = TcpStream.connect(listener.localAddress()).await()) {
                    var served = spawn(serve(listener.accept().await()));
                    peer.writeByte(1).await();
                    assertEquals(-1, peer.read(ByteBuffer.allocate(1)).await());
                    assertEquals("too slow after 1 bytes", served.await());
                }
            }
        }));
        assertEquals(10, clock.nanos() / 1_000_000_000);
    }

    /** Counted, not timed: a round trip beside a thousand slow peers takes as many polls as one alone. */
    @Test
    void aThousandSlowPeersTakeNoTurnsFromTheOthers() throws Exception {
        runtime.blockOn(async(() -> {
            try (var listener = TcpListener.bind("127.0.0.1:0").await()) {
                List<JoinHandle<String>> served = new ArrayList<>();
                List<TcpStream> slow = new ArrayList<>();
                for (int i = 0; i < SLOW_PEERS; i++) {
                    var peer = TcpStream.connect(listener.localAddress()).await();
                    served.add(spawn(serve(listener.accept().await())));
                    slow.add(peer);
                    peer.writeByte(1).await();
                }
                try (var quick = TcpStream.connect(listener.localAddress()).await()) {
                    served.add(spawn(serve(listener.accept().await())));
                    exchange(quick).await();
                    long before = runtime.metrics().polls();
                    for (int i = 0; i < ROUNDS; i++) {
                        exchange(quick).await();
                    }
                    long polls = runtime.metrics().polls() - before;
                    assertTrue(polls <= 4 * ROUNDS, polls + " polls for " + ROUNDS + " round trips");
                    assertEquals(0, clock.nanos(), "no time limit was reached");
                }
                assertEquals("ended", served.get(SLOW_PEERS).await());
                for (int i = 0; i < SLOW_PEERS; i++) {
                    assertEquals("too slow after 1 bytes", served.get(i).await());
                    assertEquals(-1, slow.get(i).read(ByteBuffer.allocate(1)).await());
                    slow.get(i).close();
                }
            }
        }));
        Leftovers.awaitNone(runtime);
    }

    private static Future<@Nullable Void> exchange(TcpStream stream) {
        return async(() -> {
            stream.writeAll(ByteBuffer.allocate(MESSAGE_BYTES)).await();
            stream.readExact(ByteBuffer.allocate(MESSAGE_BYTES)).await();
        });
    }

    /** Echoes messages, for each of which its peer has ten seconds from the first byte. */
    private static Future<String> serve(TcpStream stream) {
        return async(() -> {
            try (stream) {
                var message = ByteBuffer.allocate(MESSAGE_BYTES);
                while (stream.read(message.clear()).await() >= 0) {
                    try {
                        timeout(ofSeconds(10), stream.readExact(message)).await();
                    } catch (TimeoutException late) {
                        return "too slow after " + message.position() + " bytes";
                    }
                    stream.writeAll(message.flip()).await();
                }
                return "ended";
            }
        });
    }
}
