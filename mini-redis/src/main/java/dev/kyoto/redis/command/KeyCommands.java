package dev.kyoto.redis.command;

import dev.kyoto.redis.command.Command.Keys;
import dev.kyoto.redis.protocol.Bytes;
import dev.kyoto.redis.protocol.ErrorReply;
import dev.kyoto.redis.protocol.FrameWriter;
import dev.kyoto.redis.protocol.Request;
import dev.kyoto.redis.store.Db;
import dev.kyoto.redis.store.ExpireCondition;
import dev.kyoto.redis.store.Glob;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Commands about keys, whatever their value. */
final class KeyCommands {
    static final List<Command> TABLE = List.of(
            command("del", -2, "write", Keys.ALL, "1.0.0", "O(N) where N is the number of keys",
                    "Deletes keys.", KeyCommands::del),
            command("exists", -2, "readonly fast", Keys.ALL, "1.0.0", "O(N) where N is the number of keys",
                    "Counts how many of the given keys are there.", KeyCommands::exists),
            command("expire", -3, "write fast", Keys.ONE, "1.0.0", "O(log N) where N is the number of keys that expire",
                    "Sets how long a key lives, in seconds.",
                    (request, session, reply) -> expire(request, 1000, session, reply)),
            command("pexpire", -3, "write fast", Keys.ONE, "2.6.0", "O(log N) where N is the number of keys that expire",
                    "Sets how long a key lives, in milliseconds.",
                    (request, session, reply) -> expire(request, 1, session, reply)),
            command("ttl", 2, "readonly fast", Keys.ONE, "1.0.0", "O(1)",
                    "Returns how long a key has to live, in seconds.",
                    (request, session, reply) -> timeToLive(request, 1000, session, reply)),
            command("pttl", 2, "readonly fast", Keys.ONE, "2.6.0", "O(1)",
                    "Returns how long a key has to live, in milliseconds.",
                    (request, session, reply) -> timeToLive(request, 1, session, reply)),
            command("persist", 2, "write fast", Keys.ONE, "2.2.0", "O(log N) where N is the number of keys that expire",
                    "Makes a key live until it is deleted.", KeyCommands::persist),
            command("type", 2, "readonly fast", Keys.ONE, "1.0.0", "O(1)",
                    "Returns the type of a key's value.", KeyCommands::type),
            command("keys", 2, "readonly", Keys.NONE, "1.0.0", "O(N) where N is the number of keys",
                    "Returns all keys that match a pattern.", KeyCommands::keys),
            command("scan", -2, "readonly", Keys.NONE, "2.8.0", "O(1) for each call",
                    "Walks through the keys, some at each call.", KeyCommands::scan),
            command("dbsize", 1, "readonly fast", Keys.NONE, "1.0.0", "O(1)",
                    "Returns the number of keys.", KeyCommands::dbsize),
            command("flushall", -1, "write", Keys.NONE, "1.0.0", "O(1)",
                    "Deletes all keys.", KeyCommands::flush),
            command("flushdb", -1, "write", Keys.NONE, "1.0.0", "O(1)",
                    "Deletes all keys of the database.", KeyCommands::flush));

    private static final int DEFAULT_SCAN_COUNT = 10;

    /** Keys that KEYS looks at before it lets other commands in between. */
    private static final int KEYS_AT_A_TIME = 1000;

    private KeyCommands() {}

    private static Command command(
            String name,
            int arity,
            String flags,
            Keys keys,
            String since,
            String complexity,
            String summary,
            Command.Action action) {
        return Command.of("generic", name, arity, flags, keys, since, complexity, summary, action);
    }

    private static void del(Request request, Session session, FrameWriter reply) {
        reply.integer(session.server().db().deleteAll(request.argsFrom(1)));
    }

    private static void exists(Request request, Session session, FrameWriter reply) {
        reply.integer(session.server().db().count(request.argsFrom(1)));
    }

    private static void expire(Request request, long unit, Session session, FrameWriter reply) throws ErrorReply {
        ServerState server = session.server();
        String command = unit == 1 ? "pexpire" : "expire";
        long deadline = deadline(request.integer(2), unit, server.now(), command);
        ExpireCondition condition = request.size() == 3 ? ExpireCondition.ALWAYS : condition(request);
        reply.integer(server.db().expireAt(request.arg(1), deadline, condition) ? 1 : 0);
    }

