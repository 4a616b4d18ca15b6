package dev.kyoto.redis.command;

import dev.kyoto.redis.command.Command.Keys;
import dev.kyoto.redis.protocol.Bytes;
import dev.kyoto.redis.protocol.ErrorReply;
import dev.kyoto.redis.protocol.FrameWriter;
import dev.kyoto.redis.protocol.Request;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** COMMAND: what clients and redis-cli ask to learn the commands. */
final class CommandCommands {
    private static final Command[] SUBCOMMANDS = {
        Command.of("command|count", 2, "loading stale", CommandCommands::count)
                .documented("server", "2.8.13", "Counts the commands."),
        Command.of("command|docs", -2, "loading stale", CommandCommands::docs)
                .documented("server", "7.0.0", "Returns what the manual says of commands."),
        Command.of("command|getkeys", -3, "loading stale", CommandCommands::getkeys)
                .documented("server", "2.8.13", "Returns the words of a request that are keys."),
        Command.of("command|info", -2, "loading stale", CommandCommands::info)
                .documented("server", "2.8.13", "Describes commands."),
        Command.of("command|list", 2, "loading stale", CommandCommands::list)
                .documented("server", "7.0.0", "Returns the names of the commands.")
    };

    static final List<Command> TABLE = List.of(new Command(
            "command",
            -1,
            List.of("loading", "stale"),
            Keys.NONE,
            new Subcommands("command", CommandCommands::info, SUBCOMMANDS),
            List.of(SUBCOMMANDS),
            "server",
            "2.8.13",
            "Describes all commands."));

    private CommandCommands() {}

    private static void count(Request request, Session session, FrameWriter reply) {
        reply.integer(CommandTable.all().commands().size());
    }

    private static void list(Request request, Session session, FrameWriter reply) {
        Collection<Command> commands = CommandTable.all().commands();
        reply.array(commands.size());
        commands.forEach(command -> reply.bulk(command.name()));
    }

    private static void getkeys(Request request, Session session, FrameWriter reply) throws ErrorReply {
        int words = request.size() - 2;
        Command command = CommandTable.all().find(request.arg(2));
        if (command == null) {
            throw new ErrorReply("ERR Invalid command specified");
        }
        if (command.keys().first() == 0) {
            throw new ErrorReply("ERR The command has no key arguments");
        }
        if (!command.accepts(words)) {
            throw new ErrorReply("ERR Invalid number of arguments specified for command");
        }
        Keys keys = command.keys();
        int last = keys.last() < 0 ? words + keys.last() : keys.last();
        List<Bytes> found = new ArrayList<>();
        for (int i = keys.first(); i <= last; i += keys.step()) {
            found.add(request.arg(2 + i));
        }
        reply.array(found.size());
        found.forEach(reply::bulk);
    }

    /** {@code COMMAND}, {@code COMMAND INFO} and {@code COMMAND INFO name…} */
    private static void info(Request request, Session session, FrameWriter reply) {
        if (request.size() <= 2) {
            Collection<Command> commands = CommandTable.all().commands();
            reply.array(commands.size());
            commands.forEach(command -> describe(command, reply));
            return;
        }
        reply.array(request.size() - 2);
        for (Bytes name : request.argsFrom(2)) {
            Command command = CommandTable.all().find(name);
            if (command == null) {
                reply.noArray();
            } else {
                describe(command, reply);
            }
        }
    }

    private static void describe(Command command, FrameWriter reply) {
        reply.array(10);
        reply.bulk(command.name());
        reply.integer(command.arity());
        words(command.flags(), reply);
        reply.integer(command.keys().first());
        reply.integer(command.keys().last());
        reply.integer(command.keys().step());
        words(categories(command), reply);
        reply.array(0); // hints for proxies
        keySpecifications(command, reply);
        reply.array(command.subcommands().size());
        command.subcommands().forEach(subcommand -> describe(subcommand, reply));
    }

    private static void words(List<String> words, FrameWriter reply) {
        reply.set(words.size());
        words.forEach(reply::simple);
    }

    /** The groups by which Redis grants commands to users. */
    private static List<String> categories(Command command) {
        List<String> categories = new ArrayList<>();
        if (command.has("write")) {
            categories.add("@write");
        }
        if (command.has("readonly")) {
            categories.add("@read");
        }
        switch (command.group()) {
            case "string" -> categories.add("@string");
            case "generic" -> categories.add("@keyspace");
            case "pubsub" -> categories.add("@pubsub");
            case "connection" -> categories.add("@connection");
            default -> {}
        }
        if (command.has("admin")) {
            categories.add("@admin");
            categories.add("@dangerous");
        }
        categories.add(command.has("fast") ? "@fast" : "@slow");
        return categories;
    }

    /** Says the same as {@link Keys}, in the form that Redis 7 has for commands whose keys stand less simply. */
    private static void keySpecifications(Command command, FrameWriter reply) {
        Keys keys = command.keys();
        if (keys.first() == 0) {
            reply.array(0);
            return;
        }
        reply.array(1);
        reply.map(3);
        reply.bulk("flags");
        words(command.has("write") ? List.of("RW", "access", "update") : List.of("RO", "access"), reply);
        reply.bulk("begin_search");
        typed("index", reply);
        reply.map(1);
        reply.bulk("index");
        reply.integer(keys.first());
        reply.bulk("find_keys");
        typed("range", reply);
        reply.map(3);
        reply.bulk("lastkey");
        reply.integer(keys.last() < 0 ? keys.last() : keys.last() - keys.first());
        reply.bulk("keystep");
        reply.integer(keys.step());
        reply.bulk("limit");
        reply.integer(0);
    }

    /** The head of a map that holds a type and its details, which follow. */
    private static void typed(String type, FrameWriter reply) {
        reply.map(2);
        reply.bulk("type");
        reply.bulk(type);
        reply.bulk("spec");
    }

    /** {@code COMMAND DOCS [name…]}; names of no command are left out. */
    private static void docs(Request request, Session session, FrameWriter reply) {
        List<Command> commands = new ArrayList<>();
        if (request.size() == 2) {
            commands.addAll(CommandTable.all().commands());
        }
        for (Bytes name : request.argsFrom(2)) {
            Command command = CommandTable.all().find(name);
            if (command != null) {
                commands.add(command);
            }
        }
        document(commands, reply);
    }

    private static void document(List<Command> commands, FrameWriter reply) {
        reply.map(commands.size());
        for (Command command : commands) {
            boolean container = !command.subcommands().isEmpty();
            reply.bulk(command.name());
            reply.map(container ? 4 : 3);
            reply.bulk("summary");
            reply.bulk(command.summary());
            reply.bulk("since");
            reply.bulk(command.since());
            reply.bulk("group");
            reply.bulk(command.group());
            if (container) {
                reply.bulk("subcommands");
                document(command.subcommands(), reply);
            }
        }
    }
}
