package dev.kyoto.redis.command;

import dev.kyoto.redis.protocol.Bytes;
import dev.kyoto.redis.protocol.ErrorReply;
import dev.kyoto.redis.protocol.FrameWriter;
import dev.kyoto.redis.protocol.Request;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Runs the subcommand that a request names. */
final class Subcommands implements Command.Action {
    private final String container;
    private final Command.Action bare;
    private final Map<Bytes, Command> byName = new HashMap<>();

    /** @param bare what the container does when it is called without a subcommand */
    Subcommands(String container, Command.Action bare, Command... subcommands) {
        this.container = container;
        this.bare = bare;
        for (Command subcommand : subcommands) {
            byName.put(Bytes.of(subcommand.name().substring(container.length() + 1)), subcommand);
        }
    }

    @Override
    public void run(Request request, Session session, FrameWriter reply) throws ErrorReply {
        if (request.size() == 1) {
            bare.run(request, session, reply);
            return;
        }
        Command subcommand = byName.get(request.arg(1).toLowerCase());
        if (subcommand == null) {
            throw new ErrorReply("ERR unknown subcommand '" + request.arg(1) + "'. Try "
                    + container.toUpperCase(Locale.ROOT) + " HELP.");
        }
        if (!subcommand.accepts(request.size())) {
            throw ErrorReply.wrongNumberOfArguments(subcommand.name());
        }
        session.lastCommand(subcommand.name());
        subcommand.action().run(request, session, reply);
    }
}
