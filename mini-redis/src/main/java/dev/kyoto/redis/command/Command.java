package dev.kyoto.redis.command;

import dev.kyoto.redis.protocol.ErrorReply;
import dev.kyoto.redis.protocol.FrameWriter;
import dev.kyoto.redis.protocol.Request;
import java.util.List;

/**
 * One command: how it is called, what COMMAND tells clients about it, and what it does.
 *
 * @param name in lower case; of a subcommand both names, as {@code client|id}
 * @param arity how many words a request has, its name included; negative for "at least"
 * @param flags what clients and proxies want to know, in Redis's words
 * @param keys which words are keys
 * @param subcommands empty for a command that has none
 * @param group the chapter of the manual
 * @param since the version of Redis that had it first
 */
public record Command(
        String name,
        int arity,
        List<String> flags,
        Keys keys,
        Action action,
        List<Command> subcommands,
        String group,
        String since,
        String summary) {

    /** What a command does. Whoever throws has written nothing to the reply. */
    @FunctionalInterface
    interface Action {
        void run(Request request, Session session, FrameWriter reply) throws ErrorReply;
    }

    /**
     * The positions of the keys: the first, the last (negative: counted from the end) and how far one is from the next.
     */
    record Keys(int first, int last, int step) {
        static final Keys NONE = new Keys(0, 0, 0);
        static final Keys ONE = new Keys(1, 1, 1);
        static final Keys ALL = new Keys(1, -1, 1);
        static final Keys PAIRS = new Keys(1, -1, 2);
    }

    /** A command without keys; {@code flags} are separated by blanks. */
    static Command of(String name, int arity, String flags, Action action) {
        return of(name, arity, flags, Keys.NONE, action);
    }

    static Command of(String name, int arity, String flags, Keys keys, Action action) {
        return new Command(name, arity, List.of(flags.split(" ")), keys, action, List.of(), "", "", "");
    }

    /** A command whose first argument says which of {@code subcommands} is meant. */
    static Command container(String name, Command... subcommands) {
        Action action = new Subcommands(name, Command::needsSubcommand, subcommands);
        return new Command(name, -2, List.of(), Keys.NONE, action, List.of(subcommands), "", "", "");
    }

    /** This command with what the manual says of it. */
    Command documented(String group, String since, String summary) {
        return new Command(name, arity, flags, keys, action, subcommands, group, since, summary);
    }

    private static void needsSubcommand(Request request, Session session, FrameWriter reply) throws ErrorReply {
        throw ErrorReply.wrongNumberOfArguments(request.name().toLowerCase().toString());
    }

    boolean accepts(int words) {
        return arity >= 0 ? words == arity : words >= -arity;
    }

    boolean has(String flag) {
        return flags.contains(flag);
    }
}
