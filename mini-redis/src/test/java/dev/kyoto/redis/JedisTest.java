package dev.kyoto.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPubSub;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.Response;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.params.SetParams;
import redis.clients.jedis.resps.ScanResult;

/** The server as Jedis sees it, in both versions of RESP. */
class JedisTest {
    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        server = RunningServer.start(ServerOptions.DEFAULT);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"RESP2", "RESP3"})
    void stringsAreKept(RedisProtocol protocol) {
        try (Jedis jedis = connect(protocol)) {
            byte[] binary = {0, '\r', '\n', (byte) 0xff};

            assertEquals("OK", jedis.set("a", "1"));
            assertEquals("1", jedis.get("a"));
            assertNull(jedis.get("nothing"));
            jedis.set("binary".getBytes(StandardCharsets.UTF_8), binary);
            assertEquals(
                    Arrays.toString(binary), Arrays.toString(jedis.get("binary".getBytes(StandardCharsets.UTF_8))));
            jedis.mset("b", "2", "c", "3");
            assertEquals(Arrays.asList("1", null, "3"), jedis.mget("a", "nothing", "c"));
            assertEquals(6, jedis.incrBy("a", 5));
            assertEquals(5, jedis.decr("a"));
            assertEquals(3, jedis.append("b", "xy"));
            assertEquals(3, jedis.strlen("b"));
            assertEquals("3", jedis.getDel("c"));
            assertEquals("string", jedis.type("a"));
            assertEquals(2, jedis.exists("a", "b", "c"));
            assertEquals(3, jedis.dbSize());
            assertEquals(1, jedis.del("b", "c"));
            assertEquals(Set.of("a", "binary"), jedis.keys("*"));
            jedis.flushAll();
            assertEquals(0, jedis.dbSize());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RESP2", "RESP3"})
    void keysExpire(RedisProtocol protocol) {
        try (Jedis jedis = connect(protocol)) {
            jedis.set("a", "1", SetParams.setParams().ex(100));
            assertTrue(jedis.ttl("a") > 90);
            assertNull(jedis.set("a", "2", SetParams.setParams().nx()));
            assertEquals("1", jedis.setGet("a", "2", SetParams.setParams().keepTtl()));
            assertTrue(jedis.pttl("a") > 90_000);
            assertEquals(1, jedis.persist("a"));
            assertEquals(-1, jedis.ttl("a"));
            assertEquals(1, jedis.expire("a", -1));
            assertEquals(-2, jedis.ttl("a"));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RESP2", "RESP3"})
    void scanFindsEverything(RedisProtocol protocol) {
        try (Jedis jedis = connect(protocol)) {
            Set<String> keys = new HashSet<>();
            for (int i = 0; i < 1000; i++) {
                jedis.set("key" + i, "x");
                keys.add("key" + i);
            }
            Set<String> found = new HashSet<>();
            String cursor = ScanParams.SCAN_POINTER_START;
            do {
                ScanResult<String> page =
                        jedis.scan(cursor, new ScanParams().match("key*").count(50), "string");
                found.addAll(page.getResult());
                cursor = page.getCursor();
            } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
            assertEquals(keys, found);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RESP2", "RESP3"})
    void pipelinesAndErrorsKeepTheirOrder(RedisProtocol protocol) {
        try (Jedis jedis = connect(protocol)) {
            jedis.set("text", "x");
            Pipeline pipeline = jedis.pipelined();
            List<Response<Long>> replies = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                replies.add(pipeline.incr(i == 500 ? "text" : "n"));
            }
            pipeline.sync();

            assertThrows(JedisDataException.class, replies.get(500)::get);
            assertEquals(999, replies.get(999).get());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"RESP2", "RESP3"})
    void messagesArrive(RedisProtocol protocol) throws Exception {
        BlockingQueue<String> events = new ArrayBlockingQueue<>(100);
        JedisPubSub listener = new JedisPubSub() {
            @Override
            public void onSubscribe(String channel, int count) {
                events.add("subscribed " + channel + " " + count);
            }

            @Override
            public void onPSubscribe(String pattern, int count) {
                events.add("subscribed " + pattern + " " + count);
                // on the listening thread
            }

            @Override
            public void onMessage(String channel, String message) {
                events.add(channel + ": " + message);
            }

            @Override
            public void onPMessage(String pattern, String channel, String message) {
                events.add(pattern + " " + channel + ": " + message);
                unsubscribe();
                punsubscribe();
            }
        };
        Thread listening = new Thread(() -> {
            try (Jedis jedis = connect(protocol)) {
                jedis.subscribe(listener, "news");
            }
        });
        listening.start();
        try (Jedis jedis = connect(protocol)) {
            assertEquals("subscribed news 1", events.take());
            listener.psubscribe("n*");
            assertEquals("subscribed n* 2", events.take());

            assertEquals(2, jedis.publish("news", "hello"));

            assertEquals("news: hello", events.take());
            assertEquals("n* news: hello", events.take());
            listening.join();
        }
    }

    private Jedis connect(RedisProtocol protocol) {
        return new Jedis(
                new HostAndPort("127.0.0.1", server.port()),
                DefaultJedisClientConfig.builder()
                        .protocol(protocol)
                        .clientName("test")
                        .socketTimeoutMillis(60_000)
                        .build());
    }
}
