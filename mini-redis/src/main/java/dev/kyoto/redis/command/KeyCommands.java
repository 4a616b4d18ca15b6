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
            Command.of("del", -2, "write", Keys.ALL, KeyCommands::del).documented("generic", "1.0.0", "Deletes keys."),
            Command.of("exists", -2, "readonly fast", Keys.ALL, KeyCommands::exists)
                    .documented("generic", "1.0.0", "Counts how many of the given keys are there."),
            Command.of("expire", -3, "write fast", Keys.ONE, KeyCommands::expire)
                    .documented("generic", "1.0.0", "Sets how long a key lives, in seconds."),
            Command.of("pexpire", -3, "write fast", Keys.ONE, KeyCommands::pexpire)
                    .documented("generic", "2.6.0", "Sets how long a key lives, in milliseconds."),
            Command.of("ttl", 2, "readonly fast", Keys.ONE, KeyCommands::ttl)
                    .documented("generic", "1.0.0", "Returns how long a key has to live, in seconds."),
            Command.of("pttl", 2, "readonly fast", Keys.ONE, KeyCommands::pttl)
                    .documented("generic", "2.6.0", "Returns how long a key has to live, in milliseconds."),
            Command.of("persist", 2, "write fast", Keys.ONE, KeyCommands::persist)
                    .documented("generic", "2.2.0", "Makes a key live until it is deleted."),
            Command.of("type", 2, "readonly fast", Keys.ONE, KeyCommands::type)
                    .documented("generic", "1.0.0", "Returns the type of a key's value."),
            Command.of("keys", 2, "readonly", KeyCommands::keys)
                    .documented("generic", "1.0.0", "Returns all keys that match a pattern."),
            Command.of("scan", -2, "readonly", KeyCommands::scan)
                    .documented("generic", "2.8.0", "Walks through the keys, some at each call."),
            Command.of("dbsize", 1, "readonly fast", KeyCommands::dbsize)
                    .documented("generic", "1.0.0", "Returns the number of keys."),
            Command.of("flushall", -1, "write", KeyCommands::flush).documented("generic", "1.0.0", "Deletes all keys."),
            Command.of("flushdb", -1, "write", KeyCommands::flush)
                    .documented("generic", "1.0.0", "Deletes all keys of the database."));

    private static final int DEFAULT_SCAN_COUNT = 10;

    /** Keys that KEYS looks at before it lets other commands in between. */
    private static final int KEYS_AT_A_TIME = 1000;

    private KeyCommands() {}

    private static void del(Request request, Session session, FrameWriter reply) {
        reply.integer(session.server().db().deleteAll(request.argsFrom(1)));
    }

    private static void exists(Request request, Session session, FrameWriter reply) {
        reply.integer(session.server().db().count(request.argsFrom(1)));
    }

    private static void expire(Request request, Session session, FrameWriter reply) throws ErrorReply {
        expire(request, 1000, "expire", session, reply);
    }

    private static void pexpire(Request request, Session session, FrameWriter reply) throws ErrorReply {
        expire(request, 1, "pexpire", session, reply);
    }

    private static void expire(Request request, long unit, String command, Session session, FrameWriter reply)
            throws ErrorReply {
        ServerState server = session.server();
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

    private static void ttl(Request request, Session session, FrameWriter reply) {
        timeToLive(request, 1000, session, reply);
    }

    private static void pttl(Request request, Session session, FrameWriter reply) {
        timeToLive(request, 1, session, reply);
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
