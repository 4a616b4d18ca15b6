package dev.kyoto.redis.command;

import dev.kyoto.redis.protocol.Bytes;
import dev.kyoto.redis.protocol.ErrorReply;
import dev.kyoto.redis.protocol.FrameWriter;
import dev.kyoto.redis.protocol.Request;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** CLIENT: what clients say of themselves, and ask about each other. */
final class ClientCommands {
    static final List<Command> TABLE = List.of(Command.container(
                    "client",
                    Command.of("client|id", 2, "noscript loading stale", ClientCommands::id)
                            .documented("connection", "5.0.0", "Returns the number of this connection."),
                    Command.of("client|getname", 2, "noscript loading stale", ClientCommands::getname)
                            .documented("connection", "2.6.9", "Returns the name of this connection."),
                    Command.of("client|setname", 3, "noscript loading stale", ClientCommands::setname)
                            .documented("connection", "2.6.9", "Names this connection."),
                    Command.of("client|setinfo", 4, "noscript loading stale", ClientCommands::setinfo)
                            .documented("connection", "7.2.0", "Says which client library this is."),
                    Command.of("client|info", 2, "noscript loading stale", ClientCommands::info)
                            .documented("connection", "6.2.0", "Describes this connection."),
                    Command.of("client|list", -2, "noscript loading stale", ClientCommands::list)
                            .documented("connection", "2.4.0", "Describes all connections."),
                    Command.of("client|kill", -3, "noscript loading stale", ClientCommands::kill)
                            .documented("connection", "2.4.0", "Closes connections."),
                    Command.of("client|no-evict", 3, "noscript loading stale", ClientCommands::onOff)
                            .documented("connection", "7.0.0", "Accepted; no client is ever evicted."),
                    Command.of("client|no-touch", 3, "noscript loading stale", ClientCommands::onOff)
                            .documented("connection", "7.2.0", "Accepted; no key has a time of last use."))
            .documented("connection", "2.4.0", "Commands about client connections."));

    private static final Set<String> OTHER_TYPES = Set.of("master", "replica", "slave");

    private ClientCommands() {}

    private static void id(Request request, Session session, FrameWriter reply) {
        reply.integer(session.id());
    }

    private static void getname(Request request, Session session, FrameWriter reply) {
        reply.bulkOrNull(session.name().isEmpty() ? null : Bytes.of(session.name()));
    }

    private static void setname(Request request, Session session, FrameWriter reply) throws ErrorReply {
        session.name(validName(request.arg(2)));
        reply.ok();
    }

    static String validName(Bytes name) throws ErrorReply {
        return printable(name, "Client names");
    }

    private static void setinfo(Request request, Session session, FrameWriter reply) throws ErrorReply {
        if (request.is(2, "LIB-NAME")) {
            session.libraryName(printable(request.arg(3), "lib-name"));
        } else if (request.is(2, "LIB-VER")) {
            session.libraryVersion(printable(request.arg(3), "lib-ver"));
        } else {
            throw new ErrorReply("ERR Unrecognized option '" + request.arg(2) + "'");
        }
        reply.ok();
    }

    /** CLIENT LIST separates its fields by blanks and its clients by line breaks, so a name can hold neither. */
    private static String printable(Bytes value, String what) throws ErrorReply {
        for (int i = 0; i < value.length(); i++) {
            if (value.at(i) < '!' || value.at(i) > '~') {
                throw new ErrorReply("ERR " + what + " cannot contain spaces, newlines or special characters.");
            }
        }
        return value.toString();
    }

    private static void onOff(Request request, Session session, FrameWriter reply) throws ErrorReply {
        if (!request.is(2, "ON") && !request.is(2, "OFF")) {
            throw ErrorReply.syntax();
        }
        reply.ok();
    }

    private static void info(Request request, Session session, FrameWriter reply) {
        reply.verbatim("txt", Bytes.of(describe(session) + "\n"));
    }

    /** {@code CLIENT LIST [TYPE normal|pubsub|…] [ID id …]} */
    private static void list(Request request, Session session, FrameWriter reply) throws ErrorReply {
        Predicate<Session> wanted = wanted(request);
        StringBuilder text = new StringBuilder();
        for (Session each : inOrder(session.server())) {
            if (wanted.test(each)) {
                text.append(describe(each)).append('\n');
            }
        }
        reply.verbatim("txt", Bytes.of(text.toString()));
    }

