package dev.kyoto.redis.command;

import dev.kyoto.redis.protocol.Bytes;
import dev.kyoto.redis.protocol.FrameWriter;
import dev.kyoto.redis.protocol.Request;
import dev.kyoto.redis.pubsub.Message;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Commands about channels, and how their messages are written. */
public final class PubSubCommands {
    /** What a client may ask that has subscribed in version 2 of RESP. */
    static final Set<String> WHILE_LISTENING =
            Set.of("subscribe", "unsubscribe", "psubscribe", "punsubscribe", "ping", "quit", "reset");

    static final List<Command> TABLE = List.of(
            Command.of("publish", 3, "pubsub loading stale fast", PubSubCommands::publish)
                    .documented("pubsub", "2.0.0", "Sends a message to all who listen to a channel."),
            Command.of("subscribe", -2, "pubsub noscript loading stale", PubSubCommands::subscribe)
                    .documented("pubsub", "2.0.0", "Listens to channels."),
            Command.of("unsubscribe", -1, "pubsub noscript loading stale", PubSubCommands::unsubscribe)
                    .documented("pubsub", "2.0.0", "Stops listening to channels, or to all."),
            Command.of("psubscribe", -2, "pubsub noscript loading stale", PubSubCommands::psubscribe)
                    .documented("pubsub", "2.0.0", "Listens to all channels that match patterns."),
            Command.of("punsubscribe", -1, "pubsub noscript loading stale", PubSubCommands::punsubscribe)
                    .documented("pubsub", "2.0.0", "Stops listening through patterns, or through all."));

    private PubSubCommands() {}

    /** Writes a message that a subscriber has received. */
    public static void write(Message message, FrameWriter reply) {
        Bytes pattern = message.pattern();
        reply.push(pattern == null ? 3 : 4);
        reply.bulk(pattern == null ? "message" : "pmessage");
        if (pattern != null) {
            reply.bulk(pattern);
        }
        reply.bulk(message.channel());
        reply.bulk(message.payload());
    }

    private static void publish(Request request, Session session, FrameWriter reply) {
        reply.integer(session.server().pubSub().publish(request.arg(1), request.arg(2)));
    }

    private static void subscribe(Request request, Session session, FrameWriter reply) {
        each("subscribe", List.of(request.argsFrom(1)), session::subscribe, session, reply);
    }

    private static void psubscribe(Request request, Session session, FrameWriter reply) {
        each("psubscribe", List.of(request.argsFrom(1)), session::subscribePattern, session, reply);
    }

    private static void unsubscribe(Request request, Session session, FrameWriter reply) {
        each("unsubscribe", namedOr(session.channels(), request), session::unsubscribe, session, reply);
    }

    private static void punsubscribe(Request request, Session session, FrameWriter reply) {
        each("punsubscribe", namedOr(session.patterns(), request), session::unsubscribePattern, session, reply);
    }

    private static List<Bytes> namedOr(Collection<Bytes> all, Request request) {
        return request.size() == 1 ? List.copyOf(all) : List.of(request.argsFrom(1));
    }

    private static void each(
            String kind, List<Bytes> names, Consumer<Bytes> change, Session session, FrameWriter reply) {
        for (Bytes name : names) {
            change.accept(name);
            confirm(kind, name, session, reply);
        }
        if (names.isEmpty()) {
            confirm(kind, null, session, reply); // unsubscribed from all of nothing
        }
    }

    private static void confirm(String kind, @Nullable Bytes name, Session session, FrameWriter reply) {
        reply.push(3);
        reply.bulk(kind);
        reply.bulkOrNull(name);
        reply.integer(session.subscriptionCount());
    }
}
