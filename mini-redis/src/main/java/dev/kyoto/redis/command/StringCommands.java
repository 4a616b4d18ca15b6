package dev.kyoto.redis.command;

import dev.kyoto.redis.command.Command.Keys;
import dev.kyoto.redis.protocol.Bytes;
import dev.kyoto.redis.protocol.ErrorReply;
import dev.kyoto.redis.protocol.FrameWriter;
import dev.kyoto.redis.protocol.Request;
import dev.kyoto.redis.store.Db;
import dev.kyoto.redis.store.SetOptions;
import dev.kyoto.redis.store.SetOptions.When;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Commands that read and write values. */
final class StringCommands {
    static final List<Command> TABLE = List.of(
            Command.of("get", 2, "readonly fast", Keys.ONE, StringCommands::get)
                    .documented("string", "1.0.0", "Returns the value of a key."),
            Command.of("set", -3, "write denyoom", Keys.ONE, StringCommands::set)
                    .documented("string", "1.0.0", "Sets the value of a key, ignoring its type."),
            Command.of("getdel", 2, "write fast", Keys.ONE, StringCommands::getdel)
                    .documented("string", "6.2.0", "Returns the value of a key and deletes it."),
            Command.of("mget", -2, "readonly fast", Keys.ALL, StringCommands::mget)
                    .documented("string", "1.0.0", "Returns the values of all given keys."),
            Command.of("mset", -3, "write denyoom", Keys.PAIRS, StringCommands::mset)
                    .documented("string", "1.0.1", "Sets all given keys at one moment."),
            Command.of("incr", 2, "write denyoom fast", Keys.ONE, StringCommands::incr)
                    .documented("string", "1.0.0", "Adds one to a number."),
            Command.of("decr", 2, "write denyoom fast", Keys.ONE, StringCommands::decr)
                    .documented("string", "1.0.0", "Takes one from a number."),
            Command.of("incrby", 3, "write denyoom fast", Keys.ONE, StringCommands::incrby)
                    .documented("string", "1.0.0", "Adds to a number."),
            Command.of("decrby", 3, "write denyoom fast", Keys.ONE, StringCommands::decrby)
                    .documented("string", "1.0.0", "Takes from a number."),
            Command.of("append", 3, "write denyoom fast", Keys.ONE, StringCommands::append)
                    .documented("string", "2.0.0", "Appends to the value of a key."),
            Command.of("strlen", 2, "readonly fast", Keys.ONE, StringCommands::strlen)
                    .documented("string", "2.2.0", "Returns the length of a value."));

    private StringCommands() {}

    private static void get(Request request, Session session, FrameWriter reply) {
        reply.bulkOrNull(session.server().db().get(request.arg(1)));
    }

    private static void set(Request request, Session session, FrameWriter reply) throws ErrorReply {
        Db db = session.server().db();
        Bytes key = request.arg(1);
        Bytes value = request.arg(2);
        if (request.size() == 3) {
            db.set(key, value);
            reply.ok();
            return;
        }
        SetArguments arguments = SetArguments.parse(request, session.server().now());
        Db.SetResult result = db.set(key, value, arguments.options());
        if (arguments.wantsPrevious()) {
            reply.bulkOrNull(result.previous());
        } else if (result.stored()) {
            reply.ok();
        } else {
            reply.nothing();
        }
    }

    /** What stands behind key and value: {@code [NX|XX] [GET] [EX s|PX ms|EXAT s|PXAT ms|KEEPTTL]}, in any order. */
    private record SetArguments(SetOptions options, boolean wantsPrevious) {
        static SetArguments parse(Request request, long now) throws ErrorReply {
            When when = When.ALWAYS;
            boolean wantsPrevious = false;
            boolean keepDeadline = false;
            Long deadline = null;
            for (int i = 3; i < request.size(); i++) {
                TimeUnitOption unit = TimeUnitOption.of(request.arg(i));
                if (request.is(i, "GET")) {
                    wantsPrevious = true;
                } else if (request.is(i, "NX") && when != When.IF_PRESENT) {
                    when = When.IF_ABSENT;
                } else if (request.is(i, "XX") && when != When.IF_ABSENT) {
                    when = When.IF_PRESENT;
                } else if (request.is(i, "KEEPTTL") && deadline == null) {
                    keepDeadline = true;
                } else if (unit != null && deadline == null && !keepDeadline && i + 1 < request.size()) {
                    deadline = unit.deadline(request.integer(++i), now);
                } else {
                    throw ErrorReply.syntax();
                }
            }
            SetOptions options = new SetOptions(when, keepDeadline, deadline == null ? Db.NO_DEADLINE : deadline);
            return new SetArguments(options, wantsPrevious);
        }
    }

    private enum TimeUnitOption {
        EX(1000, true),
        PX(1, true),
        EXAT(1000, false),
        PXAT(1, false);

        private final long millis;
        private final boolean fromNow;

        TimeUnitOption(long millis, boolean fromNow) {
            this.millis = millis;
            this.fromNow = fromNow;
        }

        static @Nullable TimeUnitOption of(Bytes word) {
            for (TimeUnitOption option : values()) {
                if (word.equalsIgnoreCase(option.name())) {
                    return option;
                }
            }
            return null;
        }

        long deadline(long amount, long now) throws ErrorReply {
            if (amount <= 0) {
                throw KeyCommands.invalidExpireTime("set");
            }
            return KeyCommands.deadline(amount, millis, fromNow ? now : 0, "set");
        }
    }

    private static void getdel(Request request, Session session, FrameWriter reply) {
        reply.bulkOrNull(session.server().db().getAndDelete(request.arg(1)));
    }

    private static void mget(Request request, Session session, FrameWriter reply) {
        @Nullable Bytes[] values = session.server().db().getAll(request.argsFrom(1));
        reply.array(values.length);
        for (Bytes value : values) {
            reply.bulkOrNull(value);
        }
    }

    private static void mset(Request request, Session session, FrameWriter reply) throws ErrorReply {
        if (request.size() % 2 == 0) {
            throw ErrorReply.wrongNumberOfArguments("mset");
        }
        session.server().db().setAll(request.argsFrom(1));
        reply.ok();
    }

    private static void incr(Request request, Session session, FrameWriter reply) throws ErrorReply {
        add(request, 1, session, reply);
    }

    private static void decr(Request request, Session session, FrameWriter reply) throws ErrorReply {
        add(request, -1, session, reply);
    }

    private static void incrby(Request request, Session session, FrameWriter reply) throws ErrorReply {
        add(request, request.integer(2), session, reply);
    }

    private static void add(Request request, long amount, Session session, FrameWriter reply) throws ErrorReply {
        reply.integer(session.server().db().add(request.arg(1), amount));
    }

    private static void decrby(Request request, Session session, FrameWriter reply) throws ErrorReply {
        long amount = request.integer(2);
        if (amount == Long.MIN_VALUE) {
            throw new ErrorReply("ERR decrement would overflow");
        }
        add(request, -amount, session, reply);
    }

    private static void append(Request request, Session session, FrameWriter reply) throws ErrorReply {
        ServerState server = session.server();
        reply.integer(server.db().append(request.arg(1), request.arg(2), server.longestValue()));
    }

    private static void strlen(Request request, Session session, FrameWriter reply) {
        Bytes value = session.server().db().get(request.arg(1));
        reply.integer(value == null ? 0 : value.length());
    }
}