    private static Predicate<Session> wanted(Request request) throws ErrorReply {
        if (request.size() == 2) {
            return each -> true;
        }
        if (request.size() == 4 && request.is(2, "TYPE")) {
            return hasType(request.arg(3));
        }
        if (request.size() >= 4 && request.is(2, "ID")) {
            List<Long> ids = new ArrayList<>();
            for (int i = 3; i < request.size(); i++) {
                ids.add(clientId(request.arg(i)));
            }
            return each -> ids.contains(each.id());
        }
        throw ErrorReply.syntax();
    }

    private static Predicate<Session> hasType(Bytes word) throws ErrorReply {
        String type = word.toString().toLowerCase(Locale.ROOT);
        if (type.equals("normal") || type.equals("pubsub")) {
            return each -> each.mayBeSilent() == type.equals("pubsub");
        }
        if (OTHER_TYPES.contains(type)) {
            return each -> false;
        }
        throw new ErrorReply("ERR Unknown client type '" + word + "'");
    }

    private static long clientId(Bytes word) throws ErrorReply {
        try {
            long id = word.toLong();
            if (id > 0) {
                return id;
            }
        } catch (NumberFormatException notANumber) {
            // answered below
        }
        throw new ErrorReply("ERR Invalid client ID");
    }

    private static List<Session> inOrder(ServerState server) {
        List<Session> sessions = new ArrayList<>(server.sessions().values());
        sessions.sort(Comparator.comparingLong(Session::id));
        return sessions;
    }

    /** {@code CLIENT KILL address}, or {@code CLIENT KILL [ID id] [ADDR address] [LADDR address] [TYPE type] [SKIPME yes|no]} */
    private static void kill(Request request, Session session, FrameWriter reply) throws ErrorReply {
        if (request.size() == 3) {
            String address = request.arg(2).toString();
            if (end(each -> each.peerAddress().equals(address), session) == 0) {
                throw new ErrorReply("ERR No such client");
            }
            reply.ok();
            return;
        }
        Predicate<Session> doomed = each -> true;
        boolean skipMe = true;
        for (int i = 2; i < request.size(); i += 2) {
            if (i + 1 == request.size()) {
                throw ErrorReply.syntax();
            }
            String value = request.arg(i + 1).toString();
            if (request.is(i, "ID")) {
                long id = clientId(request.arg(i + 1));
                doomed = doomed.and(each -> each.id() == id);
            } else if (request.is(i, "ADDR")) {
                doomed = doomed.and(each -> each.peerAddress().equals(value));
            } else if (request.is(i, "LADDR")) {
                doomed = doomed.and(each -> each.localAddress().equals(value));
            } else if (request.is(i, "TYPE")) {
                doomed = doomed.and(hasType(request.arg(i + 1)));
            } else if (request.is(i, "SKIPME") && (value.equalsIgnoreCase("yes") || value.equalsIgnoreCase("no"))) {
                skipMe = value.equalsIgnoreCase("yes");
            } else {
                throw ErrorReply.syntax();
            }
        }
        if (skipMe) {
            doomed = doomed.and(each -> each != session);
        }
        reply.integer(end(doomed, session));
    }

    /** Ends the sessions that are {@code doomed}; the killer's own, once it has been told. */
    private static int end(Predicate<Session> doomed, Session killer) {
        int ended = 0;
        for (Session each : killer.server().sessions().values()) {
            if (doomed.test(each)) {
                ended++;
                if (each == killer) {
                    each.quit();
                } else {
                    each.kill("CLIENT KILL by client " + killer.id());
                }
            }
        }
        return ended;
    }

    private static String describe(Session session) {
        long now = session.server().now();
        return "id=" + session.id()
                + " addr=" + session.peerAddress()
                + " laddr=" + session.localAddress()
                + " name=" + session.name()
                + " age=" + (now - session.connectedAt()) / 1000
                + " idle=" + (now - session.lastActiveAt()) / 1000
                + " flags=" + (session.mayBeSilent() ? "P" : "N")
                + " db=0"
                + " sub=" + session.channelCount()
                + " psub=" + session.patternCount()
                + " cmd=" + session.lastCommand()
                + " user=default"
                + " resp=" + session.protocol()
                + " lib-name=" + session.libraryName()
                + " lib-ver=" + session.libraryVersion();
    }
}
