package dev.kyoto.tls;

import static dev.kyoto.tls.Peers.bytes;
import static dev.kyoto.tls.Peers.client;
import static dev.kyoto.tls.Peers.connected;
import static dev.kyoto.tls.Peers.everything;
import static dev.kyoto.tls.Peers.exchange;
import static dev.kyoto.tls.Peers.noise;
import static dev.kyoto.tls.Peers.say;
import static dev.kyoto.tls.Peers.sendAll;
import static dev.kyoto.tls.Peers.server;
import static dev.kyoto.tls.Peers.text;
import static dev.kyoto.tls.Peers.writeAndFlush;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Context;
import dev.kyoto.futures.LimitedContext;
import dev.kyoto.futures.PolledByHand;
import dev.kyoto.futures.Waker;
import dev.kyoto.io.BufStream;
import dev.kyoto.io.ByteStreams;
import dev.kyoto.tls.Peers.Pair;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TlsStreamTest {
    static Stream<Arguments> versionsAndPaces() {
        return Stream.of(TlsVersion.values())
                .flatMap(
                        version -> Stream.of(1, 7, 1000, Peers.ROOMY).map(capacity -> Arguments.of(version, capacity)));
    }

    @ParameterizedTest
    @MethodSource("versionsAndPaces")
    void bytesGoBothWaysAtOnceHoweverTheStreamBelowTakesThem(TlsVersion version, int capacity) throws Exception {
        Pair pair = connected(version, capacity);
        byte[] there = noise(Math.min(40 * capacity, 200_000) + 1);
        assertReceivedBothWays(pair, there, noise(there.length / 2));

        Together.run(everything(pair.server()), pair.client().shutdown());
        Together.run(everything(pair.client()), pair.server().shutdown());
    }

    private static void assertReceivedBothWays(Pair pair, byte[] there, byte[] back) throws Exception {
        var atServer = ByteBuffer.allocate(there.length);
        var atClient = ByteBuffer.allocate(back.length);
        Together.run(
                pair.server().readExact(atServer),
                pair.client().readExact(atClient),
                writeAndFlush(pair.client(), there),
                writeAndFlush(pair.server(), back));
        assertArrayEquals(there, atServer.array());
        assertArrayEquals(back, atClient.array());
    }

    @Test
    void withTls13EachSideEndsItsOwnDirectionWhenItIsThrough() throws Exception {
        Pair pair = connected(TlsVersion.TLS_1_3, 1000);
        var back = new byte[1][];
        byte[] there = Together.run(
                everything(pair.server()),
                everything(pair.client()).map(bytes -> back[0] = bytes),
                sendAll(pair.client(), noise(10)),
                sendAll(pair.server(), noise(100_000)));
        assertArrayEquals(noise(10), there);
        assertArrayEquals(noise(100_000), back[0]);
    }

    @Test
    void readerWithLittleRoomGetsARecordPieceByPiece() throws Exception {
        Pair pair = connected();
        Together.run(sendAll(pair.client(), noise(1000)));
        var one = ByteBuffer.allocate(1);
        for (byte expected : noise(1000)) {
            assertEquals(1, Together.run(pair.server().read(one.clear())));
            assertEquals(expected, one.get(0));
        }
        assertEquals(-1, Together.run(pair.server().read(one.clear())));
    }

    @Test
    void severalBuffersShareARecord() throws Exception {
        var below = ByteStreams.duplex(Peers.ROOMY);
        var wire = new Wire(below.first());
        Pair pair = connected(client().build(), server().build(), wire, below.second());
        int before = wire.written.size();

        Together.run(pair.client().writeAllVectored(bytes("header "), bytes("and body")));

        assertEquals(before + 1, wire.written.size());
        var heard = ByteBuffer.allocate(100);
        Together.run(pair.server().read(heard));
        assertEquals("header and body", text(heard));
    }

    @ParameterizedTest
    @EnumSource
    void endIsReadAgainAndAgain(TlsVersion version) throws Exception {
        Pair pair = connected(version, Peers.ROOMY);
        Together.run(pair.client().shutdown());
        Together.run(pair.client().shutdown());
        assertEquals(-1, Together.run(pair.server().read(ByteBuffer.allocate(8))));
        assertEquals(-1, Together.run(pair.server().read(ByteBuffer.allocate(8))));
    }

    @Test
    void withTls13TheOtherDirectionGoesOnAfterAnEnd() throws Exception {
        Pair pair = connected(TlsVersion.TLS_1_3, Peers.ROOMY);
        Together.run(pair.client().shutdown());
        assertEquals(-1, Together.run(pair.server().read(ByteBuffer.allocate(8))));

        say(pair.server(), pair.client(), "still here");

        Together.run(pair.server().shutdown());
        assertEquals(-1, Together.run(pair.client().read(ByteBuffer.allocate(8))));
    }

    @Test
    void withTls12AnEndIsAnsweredByItselfAndEndsBothDirections() throws Exception {
        Pair pair = connected(TlsVersion.TLS_1_2, Peers.ROOMY);
        Together.run(pair.client().shutdown());
        assertEquals(-1, Together.run(pair.server().read(ByteBuffer.allocate(8))));

        assertEquals(-1, Together.run(pair.client().read(ByteBuffer.allocate(8))));
        var failure = assertThrows(
                ClosedChannelException.class, () -> Together.run(pair.server().write(bytes("more"))));
        assertTrue(failure.getMessage().contains("TLS 1.3"), failure.getMessage());
        Together.run(pair.server().shutdown());
    }

    @ParameterizedTest
    @EnumSource
    void bothSidesMayEndAtOnce(TlsVersion version) throws Exception {
        Pair pair = connected(version, Peers.ROOMY);
        var ends = Together.ends(
                sendAll(pair.client(), new byte[0])
                        .andThen(done -> pair.client().read(ByteBuffer.allocate(8))),
                sendAll(pair.server(), new byte[0])
                        .andThen(done -> pair.server().read(ByteBuffer.allocate(8))));
        assertEquals(-1, ends.first().get());
        assertEquals(-1, ends.second().get());
    }

    @Test
    void whoHasShutDownCannotWrite() throws Exception {
        Pair pair = connected();
        Together.run(pair.client().shutdown());
        var failure = assertThrows(
                ClosedChannelException.class, () -> Together.run(pair.client().write(bytes("more"))));
        assertTrue(failure.getMessage().contains("was shut down on this side"), failure.getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void streamThatIsCutOffAnywhereFailsAndNeverEnds(TlsVersion version) throws Exception {
        boolean isWhole = false;
        for (int cut = 0; !isWhole; cut++) {
            var below = ByteStreams.duplex(Peers.ROOMY);
            var wire = new Wire(below.first());
            Pair pair = connected(client().versions(version).build(), server().build(), wire, below.second());
            exchange(pair); // so that the tickets of TLS 1.3 have come, of some thousand bytes to cut
            wire.cutAfter(cut);
            Together.run(sendAll(pair.server(), noise(10)));

            try {
                byte[] received = Together.run(everything(pair.client()));
                assertArrayEquals(noise(10), received);
                assertEquals(cut, wire.read(), "it ended before it had read everything");
                isWhole = true;
            } catch (TruncatedStreamException e) {
                assertTrue(e.getMessage().contains("close_notify"), e.getMessage());
                assertThrows(
                        TruncatedStreamException.class,
                        () -> Together.run(pair.client().read(ByteBuffer.allocate(8))));
            }
            assertTrue(cut < 500, "no end is believed");
        }
    }

    @Test
    void handshakeThatIsCutOffFails() throws Exception {
        for (int cut = 0; cut < 600; cut += 23) {
            var below = ByteStreams.duplex(Peers.ROOMY);
            var wire = new Wire(below.first());
            wire.cutAfter(cut);
            var ends = Together.ends(
                    client().build().connect("localhost", wire),
                    server().build().accept(below.second()));
            assertTrue(
                    Together.failure(ends.first()).getMessage().contains("during the TLS handshake"), ends::toString);
            assertFalse(ends.second().isSuccess());
        }
    }

    @Test
    void closeWithoutAnEndIsATruncation() throws Exception {
        Pair pair = connected();
        say(pair.client(), pair.server(), "and gone");
        pair.client().close();
        assertThrows(
                TruncatedStreamException.class, () -> Together.run(pair.server().read(ByteBuffer.allocate(8))));
    }

    @Test
    void readThatHasToWaitSendsWhatWasWrittenBefore() throws Exception {
        var below = ByteStreams.duplex(Peers.ROOMY);
        Pair pair = connected(
                client().build(), server().build(), new BufStream(below.first()), new BufStream(below.second()));
        Together.run(pair.client().writeAll(bytes("question")));
        var asked = ByteBuffer.allocate(8);
        var hearing = PolledByHand.of(pair.server().readExact(asked));
        assertTrue(hearing.poll().isPending());

        var answer = PolledByHand.of(pair.client().read(ByteBuffer.allocate(8)));
        assertTrue(answer.poll().isPending());

        assertTrue(hearing.poll().isReady());
        assertEquals("question", text(asked));
    }

    @Test
    void writeThatWaitsHasTakenNothing() throws Exception {
        Pair pair = connected(TlsVersion.TLS_1_3, 16);
        var waiting = bytes("x".repeat(100_000));
        int taken = 0;
        while (true) {
            int before = waiting.position();
            var write = PolledByHand.of(pair.client().write(waiting));
            if (write.poll().isPending()) {
                write.cancel();
                assertEquals(before, waiting.position());
                break;
            }
            taken = waiting.position();
        }
        assertTrue(taken > 0 && taken < 100_000, "taken: " + taken);

        byte[] received = Together.run(everything(pair.server()), pair.client().shutdown());

        assertEquals(taken, received.length);
    }

    @Test
    void readThatIsDroppedLosesNothing() throws Exception {
        Pair pair = connected();
        var dropped = PolledByHand.of(pair.server().read(ByteBuffer.allocate(8)));
        assertTrue(dropped.poll().isPending());
        Together.run(pair.client().writeAll(bytes("kept")));
        dropped.cancel();

        var heard = ByteBuffer.allocate(8);
        assertEquals(4, Together.run(pair.server().read(heard)));
        assertEquals("kept", text(heard));
    }

    @Test
    void readsOfWhatIsThereAlreadyUseUpTheBudget() throws Exception {
        Pair pair = connected();
        Together.run(pair.client().writeAll(bytes("abc")));
        var one = ByteBuffer.allocate(1);
        Context cx = new LimitedContext(Waker.noop(), 3);
        assertTrue(pair.server().pollRead(cx, one.clear()).isReady()); // one unit here, one below
        assertTrue(pair.server().pollRead(cx, one.clear()).isReady());
        assertTrue(pair.server().pollRead(cx, one.clear()).isPending());
        assertEquals(0, one.position());
    }

    @Test
    void keysAreChangedAfterSoManyBytesAndTheOtherSideFollows() throws Exception {
        var below = ByteStreams.duplex(Peers.ROOMY);
        var client = new Wire(below.first());
        var server = new Wire(below.second());
        Pair pair = connected(client().versions(TlsVersion.TLS_1_3).build(), server().build(), client, server);
        byte[] bytes = noise(1 << 22); // of which a key may encrypt a quarter: see java.security

        assertReceivedBothWays(pair, bytes, bytes);

        for (Wire wire : List.of(client, server)) {
            // The message KeyUpdate has 5 bytes, its type 1, the tag of AES-GCM 16, and Java's padding 16. Nothing else
            // here is
            // as long.
            long updates = wire.written.stream()
                    .filter(length -> length == 22 || length == 38)
                    .count();
            assertTrue(updates >= 2, () -> "changes of keys: " + updates + ", in records of " + wire.written);
        }
    }

    @Test
    void renegotiationOfTls12GoesOnBesideTheData() throws Exception {
        var below = ByteStreams.duplex(1000);
        var wire = new Wire(below.first());
        Pair pair = connected(client().versions(TlsVersion.TLS_1_2).build(), server().build(), wire, below.second());
        int before = Collections.frequency(wire.types, 22);
        pair.server().engine().beginHandshake(); // asks the client for another one
        byte[] bytes = noise(200_000);
        var there = ByteBuffer.allocate(bytes.length);
        var back = ByteBuffer.allocate(bytes.length);

        Together.run(
                pair.server().readExact(there),
                pair.client().readExact(back),
                pair.client()
                        .writeAll(ByteBuffer.wrap(bytes))
                        .andThen(done -> pair.client().flush()),
                pair.server()
                        .writeAll(ByteBuffer.wrap(bytes))
                        .andThen(done -> pair.server().flush()));

        assertArrayEquals(bytes, there.array());
        assertArrayEquals(bytes, back.array());
        assertTrue(Collections.frequency(wire.types, 22) > before, "no second handshake");
    }

    @Test
    void clientThatWantsToShakeHandsOnceMoreIsRefused() throws Exception {
        Pair pair = connected(TlsVersion.TLS_1_2, Peers.ROOMY);
        exchange(pair);
        pair.client().engine().beginHandshake();
        Together.run(writeAndFlush(pair.client(), new byte[1])); // the wish goes before it

        var failure = assertThrows(
                SSLException.class, () -> Together.run(pair.server().read(ByteBuffer.allocate(8))));

        assertTrue(failure.getMessage().contains("renegotiation"), failure.getMessage());
        assertThrows(SSLException.class, () -> Together.run(pair.server().write(bytes("x"))));
    }

    @Test
    void idleConnectionHoldsNoBuffers() throws Exception {
        int connections = 200;
        var connector = client().build();
        var acceptor = server().build();
        long before = directBytes();
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            Pair pair = connected(connector, acceptor, Peers.ROOMY);
            exchange(pair);
            for (TlsStream stream : List.of(pair.client(), pair.server())) {
                assertTrue(PolledByHand.of(stream.read(ByteBuffer.allocate(8)))
                        .poll()
                        .isPending());
            }
            pairs.add(pair);
        }
        long held = directBytes() - before;
        assertTrue(
                held < (long) connections * RecordBuffers.SIZE, () -> held + " bytes for " + pairs.size() + " pairs");
    }

    private static long directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    @Test
    void stringOfAStreamSaysWhoseItIs() throws Exception {
        Pair pair = connected();
        assertTrue(pair.client().toString().startsWith("TlsStream[client of localhost, over "));
        assertTrue(pair.server().toString().startsWith("TlsStream[server, over "));
    }
}
