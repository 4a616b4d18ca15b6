package dev.kyoto.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The server as Lettuce sees it, in both versions of RESP. */
class LettuceTest {
    private RunningServer server;
    private RedisClient client;

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.start(ServerOptions.DEFAULT);
        client = RedisClient.create(RedisURI.create("127.0.0.1", server.port()));
    }

    @AfterEach
    void stop() {
        client.shutdown(0, 10, TimeUnit.SECONDS);
        server.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"RESP2", "RESP3"})
    void stringsAreKeptAndExpire(ProtocolVersion version) {
        try (StatefulRedisConnection<String, String> connection = connect(version)) {
            RedisCommands<String, String> redis = connection.sync();

            assertEquals("OK", redis.set("a", "1", SetArgs.Builder.ex(100)));
            assertEquals("1", redis.get("a"));
            assertNull(redis.get("nothing"));
            assertTrue(redis.ttl("a") > 90);
            assertTrue(redis.persist("a"));
            assertEquals(-1, redis.ttl("a"));
            redis.mset(Map.of("b", "2", "c", "3"));
            assertEquals(
                    List.of(KeyValue.just("b", "2"), KeyValue.empty("nothing"), KeyValue.just("c", "3")),
                    redis.mget("b", "nothing", "c"));
            assertEquals(11, redis.incrby("a", 10));
            redis.set("text", "x");
            assertThrows(RedisCommandExecutionException.class, () -> redis.incr("text"));
            assertEquals(4, redis.dbsize());
            assertEquals("test", redis.clientGetname());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RESP2", "RESP3"})
    void scanFindsEverything(ProtocolVersion version) {
        try (StatefulRedisConnection<String, String> connection = connect(version)) {
            RedisCommands<String, String> redis = connection.sync();
            Set<String> keys = new HashSet<>();
            for (int i = 0; i < 500; i++) {
                redis.set("key" + i, "x");
                keys.add("key" + i);
            }
            Set<String> found = new HashSet<>();
            KeyScanCursor<String> cursor =
                    redis.scan(ScanArgs.Builder.matches("key*").limit(20));
            found.addAll(cursor.getKeys());
            while (!cursor.isFinished()) {
                cursor = redis.scan(cursor);
                found.addAll(cursor.getKeys());
            }
            assertEquals(keys, found);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RESP2", "RESP3"})
    void manyCommandsAtATimeKeepTheirOrder(ProtocolVersion version) throws Exception {
        try (StatefulRedisConnection<String, String> connection = connect(version)) {
            List<RedisFuture<Long>> replies = new ArrayList<>();
            for (int i = 0; i < 10_000; i++) {
                replies.add(connection.async().incr("n"));
            }
            for (int i = 0; i < replies.size(); i++) {
                assertEquals(i + 1, replies.get(i).get());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RESP2", "RESP3"})
    void messagesArrive(ProtocolVersion version) throws Exception {
        BlockingQueue<String> messages = new ArrayBlockingQueue<>(10);
        try (StatefulRedisConnection<String, String> connection = connect(version);
                StatefulRedisPubSubConnection<String, String> listening = client.connectPubSub()) {
            listening.addListener(new RedisPubSubAdapter<>() {
                @Override
                public void message(String channel, String message) {
                    messages.add(channel + ": " + message);
                }

                @Override
                public void message(String pattern, String channel, String message) {
                    messages.add(pattern + " " + channel + ": " + message);
                }
            });
            listening.sync().subscribe("news");
            listening.sync().psubscribe("n*");

            assertEquals(2, connection.sync().publish("news", "hello"));

            assertEquals("news: hello", messages.take());
            assertEquals("n* news: hello", messages.take());
            listening.sync().unsubscribe("news");
            listening.sync().punsubscribe("n*");
            assertEquals(0, connection.sync().publish("news", "hello"));
        }
    }

    private StatefulRedisConnection<String, String> connect(ProtocolVersion version) {
        client.setOptions(ClientOptions.builder().protocolVersion(version).build());
        StatefulRedisConnection<String, String> connection = client.connect();
        connection.sync().clientSetname("test");
        return connection;
    }
}
