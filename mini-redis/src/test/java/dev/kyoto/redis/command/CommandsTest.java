package dev.kyoto.redis.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kyoto.redis.protocol.Bytes;
import dev.kyoto.redis.protocol.Frame;
import dev.kyoto.redis.protocol.FrameParser;
import dev.kyoto.redis.protocol.FrameWriter;
import dev.kyoto.redis.protocol.InputBuffer;
import dev.kyoto.redis.protocol.Limits;
import dev.kyoto.redis.protocol.Request;
import dev.kyoto.redis.pubsub.Message;
import dev.kyoto.redis.store.Db;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests and their replies as bytes; {@code ~} stands for CR LF. */
class CommandsTest {
    private final AtomicLong now = new AtomicLong(1_000_000);
    private final ServerState server = new ServerState(
            new Db(now::get, () -> {}),
            now::get,
            new TreeMap<>(Map.of("save", "", "appendonly", "no", "maxclients", "10", "port", "6379")),
            100);
    private final Client client = new Client("10.0.0.1:1");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PING                       | +PONG~",
                "ping hi                    | $2~hi~",
                "ECHO hi                    | $2~hi~",
                "GET nothing                | $-1~",
                "SET a 1                    | +OK~",
                "SET a 1 GET                | $-1~",
                "SET a 1 XX                 | $-1~",
                "SET a 1 nx ex 10           | +OK~",
                "SET a 1 px 10 get          | $-1~",
                "SET a 1 EXAT 2000          | +OK~",
                "SET a 1 PXAT 2000000       | +OK~",
                "SET a 1 KEEPTTL            | +OK~",
                "GETDEL a                   | $-1~",
                "MSET a 1 b 2               | +OK~",
                "MGET a b                   | *2~$-1~$-1~",
                "INCR n                     | :1~",
                "DECR n                     | :-1~",
                "INCRBY n 5                 | :5~",
                "DECRBY n 5                 | :-5~",
                "APPEND a xyz               | :3~",
                "STRLEN a                   | :0~",
                "DEL a b                    | :0~",
                "EXISTS a a                 | :0~",
                "EXPIRE a 10                | :0~",
                "TTL a                      | :-2~",
                "PERSIST a                  | :0~",
                "TYPE a                     | +none~",
                "KEYS *                     | *0~",
                "SCAN 0                     | *2~$1~0~*0~",
                "DBSIZE                     | :0~",
                "FLUSHALL                   | +OK~",
                "FLUSHDB ASYNC              | +OK~",
                "SELECT 0                   | +OK~",
                "QUIT                       | +OK~",
                "RESET                      | +RESET~",
                "PUBLISH c m                | :0~",
                "AUTH default any           | +OK~",
                "CLIENT ID                  | :1~",
                "CLIENT GETNAME             | $-1~",
                "CLIENT SETNAME me          | +OK~",
                "CLIENT SETINFO lib-name x  | +OK~",
                "CLIENT NO-EVICT on         | +OK~",
                "CONFIG GET save            | *2~$4~save~$0~~",
                "CONFIG GET a* S*           | *4~$10~appendonly~$2~no~$4~save~$0~~",
                "CONFIG GET nothing         | *0~",
                "COMMAND GETKEYS mset a 1 b 2 | *2~$1~a~$1~b~",
                "COMMAND INFO nothing       | *1~*-1~",
                "COMMAND DOCS nothing       | *0~",
                "UNSUBSCRIBE                | *3~$11~unsubscribe~$-1~:0~",
            })
    void commandsAnswerOnAnEmptyServer(String command, String reply) {
        assertEquals(reply, client.run(command));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "FOO                   ; ERR unknown command 'FOO', with args beginning with: ",
                "foo a 'b c'           ; ERR unknown command 'foo', with args beginning with: 'a' ''b' 'c'' ",
                "GET                   ; ERR wrong number of arguments for 'get' command",
                "PING a b              ; ERR wrong number of arguments for 'ping' command",
                "MSET a 1 b            ; ERR wrong number of arguments for 'mset' command",
                "CLIENT                ; ERR wrong number of arguments for 'client' command",
                "CLIENT SETNAME        ; ERR wrong number of arguments for 'client|setname' command",
                "CLIENT FOO            ; ERR unknown subcommand 'FOO'. Try CLIENT HELP.",
                "CLIENT SETNAME ä      ; ERR Client names cannot contain spaces, newlines or special characters.",
                "CLIENT SETINFO x y    ; ERR Unrecognized option 'x'",
                "CLIENT KILL 1.2.3.4:5 ; ERR No such client",
                "CLIENT LIST TYPE x    ; ERR Unknown client type 'x'",
                "CLIENT LIST ID x      ; ERR Invalid client ID",
                "SET a 1 FOO           ; ERR syntax error",
                "SET a 1 NX XX         ; ERR syntax error",
                "SET a 1 EX            ; ERR syntax error",
                "SET a 1 EX 1 PX 1     ; ERR syntax error",
                "SET a 1 EX 1 KEEPTTL  ; ERR syntax error",
                "SET a 1 KEEPTTL EX 1  ; ERR syntax error",
                "SET a 1 EX x          ; ERR value is not an integer or out of range",
                "SET a 1 EX 0          ; ERR invalid expire time in 'set' command",
                "SET a 1 EX 9223372036854775807 ; ERR invalid expire time in 'set' command",
                "EXPIRE a 9223372036854775807   ; ERR invalid expire time in 'expire' command",
                "PEXPIRE a 9223372036854775807  ; ERR invalid expire time in 'pexpire' command",
                "EXPIRE a 1 NX GT      ; ERR NX and XX, GT or LT options at the same time are not compatible",
                "EXPIRE a 1 GT LT      ; ERR GT and LT options at the same time are not compatible",
                "EXPIRE a 1 FOO        ; ERR Unsupported option FOO",
                "INCRBY a x            ; ERR value is not an integer or out of range",
                "DECRBY a -9223372036854775808 ; ERR decrement would overflow",
                "SCAN x                ; ERR invalid cursor",
                "SCAN 0 COUNT          ; ERR syntax error",
                "SCAN 0 COUNT 0        ; ERR syntax error",
                "SCAN 0 FOO 1          ; ERR syntax error",
                "FLUSHALL FOO          ; ERR syntax error",
                "SELECT 1              ; ERR DB index is out of range",
                "SELECT x              ; ERR value is not an integer or out of range",
                "HELLO 4               ; NOPROTO unsupported protocol version",
                "HELLO x               ; ERR Protocol version is not an integer or out of range",
                "HELLO 3 FOO           ; ERR Syntax error in HELLO option 'FOO'",
                "HELLO 3 AUTH me pw    ; WRONGPASS invalid username-password pair or user is disabled.",
                "COMMAND GETKEYS ping  ; ERR The command has no key arguments",
                "COMMAND GETKEYS foo   ; ERR Invalid command specified",
                "COMMAND GETKEYS get   ; ERR Invalid number of arguments specified for command",
            })
    void errorsAreWordedAsInRedis(String command, String error) {
        // The test framework trims columns; an unknown command's error ends with a blank.
        assertEquals("-" + error, client.run(command).replaceAll(" ?~$", ""));
    }

    @Test
    void valuesAreSetAndRead() {
        client.run("MSET a 1 b two");

        assertEquals("*3~$1~1~$3~two~$-1~", client.run("MGET a b c"));
        assertEquals("$1~1~", client.run("SET a 2 GET"));
        assertEquals("$-1~", client.run("SET a 3 NX"));
        assertEquals("$1~2~", client.run("SET a 3 NX GET"));
        assertEquals("$1~2~", client.run("GETDEL a"));
        assertEquals(":1~", client.run("EXISTS a b"));
        assertEquals("+string~", client.run("TYPE b"));
        assertEquals(":7~", client.run("APPEND b -more".replace("-more", "more")));
        assertEquals("$7~twomore~", client.run("GET b"));
        assertEquals("-ERR value is not an integer or out of range~", client.run("INCR b"));
        assertEquals(
                "-ERR string exceeds maximum allowed size (proto-max-bulk-len)~",
                client.run("APPEND b " + "x".repeat(94)));
    }

    @Test
    void timeToLiveIsCountedDown() {
        client.run("SET a 1 EX 10");
        assertEquals(":10~", client.run("TTL a"));
        now.addAndGet(400);
        assertEquals(":9600~", client.run("PTTL a"));
        assertEquals(":10~", client.run("TTL a"));
        now.addAndGet(200);
        assertEquals(":9~", client.run("TTL a"));

        assertEquals(":1~", client.run("PEXPIRE a 50 LT"));
        assertEquals(":1~", client.run("PERSIST a"));
        assertEquals(":-1~", client.run("TTL a"));
        assertEquals(":1~", client.run("EXPIRE a -1"));
        assertEquals(":-2~", client.run("PTTL a"));
    }

    @Test
    void scanFiltersAndWalksOn() {
        for (int i = 0; i < 100; i++) {
            client.run("SET key" + i + " x");
        }
        Set<String> found = new HashSet<>();
        String cursor = "0";
        do {
            List<Frame> page = ((Frame.Array) client.frame("SCAN " + cursor + " MATCH key?5 COUNT 7")).elements();
            cursor = ((Frame.BulkString) page.get(0)).bytes().toString();
            ((Frame.Array) page.get(1))
                    .elements()
                    .forEach(key -> found.add(((Frame.BulkString) key).bytes().toString()));
        } while (!cursor.equals("0"));

        assertEquals(Set.of("key15", "key25", "key35", "key45", "key55", "key65", "key75", "key85", "key95"), found);
        assertEquals("*2~$1~0~*0~", client.run("SCAN 0 TYPE list COUNT 1000"));
        assertEquals("*1~$4~key7~", client.run("KEYS *7".replace("*7", "key[7]")));
    }

    @Test
    void helloSwitchesTheVersionAndNames() {
        String reply = client.run("HELLO 3 AUTH default x SETNAME me");

        assertTrue(reply.startsWith("%7~$6~server~$5~redis~"), reply);
        assertEquals("$2~me~", client.run("CLIENT GETNAME"));
        assertEquals("_~", client.run("GET a"));
        assertEquals("+RESET~", client.run("RESET"));
        assertEquals("$-1~", client.run("GET a"));
        assertEquals("$-1~", client.run("CLIENT GETNAME"));
    }

    @Test
    void failedHelloChangesNothing() {
        client.run("HELLO 3 SETNAME me FOO");

        assertEquals("$-1~", client.run("CLIENT GETNAME"));
    }

    @Test
    void subscriptionsAreConfirmedAndCounted() {
        assertEquals("*3~$9~subscribe~$1~a~:1~*3~$9~subscribe~$1~b~:2~", client.run("SUBSCRIBE a b"));
        assertEquals("*3~$10~psubscribe~$1~*~:3~", client.run("PSUBSCRIBE *"));
        assertEquals("*3~$9~subscribe~$1~a~:3~", client.run("SUBSCRIBE a"));
        assertEquals("*3~$11~unsubscribe~$1~b~:2~", client.run("UNSUBSCRIBE b"));
        assertEquals("*3~$11~unsubscribe~$1~x~:2~", client.run("UNSUBSCRIBE x"));
        assertEquals("*3~$11~unsubscribe~$1~a~:1~", client.run("UNSUBSCRIBE"));
        assertEquals("*3~$12~punsubscribe~$1~*~:0~", client.run("PUNSUBSCRIBE"));
        assertEquals("$-1~", client.run("GET a"));
    }

    @Test
    void subscriberOfVersionTwoMayOnlySubscribe() {
        client.run("SUBSCRIBE a");

        assertEquals(
                "-ERR Can't execute 'get': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in"
                        + " this context~",
                client.run("GET a"));
        assertEquals("*2~$4~pong~$0~~", client.run("PING"));
        assertEquals("*2~$4~pong~$2~hi~", client.run("PING hi"));
        assertEquals("+RESET~", client.run("RESET"));
        assertEquals("$-1~", client.run("GET a"));
    }

    @Test
    void subscriberOfVersionThreeMayDoEverything() {
        client.run("HELLO 3");

        assertEquals(">3~$9~subscribe~$1~a~:1~", client.run("SUBSCRIBE a"));
        assertEquals("+PONG~", client.run("PING"));
        assertEquals(":1~", client.run("PUBLISH a hello"));
        assertEquals(List.of(new Message(null, Bytes.of("a"), Bytes.of("hello"))), client.received);
    }

    @Test
    void messagesAreWrittenInTheClientsVersion() {
        FrameWriter reply = new FrameWriter();

        PubSubCommands.write(new Message(null, Bytes.of("c"), Bytes.of("hi")), reply);
        reply.version(3);
        PubSubCommands.write(new Message(Bytes.of("*"), Bytes.of("c"), Bytes.of("hi")), reply);

        assertEquals("*3~$7~message~$1~c~$2~hi~>4~$8~pmessage~$1~*~$1~c~$2~hi~", text(reply));
    }

    @Test
    void clientsSeeAndEndEachOther() {
        Client other = new Client("10.0.0.2:2");
        other.run("CLIENT SETNAME other");
        other.run("CLIENT SETINFO LIB-VER 1.2");
        other.run("SUBSCRIBE a");

        String list = client.run("CLIENT LIST");
        assertTrue(list.contains("id=1 addr=10.0.0.1:1 "), list);
        assertTrue(list.contains("id=2 addr=10.0.0.2:2 laddr=127.0.0.1:6379 name=other "), list);
        assertTrue(list.contains(" flags=P db=0 sub=1 psub=0 cmd=subscribe "), list);
        assertFalse(client.run("CLIENT LIST ID 1").contains("id=2"));
        assertFalse(client.run("CLIENT LIST TYPE pubsub").contains("id=1"));
        assertTrue(client.run("CLIENT INFO").contains("cmd=client|info"));

        assertEquals(":0~", client.run("CLIENT KILL ID 1"));
        assertEquals(":1~", client.run("CLIENT KILL TYPE pubsub"));
        assertEquals(List.of("CLIENT KILL by client 1"), other.killed);
        assertEquals("+OK~", client.run("CLIENT KILL 10.0.0.1:1"));
        assertTrue(client.session.hasQuit());
    }

    @Test
    void closedSessionLeavesNothingBehind() {
        client.run("SUBSCRIBE a");

        client.session.close();

        assertEquals(0, server.sessions().size());
        assertEquals(0, server.pubSub().channelCount());
    }

    @Test
    void commandTableDescribesItself() {
        List<Frame> all = ((Frame.Array) client.frame("COMMAND")).elements();

        assertEquals(":" + all.size() + "~", client.run("COMMAND COUNT"));
        assertEquals(
                all.size(),
                ((Frame.Array) client.frame("COMMAND LIST")).elements().size());
        assertEquals(
                2 * all.size(),
                ((Frame.Array) client.frame("COMMAND DOCS")).elements().size());
        assertTrue(
                client.run("COMMAND INFO get").startsWith("*1~*10~$3~get~:2~*2~+readonly~+fast~:1~:1~:1~*3~+@read~"),
                client.run("COMMAND INFO get"));
    }

    @Test
    void infoHasTheSectionsAskedFor() {
        client.run("SET a 1 EX 10");
        client.run("GET a");
        client.run("GET b");

        assertTrue(client.run("INFO").contains("redis_version:7."));
        String stats = client.run("INFO stats keyspace");
        assertTrue(stats.contains("keyspace_hits:1~keyspace_misses:1~"), stats);
        assertTrue(stats.contains("db0:keys=1,expires=1~"), stats);
        assertFalse(stats.contains("# Server"), stats);
    }

    private static String text(FrameWriter reply) {
        return new String(reply.toArray(), StandardCharsets.UTF_8).replace("\r\n", "~");
    }

    private final class Client {
        final List<Message> received = new ArrayList<>();
        final List<String> killed = new ArrayList<>();
        final Session session;
        private int version = 2;

        Client(String address) {
            session = new Session(server, address, "127.0.0.1:6379", received::add, killed::add);
        }

        String run(String command) {
            return text(reply(command));
        }

        Frame frame(String command) {
            InputBuffer in = new InputBuffer();
            in.append(reply(command).toArray());
            try {
                Frame frame = new FrameParser(in, Limits.DEFAULT).next();
                if (frame == null) {
                    throw new AssertionError("no reply to " + command);
                }
                return frame;
            } catch (java.io.IOException e) {
                throw new AssertionError(e);
            }
        }

        private FrameWriter reply(String command) {
            FrameWriter reply = new FrameWriter();
            reply.version(version);
            CommandTable.all().run(Request.of(command.split(" ")), session, reply);
            version = reply.version();
            return reply;
        }
    }
}
