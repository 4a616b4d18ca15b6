package dev.kyoto.io;

import static dev.kyoto.io.Bytes.bytes;
import static dev.kyoto.io.Bytes.run;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.Flavor;
import dev.kyoto.Runtime;
import dev.kyoto.futures.PolledByHand;
import dev.kyoto.time.VirtualClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MockStreamTest {
    @Test
    void scriptIsFollowedStepByStep() throws Exception {
        var peer = MockStream.builder().write("PING\r\n").read("PONG\r\n").build();

        run(peer.writeAll(bytes("PI")));
        run(peer.writeAll(bytes("NG\r\n")));
        assertEquals("PONG", run(new BufReader(peer).readLine()));

        peer.assertFinished();
        assertEquals(-1, run(peer.read(ByteBuffer.allocate(1))));
        var late = assertThrows(IOException.class, () -> run(peer.write(bytes("x"))));
        assertTrue(late.getMessage().contains("\"x\""), late.getMessage());
    }

    @Test
    void whatWasNotExpectedFailsTheTestAndShowsBoth() {
        var peer = MockStream.builder().write("PING\r\n").build();

        var failure = assertThrows(AssertionError.class, () -> run(peer.write(bytes("PANG\r\n"))));

        assertEquals("Expected to be written: \"PING\\r\\n\", but was: \"PANG\\r\\n\"", failure.getMessage());
    }

    @Test
    void stepsThatAreLeftAreNamed() throws Exception {
        var peer = MockStream.builder().read("abc").write(new byte[] {1, '"'}).build();
        run(peer.readByte());

        var failure = assertThrows(AssertionError.class, peer::assertFinished);

        assertTrue(failure.getMessage().contains("[a read of \"bc\", a write of \"\\x01\\\"\"]"), failure.getMessage());
    }

    @Test
    void readWaitsForTheWriteThatIsDueAndTheOtherWayRound() throws Exception {
        var peer = MockStream.builder().write("a").read("b").write("c").build();
        var reading = PolledByHand.of(peer.readByte());
        assertTrue(reading.poll().isPending());
        run(peer.writeAll(bytes("a")));
        assertEquals(1, reading.wakes());

        var writing = PolledByHand.of(peer.writeAll(bytes("c")));
        assertTrue(writing.poll().isPending());
        assertEquals((byte) 'b', reading.poll().value());
        assertEquals(1, writing.wakes());
        assertTrue(writing.poll().isReady());
    }

    @Test
    void failuresAreThrownAsTheyAreOnce() throws Exception {
        var lost = new IOException("lost");
        var full = new IOException("full");
        var peer = MockStream.builder()
                .readFailure(lost)
                .writeFailure(full)
                .read("x")
                .build();
        assertSame(lost, assertThrows(IOException.class, () -> run(peer.readByte())));
        assertSame(full, assertThrows(IOException.class, () -> run(peer.writeByte(1))));
        assertEquals((byte) 'x', run(peer.readByte()));
    }

    @Test
    void endsAreNoticed() throws Exception {
        var peer = MockStream.builder().write("x").build();
        run(peer.shutdown());
        assertTrue(peer.isShutDown());
        assertThrows(ClosedChannelException.class, () -> run(peer.writeByte('x')));
        peer.close();
        assertTrue(peer.isClosed());
        assertThrows(ClosedChannelException.class, () -> run(peer.readByte()));
    }

    @ParameterizedTest
    @EnumSource
    void pauseIsByTheClockOfTheRuntimeForBothDirections(Flavor flavor) throws Exception {
        var clock = new VirtualClock();
        try (Runtime runtime = flavor.builder().clock(clock).build()) {
            var start = clock.instant();
            var peer = MockStream.builder()
                    .pause(Duration.ofHours(1))
                    .read("now")
                    .pause(Duration.ofHours(1))
                    .write("and then")
                    .build();
            var writing = runtime.spawn(peer.writeAll(bytes("and then")));

            assertEquals("now", runtime.blockOn(peer.take(3).readToString(UTF_8, 10)));
            assertEquals(Duration.ofHours(1), Duration.between(start, clock.instant()));
            runtime.blockOn(writing);

            assertEquals(Duration.ofHours(2), Duration.between(start, clock.instant()));
            peer.assertFinished();
        }
    }
}
