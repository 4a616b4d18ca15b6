package dev.kyoto.redis.protocol;

/**
 * A command's answer is an error: thrown while a command is parsed or applied, written to the client as
 * {@code -message}. The connection goes on.
 */
public final class ErrorReply extends Exception {
    private final String message;

    /**
     * An error with its code and its text, such as {@code ERR syntax error}.
     *
     * @param message both, in one line
     */
    public ErrorReply(String message) {
        super(message, null, false, false);
        this.message = message;
    }

    @Override
    public String getMessage() {
        return message;
    }

    public static ErrorReply syntax() {
        return new ErrorReply("ERR syntax error");
    }

    public static ErrorReply notAnInteger() {
        return new ErrorReply("ERR value is not an integer or out of range");
    }

    /**
     * A request has too few or too many words.
     *
     * @param command its name in lower case; a subcommand's as {@code client|id}
     */
    public static ErrorReply wrongNumberOfArguments(String command) {
        return new ErrorReply("ERR wrong number of arguments for '" + command + "' command");
    }
}
