package dev.kyoto.redis.command;

import dev.kyoto.redis.protocol.Bytes;
import dev.kyoto.redis.protocol.ErrorReply;
import dev.kyoto.redis.protocol.FrameWriter;
import dev.kyoto.redis.protocol.Request;
import dev.kyoto.redis.store.Glob;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Commands about the server. */
final class ServerCommands {
    /** The version of Redis whose commands and words are followed; clients decide by it what they may ask. */
    static final String REDIS_VERSION = "7.0.0";

    static final List<Command> TABLE = List.of(
            Command.of("info", -1, "loading stale", ServerCommands::info)
                    .documented("server", "1.0.0", "Returns figures about the server."),
            Command.container(
                            "config",
                            Command.of("config|get", -3, "admin noscript loading stale", ServerCommands::configGet)
                                    .documented("server", "2.0.0", "Returns parameters that match patterns."))
                    .documented("server", "2.0.0", "Commands about the configuration."));

    private ServerCommands() {}

    private static void info(Request request, Session session, FrameWriter reply) {
        List<String> wanted = new ArrayList<>();
        for (int i = 1; i < request.size(); i++) {
            wanted.add(request.arg(i).toLowerCase().toString());
        }
        reply.verbatim("txt", Bytes.of(new Info(session.server()).text(wanted)));
    }

    private static void configGet(Request request, Session session, FrameWriter reply) throws ErrorReply {
        List<Glob> patterns = new ArrayList<>();
        for (Bytes pattern : request.argsFrom(2)) {
            patterns.add(new Glob(pattern.toLowerCase()));
        }
        List<Map.Entry<String, String>> found = new ArrayList<>();
        for (Map.Entry<String, String> parameter :
                session.server().configuration().entrySet()) {
            Bytes name = Bytes.of(parameter.getKey());
            if (patterns.stream().anyMatch(pattern -> pattern.matches(name))) {
                found.add(parameter);
            }
        }
        reply.map(found.size());
        for (Map.Entry<String, String> parameter : found) {
            reply.bulk(parameter.getKey());
            reply.bulk(parameter.getValue());
        }
    }
}
