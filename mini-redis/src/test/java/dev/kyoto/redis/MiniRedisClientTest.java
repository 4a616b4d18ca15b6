package dev.kyoto.redis;

import static dev.kyoto.Kyoto.async;
import static dev.kyoto.Kyoto.joinAll;
import static dev.kyoto.Kyoto.nowOrNever;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.futures.Future;
import dev.kyoto.redis.protocol.Bytes;
import dev.kyoto.redis.protocol.ErrorReply;
import dev.kyoto.redis.protocol.Frame;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MiniRedisClientTest {
    private RunningServer server;
    private MiniRedisClient client;

    @BeforeEach
    void connect() throws Exception {
        server = RunningServer.start(ServerOptions.DEFAULT);
        client = server.runtime().blockOn(MiniRedisClient.connect(address()));
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    @Test
    void valuesAreSetReadAndDeleted() throws Exception {
        server.runtime().blockOn(async(() -> {
            client.set("a", "1", Duration.ofSeconds(100)).await();
            assertEquals("1", client.get("a").await());
            assertEquals(2, client.increment("a").await());
            assertEquals(true, client.delete("a").await());
            assertEquals(false, client.delete("a").await());
            assertNull(client.get("a").await());
            assertEquals(new Frame.SimpleString("PONG"), client.command("PING").await());
        }));
    }

    @Test
    void manyAtATimeGetEachTheirOwnReply() throws Exception {
        List<Future<Frame>> questions = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            questions.add(client.command("ECHO", "" + i));
        }

        List<Frame> answers = server.runtime().blockOn(joinAll(questions));

        for (int i = 0; i < 1000; i++) {
            assertEquals("" + i, ((Frame.BulkString) answers.get(i)).bytes().toString());
        }
    }

    @Test
    void droppedQuestionTakesNobodysReply() throws Exception {
        server.runtime().blockOn(async(() -> {
            for (int i = 0; i < 100; i++) {
                nowOrNever(client.command("ECHO", "dropped"));
                assertEquals(
                        new Frame.SimpleString("PONG"), client.command("PING").await());
            }
        }));
    }

    @Test
    void errorReplyFailsItsFutureAlone() throws Exception {
        run(client.set("a", "x"));

        ErrorReply error = assertThrows(ErrorReply.class, () -> run(client.increment("a")));

        assertEquals("ERR value is not an integer or out of range", error.getMessage());
        assertEquals("x", run(client.get("a")));
    }

    @Test
    void lostConnectionFailsWhoeverAsks() throws Exception {
        Future<Frame> asked = client.command("PING");
        server.server().close();

        assertThrows(IOException.class, () -> {
            while (true) {
                run(client.command("PING")); // until the client has noticed
            }
        });
        assertThrows(IOException.class, () -> run(asked));
    }

    @Test
    void subscriptionReceivesWhatIsPublished() throws Exception {
        server.runtime().blockOn(async(() -> {
            try (var news = Subscription.open(address(), "news", "weather").await()) {
                assertTrue(nowOrNever(news.next()).isPending());
                assertEquals(1, client.publish("news", "hello").await());
                assertEquals(1, client.publish("weather", "sun").await());

                assertEquals(message("news", "hello"), news.next().await());
                assertEquals(message("weather", "sun"), news.next().await());

                server.stop();
                assertNull(news.next().await());
            }
        }));
    }

    private static Subscription.Message message(String channel, String text) {
        return new Subscription.Message(channel, Bytes.of(text));
    }

    private <T extends @Nullable Object> T run(Future<T> future) throws Exception {
        return server.runtime().blockOn(future);
    }

    private String address() {
        return "127.0.0.1:" + server.port();
    }
}
