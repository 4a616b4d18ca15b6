package dev.kyoto.redis.command;

import dev.kyoto.redis.protocol.Bytes;
import dev.kyoto.redis.protocol.ErrorReply;
import dev.kyoto.redis.protocol.FrameWriter;
import dev.kyoto.redis.protocol.Request;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All commands by name, and how a request becomes a reply. */
public final class CommandTable {
    private static final CommandTable ALL = new CommandTable();

    /** How much of a request an error repeats. Redis's figure. */
    private static final int LONGEST_ECHO = 128;

    private final Map<String, Command> byName = new TreeMap<>();

    /** Lower and upper case both, so that no usual spelling has to be converted. */
    private final Map<Bytes, Command> bySpelling = new HashMap<>();

    private CommandTable() {
        add(StringCommands.TABLE);
        add(KeyCommands.TABLE);
        add(PubSubCommands.TABLE);
        add(ConnectionCommands.TABLE);
        add(ClientCommands.TABLE);
        add(ServerCommands.TABLE);
        add(CommandCommands.TABLE);
    }

    private void add(Iterable<Command> commands) {
        for (Command command : commands) {
            byName.put(command.name(), command);
            bySpelling.put(Bytes.of(command.name()), command);
            bySpelling.put(Bytes.of(command.name().toUpperCase(Locale.ROOT)), command);
        }
    }

    /** The only table. */
    public static CommandTable all() {
        return ALL;
    }

    /** Runs a request and writes its reply, be it an error. */
    public void run(Request request, Session session, FrameWriter reply) {
        Command command = find(request.name());
        session.server().commandsProcessed().increment();
        try {
            if (command == null) {
                throw unknown(request);
            }
            session.lastCommand(command.name());
            if (!command.accepts(request.size())) {
                throw ErrorReply.wrongNumberOfArguments(command.name());
            }
            if (session.onlyListens() && !PubSubCommands.WHILE_LISTENING.contains(command.name())) {
                throw new ErrorReply("ERR Can't execute '" + command.name() + "': only (P|S)SUBSCRIBE / "
                        + "(P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context");
            }
            command.action().run(request, session, reply);
        } catch (ErrorReply error) {
            reply.error(error.getMessage());
        }
    }

    @Nullable Command find(Bytes name) {
        Command command = bySpelling.get(name);
        return command != null ? command : bySpelling.get(name.toLowerCase());
    }

    Collection<Command> commands() {
        return byName.values();
    }

    private static ErrorReply unknown(Request request) {
        StringBuilder message = new StringBuilder("ERR unknown command '")
                .append(shortened(request.name(), LONGEST_ECHO))
                .append("', with args beginning with: ");
        int echoed = 0;
        for (int i = 1; i < request.size() && echoed < LONGEST_ECHO; i++) {
            String argument = shortened(request.arg(i), LONGEST_ECHO - echoed);
            message.append('\'').append(argument).append("' ");
            echoed += argument.length() + 3;
        }
        return new ErrorReply(message.toString());
    }

    private static String shortened(Bytes bytes, int length) {
        String text = bytes.toString();
        return text.length() <= length ? text : text.substring(0, length);
    }
}
