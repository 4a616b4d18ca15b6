package dev.kyoto.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.redis.protocol.Limits;
import dev.kyoto.time.VirtualClock;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class ServerTest {
    private static final ServerOptions OPTIONS = ServerOptions.DEFAULT;
    private static final int MEGABYTE = 1 << 20;

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws Exception {
        try (var server = RunningServer.start(OPTIONS);
                var client = server.connect()) {
            client.send("PING~*2~$4~ECHO~$2~hi~SET a 1~INCR a~GET a~".repeat(1000));
            client.expect("+PONG~$2~hi~+OK~:2~$1~2~".repeat(1000));
        }
    }

    @Test
    void requestMayArriveByteByByte() throws Exception {
        try (var server = RunningServer.start(OPTIONS);
                var client = server.connect()) {
            for (String piece : "*3|~|$|3|~SE|T~$|1~|a~$|4~|1|~|2|~".split("\\|")) {
                client.send(piece);
            }
            client.expect("+OK~");
            client.ask("GET a", "$4~1~2~");
        }
    }

    @Test
    void lastRequestsOfAClientThatSendsNoMoreAreAnswered() throws Exception {
        try (var server = RunningServer.start(OPTIONS);
                var client = server.connect()) {
            client.send("PING~PING~").endOutput();
            client.expect("+PONG~+PONG~").expectEnd();
        }
    }

    @Test
    void quitIsAnsweredAndNothingAfterIt() throws Exception {
        try (var server = RunningServer.start(OPTIONS);
                var client = server.connect()) {
            client.send("PING~QUIT~PING~");
            client.expect("+PONG~+OK~").expectEnd();
        }
    }

    @Test
    void nonsenseIsToldAndTheConnectionClosed() throws Exception {
        try (var server = RunningServer.start(OPTIONS);
                var client = server.connect()) {
            client.send("PING~*1~#~PING~" + "x".repeat(100_000));
            client.expect("+PONG~-ERR Protocol error: expected '$', got '#'~").expectEnd();
        }
    }

    @Test
    void valueAboveTheLimitIsRefusedBeforeItIsSent() throws Exception {
        try (var server = RunningServer.start(OPTIONS.withLimits(new Limits(1000, 2000, 10, 100, 1)));
                var client = server.connect()) {
            client.send("*3~$3~SET~$1~a~$1001~");
            client.expect("-ERR Protocol error: invalid bulk length~").expectEnd();
        }
    }

    @Test
    void clientAboveTheLimitWaitsUntilOneLeaves() throws Exception {
        try (var server = RunningServer.start(OPTIONS.withMaxConnections(1));
                var first = server.connect()) {
            first.ask("PING", "+PONG~");
            try (var second = server.connect()) {
                second.send("PING~");
                first.ask("CLIENT LIST ID 2", "$0~~"); // connected, but not let in
                first.close();
                second.expect("+PONG~");
            }
        }
    }

    @Test
    void clientsThatVanishLeaveNothingBehind() throws Exception {
        try (var server = RunningServer.start(OPTIONS.withMaxConnections(3));
                var witness = server.connect()) {
            for (int i = 0; i < 50; i++) {
                try (var vanishing = server.connect()) {
                    vanishing.resetOnClose();
                    vanishing.ask("SUBSCRIBE a", "*3~$9~subscribe~$1~a~:1~");
                    vanishing.send("*2~$4~ECHO~$1000~half");
                }
            }
            while (!witness.send("PUBLISH a x~").line().equals(":0")) {
                // the last one is on its way out
            }
        }
    }

    @Test
    void idleClientIsDisconnectedAndABusyOneIsNot() throws Exception {
        VirtualClock clock = VirtualClock.manual();
        try (var server = RunningServer.start(OPTIONS.withIdleTimeout(Duration.ofSeconds(10)), clock);
                var busy = server.connect();
                var idle = server.connect();
                var subscriber = server.connect()) {
            busy.ask("PING", "+PONG~");
            idle.ask("CLIENT ID", ":2~");
            subscriber.ask("SUBSCRIBE a", "*3~$9~subscribe~$1~a~:1~");

            passTime(clock, Duration.ofSeconds(6), busy, 2);

            idle.expectEnd();
            busy.ask("PUBLISH a x", ":1~");
            subscriber.expect("*3~$7~message~$1~a~$1~x~");
        }
    }

    @Test
    void clientThatReadsNothingIsIdleToo() throws Exception {
        VirtualClock clock = VirtualClock.manual();
        try (var server = RunningServer.start(OPTIONS.withIdleTimeout(Duration.ofSeconds(10)), clock);
                var stuck = server.connect();
                var witness = server.connect()) {
            stuck.ask("CLIENT ID", ":1~");
            setLarge(witness);
            stuck.send("GET large~".repeat(100));
            stuck.skip(MEGABYTE); // it is being answered

            passTime(clock, Duration.ofSeconds(9), witness, 1);

            stuck.expectDisconnect();
            witness.ask("PING", "+PONG~");
        }
    }

    /**
     * Moves the clock until client {@code id} is disconnected, which {@code busy} asks after each {@code step}. The server begins to
     * wait for its clients a moment after it has answered them, and may have written something just then: so nobody knows from when it
     * counts.
     */
    private static void passTime(VirtualClock clock, Duration step, RawClient busy, int id) throws IOException {
        String listed;
        do {
            clock.advance(step);
            busy.send("CLIENT LIST ID " + id + "~").line(); // its length
            listed = busy.line();
        } while (!listed.isEmpty());
    }

    @Test
    void keysEndByTheRuntimesClockAndAreFreedUnasked() throws Exception {
        VirtualClock clock = VirtualClock.manual();
        try (var server = RunningServer.start(OPTIONS, clock);
                var client = server.connect()) {
            client.ask("SET later x EX 100", "+OK~");
            client.ask("SET soon x EX 10", "+OK~");
            client.ask("TTL soon", ":10~");

            clock.advance(Duration.ofSeconds(10));

            while (!client.send("DBSIZE~").line().equals(":1")) {
                // the purge is on its way
            }
            client.ask("TTL later", ":90~");
            client.ask("GET soon", "$-1~");
        }
    }

    @Test
    void messagesReachSubscribersInOrder() throws Exception {
        try (var server = RunningServer.start(OPTIONS);
                var publisher = server.connect();
                var subscriber = server.connect()) {
            subscriber.ask("SUBSCRIBE a", "*3~$9~subscribe~$1~a~:1~");
            subscriber.ask("PSUBSCRIBE a*", "*3~$10~psubscribe~$2~a*~:2~");
            for (int i = 100; i < 200; i++) {
                publisher.ask("PUBLISH a " + i, ":2~");
            }
            for (int i = 100; i < 200; i++) {
                subscriber.expect("*3~$7~message~$1~a~$3~" + i + "~*4~$8~pmessage~$2~a*~$1~a~$3~" + i + "~");
            }
        }
    }

    @Test
    void ownMessageComesAfterTheReplyAndBeforeTheNext() throws Exception {
        try (var server = RunningServer.start(OPTIONS);
                var client = server.connect()) {
            client.ask(
                    "HELLO 3",
                    "%7~$6~server~$5~redis~$7~version~$5~7.0.0~$5~proto~:3~$2~id~:1~$4~mode~$10~standalone~"
                            + "$4~role~$6~master~$7~modules~*0~");
            client.send("SUBSCRIBE a~PUBLISH a x~PING~UNSUBSCRIBE a~PUBLISH a y~");
            client.expect(">3~$9~subscribe~$1~a~:1~:1~>3~$7~message~$1~a~$1~x~+PONG~>3~$11~unsubscribe~$1~a~:0~:0~");
        }
    }

    @Test
    void subscriberThatDoesNotReadIsDisconnectedAndHoldsNobodyUp() throws Exception {
        try (var server = RunningServer.start(OPTIONS.withSubscriberQueue(4));
                var publisher = server.connect();
                var slow = server.connect();
                var quick = server.connect()) {
            slow.ask("SUBSCRIBE a", "*3~$9~subscribe~$1~a~:1~");
            quick.ask("SUBSCRIBE b", "*3~$9~subscribe~$1~b~:1~");
            String large = "*3~$7~PUBLISH~$1~a~$" + MEGABYTE + "~" + "x".repeat(MEGABYTE) + "~";

            while (!publisher.send(large).line().equals(":0")) {
                // what it could not read so far is in its queue
            }

            publisher.ask("PUBLISH b x", ":1~");
            quick.expect("*3~$7~message~$1~b~$1~x~");
            slow.expectDisconnect();
        }
    }

    @Test
    void killEndsAClientThatDoesNotRead() throws Exception {
        try (var server = RunningServer.start(OPTIONS);
                var killer = server.connect();
                var stuck = server.connect()) {
            setLarge(killer);
            stuck.ask("CLIENT ID", ":2~");
            stuck.send("GET large~".repeat(100));
            stuck.skip(MEGABYTE);

            killer.ask("CLIENT KILL ID 2", ":1~");

            stuck.expectDisconnect();
        }
    }

    @Test
    void stopLetsClientsHaveTheRepliesToWhatWasRead() throws Exception {
        try (var server = RunningServer.start(OPTIONS);
                var client = server.connect();
                var idle = server.connect()) {
            idle.ask("PING", "+PONG~");
            setLarge(client);
            client.send("GET large~".repeat(20) + "PING~");
            client.skip(MEGABYTE); // all was read, and most of the reply waits to be sent

            server.stop();

            idle.expectEnd();
            String header = "$" + MEGABYTE + "~";
            long rest = 20L * (header.length() + 1 + MEGABYTE + 2) - MEGABYTE;
            client.skip(rest);
            client.expect("+PONG~").expectEnd();
            client.close();
            idle.close();
            server.awaitEnd();
            assertThrows(IOException.class, server::connect);
        }
    }

    @Test
    void clientThatDoesNotReadCannotHoldTheStop() throws Exception {
        try (var server = RunningServer.start(OPTIONS.withStopPatience(Duration.ofMillis(100)));
                var stuck = server.connect()) {
            setLarge(stuck);
            stuck.send("GET large~".repeat(100));
            stuck.skip(MEGABYTE);

            server.stop();

            server.awaitEnd();
            stuck.expectDisconnect();
        }
    }

    @Test
    void subscriberThatDoesNotReadCannotHoldTheStop() throws Exception {
        try (var server = RunningServer.start(OPTIONS.withStopPatience(Duration.ofMillis(100)));
                var publisher = server.connect();
                var slow = server.connect()) {
            slow.ask("SUBSCRIBE a", "*3~$9~subscribe~$1~a~:1~");
            String large = "*3~$7~PUBLISH~$1~a~$" + MEGABYTE + "~" + "x".repeat(MEGABYTE) + "~";
            for (int i = 0; i < 20; i++) {
                publisher.send(large).expect(":1~");
            }

            server.stop();

            server.awaitEnd();
            slow.expectDisconnect();
        }
    }

    @Test
    void droppedServerDisconnectsEverybody() throws Exception {
        try (var server = RunningServer.start(OPTIONS);
                var client = server.connect()) {
            client.ask("PING", "+PONG~");

            server.drop();

            client.expectDisconnect();
            assertThrows(CancellationException.class, server::awaitEnd);
        }
    }

    @Test
    void portInUseIsToldAtOnce() throws Exception {
        try (var server = RunningServer.start(OPTIONS)) {
            BindException error = assertThrows(
                    BindException.class, () -> server.runtime().blockOn(Server.bind(OPTIONS.withPort(server.port()))));

            assertTrue(String.valueOf(error.getMessage()).contains(String.valueOf(server.port())), error.getMessage());
        }
    }

    @Test
    void configurationSaysWhatIsTrue() throws Exception {
        try (var server = RunningServer.start(OPTIONS.withMaxConnections(7));
                var client = server.connect()) {
            client.ask("CONFIG GET maxclients", "*2~$10~maxclients~$1~7~");
            assertEquals("*2", client.send("CONFIG GET port~").line());
            client.expect("$4~port~$" + String.valueOf(server.port()).length() + "~" + server.port() + "~");
        }
    }

    private static void setLarge(RawClient client) throws IOException {
        client.send("*3~$3~SET~$5~large~$" + MEGABYTE + "~" + "x".repeat(MEGABYTE) + "~")
                .expect("+OK~");
    }
}