    private static ExpireCondition condition(Request request) throws ErrorReply {
        boolean none = false;
        boolean any = false;
        boolean later = false;
        boolean earlier = false;
        for (int i = 3; i < request.size(); i++) {
            if (request.is(i, "NX")) {
                none = true;
            } else if (request.is(i, "XX")) {
                any = true;
            } else if (request.is(i, "GT")) {
                later = true;
            } else if (request.is(i, "LT")) {
                earlier = true;
            } else {
                throw new ErrorReply("ERR Unsupported option " + request.arg(i));
            }
        }
        if (none && (any || later || earlier)) {
            throw new ErrorReply("ERR NX and XX, GT or LT options at the same time are not compatible");
        }
        if (later && earlier) {
            throw new ErrorReply("ERR GT and LT options at the same time are not compatible");
        }
        return new ExpireCondition(none, any, later, earlier);
    }

    /** The moment {@code amount} units after {@code base}, in milliseconds. */
    static long deadline(long amount, long unit, long base, String command) throws ErrorReply {
        try {
            long deadline = Math.addExact(Math.multiplyExact(amount, unit), base);
            if (deadline != Db.NO_DEADLINE) {
                return deadline;
            }
        } catch (ArithmeticException tooFarAway) {
            // answered below
        }
        throw invalidExpireTime(command);
    }

    static ErrorReply invalidExpireTime(String command) {
        return new ErrorReply("ERR invalid expire time in '" + command + "' command");
    }

    private static void timeToLive(Request request, long unit, Session session, FrameWriter reply) {
        Long deadline = session.server().db().deadline(request.arg(1));
        if (deadline == null) {
            reply.integer(-2);
        } else if (deadline == Db.NO_DEADLINE) {
            reply.integer(-1);
        } else {
            long left = Math.max(deadline - session.server().now(), 0);
            reply.integer((left + unit / 2) / unit);
        }
    }

    private static void persist(Request request, Session session, FrameWriter reply) {
        reply.integer(session.server().db().persist(request.arg(1)) ? 1 : 0);
    }

    private static void type(Request request, Session session, FrameWriter reply) {
        reply.simple(session.server().db().contains(request.arg(1)) ? "string" : "none");
    }

    private static void keys(Request request, Session session, FrameWriter reply) {
        Glob pattern = new Glob(request.arg(1));
        List<Bytes> found = new ArrayList<>();
        long cursor = 0;
        do {
            Db.ScanPage page = session.server().db().scan(cursor, KEYS_AT_A_TIME);
            collect(page.keys(), pattern, found);
            cursor = page.cursor();
        } while (cursor != 0);
        reply.array(found.size());
        found.forEach(reply::bulk);
    }

    private static void collect(List<Bytes> keys, @Nullable Glob pattern, List<Bytes> found) {
        for (Bytes key : keys) {
            if (pattern == null || pattern.matches(key)) {
                found.add(key);
            }
        }
    }

    private static void scan(Request request, Session session, FrameWriter reply) throws ErrorReply {
        long cursor = cursor(request.arg(1));
        Glob pattern = null;
        int count = DEFAULT_SCAN_COUNT;
        boolean stringsWanted = true;
        for (int i = 2; i < request.size(); i += 2) {
            if (i + 1 == request.size()) {
                throw ErrorReply.syntax();
            }
            if (request.is(i, "MATCH")) {
                pattern = new Glob(request.arg(i + 1));
            } else if (request.is(i, "COUNT")) {
                count = count(request.integer(i + 1));
            } else if (request.is(i, "TYPE")) {
                stringsWanted = request.is(i + 1, "string");
            } else {
                throw ErrorReply.syntax();
            }
        }
        Db.ScanPage page = session.server().db().scan(cursor, count);
        List<Bytes> found = new ArrayList<>();
        if (stringsWanted) {
            collect(page.keys(), pattern, found);
        }
        reply.array(2);
        reply.bulk(Long.toString(page.cursor()));
        reply.array(found.size());
        found.forEach(reply::bulk);
    }

    private static long cursor(Bytes word) throws ErrorReply {
        try {
            return Long.parseUnsignedLong(word.toString());
        } catch (NumberFormatException e) {
            throw new ErrorReply("ERR invalid cursor");
        }
    }

    private static int count(long wanted) throws ErrorReply {
        if (wanted < 1) {
            throw ErrorReply.syntax();
        }
        return (int) Math.min(wanted, Integer.MAX_VALUE);
    }

    private static void dbsize(Request request, Session session, FrameWriter reply) {
        reply.integer(session.server().db().size());
    }

    private static void flush(Request request, Session session, FrameWriter reply) throws ErrorReply {
        boolean plain = request.size() == 1;
        boolean withMode = request.size() == 2 && (request.is(1, "SYNC") || request.is(1, "ASYNC"));
        if (!plain && !withMode) {
            throw ErrorReply.syntax();
        }
        session.server().db().clear();
        reply.ok();
    }
}
