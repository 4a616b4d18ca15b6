package dev.kyoto.redis.command;

import dev.kyoto.redis.protocol.Bytes;
import dev.kyoto.redis.protocol.ErrorReply;
import dev.kyoto.redis.protocol.FrameWriter;
import dev.kyoto.redis.protocol.Request;
import java.util.List;

/** Commands about the connection itself. */
final class ConnectionCommands {
    static final List<Command> TABLE = List.of(
            Command.of("ping", -1, "fast", ConnectionCommands::ping)
                    .documented("connection", "1.0.0", "Answers PONG, or what it is given."),
            Command.of("echo", 2, "loading stale fast", ConnectionCommands::echo)
                    .documented("connection", "1.0.0", "Answers what it is given."),
            Command.of("hello", -1, "noscript loading stale fast no_auth allow_busy", ConnectionCommands::hello)
                    .documented("connection", "6.0.0", "Says which version of RESP the client speaks."),
            Command.of("auth", -2, "noscript loading stale fast no_auth allow_busy", ConnectionCommands::auth)
                    .documented("connection", "1.0.0", "Says who the client is."),
            Command.of("select", 2, "loading stale fast", ConnectionCommands::select)
                    .documented("connection", "1.0.0", "Chooses the database, of which there is one."),
            Command.of("quit", -1, "noscript loading stale fast no_auth allow_busy", ConnectionCommands::quit)
                    .documented("connection", "1.0.0", "Closes the connection."),
            Command.of("reset", 1, "noscript loading stale fast no_auth allow_busy", ConnectionCommands::reset)
                    .documented("connection", "6.2.0", "Makes the connection as if it were new."));

    /** The only user there is; any password is right, because none is set. */
    private static final String USER = "default";

    private ConnectionCommands() {}

    private static void ping(Request request, Session session, FrameWriter reply) throws ErrorReply {
        if (request.size() > 2) {
            throw ErrorReply.wrongNumberOfArguments("ping");
        }
        if (session.onlyListens()) {
            reply.array(2);
            reply.bulk("pong");
            reply.bulk(request.size() == 2 ? request.arg(1) : Bytes.EMPTY);
        } else if (request.size() == 2) {
            reply.bulk(request.arg(1));
        } else {
            reply.pong();
        }
    }

    private static void echo(Request request, Session session, FrameWriter reply) {
        reply.bulk(request.arg(1));
    }

    /** {@code HELLO [version [AUTH user password] [SETNAME name]]} */
    private static void hello(Request request, Session session, FrameWriter reply) throws ErrorReply {
        int version = request.size() > 1 ? version(request.arg(1)) : reply.version();
        String name = session.name();
        for (int i = 2; i < request.size(); i++) {
            if (request.is(i, "AUTH") && i + 2 < request.size()) {
                authenticate(request.arg(i + 1));
                i += 2;
            } else if (request.is(i, "SETNAME") && i + 1 < request.size()) {
                name = ClientCommands.validName(request.arg(++i));
            } else {
                throw new ErrorReply("ERR Syntax error in HELLO option '" + request.arg(i) + "'");
            }
        }
        session.name(name);
        speak(version, session, reply);
        reply.map(7);
        reply.bulk("server");
        reply.bulk("redis");
        reply.bulk("version");
        reply.bulk(ServerCommands.REDIS_VERSION);
        reply.bulk("proto");
        reply.integer(version);
        reply.bulk("id");
        reply.integer(session.id());
        reply.bulk("mode");
        reply.bulk("standalone");
        reply.bulk("role");
        reply.bulk("master");
        reply.bulk("modules");
        reply.array(0);
    }

    private static int version(Bytes word) throws ErrorReply {
        long version;
        try {
            version = word.toLong();
        } catch (NumberFormatException e) {
            throw new ErrorReply("ERR Protocol version is not an integer or out of range");
        }
        if (version != 2 && version != 3) {
            throw new ErrorReply("NOPROTO unsupported protocol version");
        }
        return (int) version;
    }

    private static void speak(int version, Session session, FrameWriter reply) {
        session.protocol(version);
        reply.version(version);
    }

    private static void authenticate(Bytes user) throws ErrorReply {
        if (!user.toString().equals(USER)) {
            throw new ErrorReply("WRONGPASS invalid username-password pair or user is disabled.");
        }
    }

    private static void auth(Request request, Session session, FrameWriter reply) throws ErrorReply {
        if (request.size() > 3) {
            throw ErrorReply.syntax();
        }
        if (request.size() == 2) {
            throw new ErrorReply("ERR AUTH <password> called without any password configured for the default user. "
                    + "Are you sure your configuration is correct?");
        }
        authenticate(request.arg(1));
        reply.ok();
    }

    private static void select(Request request, Session session, FrameWriter reply) throws ErrorReply {
        if (request.integer(1) != 0) {
            throw new ErrorReply("ERR DB index is out of range");
        }
        reply.ok();
    }

    private static void quit(Request request, Session session, FrameWriter reply) {
        session.quit();
        reply.ok();
    }

    private static void reset(Request request, Session session, FrameWriter reply) {
        session.unsubscribeAll();
        session.name("");
        speak(2, session, reply);
        reply.simple("RESET");
    }
}
